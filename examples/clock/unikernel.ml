open Lwt.Infix

module Main (Time : Mirage_time.S) (Wall : Mirage_clock.PCLOCK) (Stopwatch : Mirage_clock.MCLOCK) = struct
  let milliseconds ns = Int64.div ns 1_000_000L

  (* Days since 1970 and picoseconds of the day, as hours and minutes of universal time. *)
  let time_of_day () =
    let days, picoseconds = Wall.now_d_ps () in
    let minutes = Int64.to_int (Int64.div picoseconds 60_000_000_000_000L) in
    Printf.sprintf "day %d, %02d:%02d" days (minutes / 60) (minutes mod 60)

  let rec tell began = function
    | 0 -> Lwt.return_unit
    | times ->
        let passed = milliseconds (Int64.sub (Stopwatch.elapsed_ns ()) began) in
        Logs.info (fun log -> log "%s; %Ld ms since the start" (time_of_day ()) passed);
        Time.sleep_ns (Duration.of_sec 1) >>= fun () -> tell began (times - 1)

  let start _time _wall _stopwatch = tell (Stopwatch.elapsed_ns ()) 3
end
