open Lwt.Infix

module Hello (Time : Mirage_time.S) = struct
  let rec greet = function
    | 0 -> Lwt.return_unit
    | times ->
        Logs.info (fun log -> log "%s" (Key_gen.hello ()));
        Time.sleep_ns (Duration.of_sec 1) >>= fun () -> greet (times - 1)

  let start _time = greet 4
end
