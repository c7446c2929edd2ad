open Lwt.Infix

(* Ten lines come in, each after a while and of some length; each is said again. *)
module Echo_server (Time : Mirage_time.S) (Random : Mirage_random.S) = struct
  let below bound = Randomconv.int ~bound (fun length -> Random.generate length)

  let read_line () =
    Time.sleep_ns (Duration.of_ms (below 2500)) >|= fun () -> String.make (below 20) 'a'

  let rec echo lines =
    if lines = 0 then Lwt.return_unit
    else
      read_line () >>= fun line ->
      Logs.info (fun m -> m "%s" line);
      echo (lines - 1)

  let start _time _random = echo 10
end
