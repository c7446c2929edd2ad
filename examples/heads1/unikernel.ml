open Lwt.Infix

module Heads1 (Time : Mirage_time.S) = struct
  let after seconds said =
    Time.sleep_ns (Duration.of_sec seconds) >|= fun () ->
    Logs.info (fun log -> log "%s" said)

  let start _time =
    Lwt.join [ after 1 "Heads"; after 2 "Tails" ] >|= fun () ->
    Logs.info (fun log -> log "Finished")
end
