open Lwt.Infix

(* Jobs run side by side: the report does not wait for the count. *)
module Count (Time : Mirage_time.S) = struct
  let start _time =
    let rec count = function
      | 0 -> Lwt.return_unit
      | left ->
          Logs.info (fun m -> m "%d" left);
          Time.sleep_ns (Duration.of_ms 100) >>= fun () -> count (left - 1)
    in
    count 3
end

module Report (Clock : Mirage_clock.PCLOCK) = struct
  let start clock =
    let now = Ptime.v (Clock.now_d_ps clock) in
    Logs.info (fun m -> m "lift-off in %d" (let year, _, _ = Ptime.to_date now in year));
    Lwt.return_unit
end
