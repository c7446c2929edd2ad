module Hello (Time : Mirage_time.S) = struct
  let start _time =
    Logs.app (fun log -> log "%s" (Key_gen.hello ()));
    Logs.info (fun log -> log "greeted");
    Time.sleep_ns (Duration.of_ms 1)
end
