open Lwt.Infix

(* Two coins in the air at once: the program ends when both have landed. *)
module Heads2 (Time : Mirage_time.S) = struct
  let toss seconds side =
    Time.sleep_ns (Duration.of_sec seconds) >|= fun () -> Logs.info (fun m -> m "%s" side)

  let start _time = toss 1 "Heads" <&> toss 2 "Tails" >|= fun () -> Logs.info (fun m -> m "Finished")
end
