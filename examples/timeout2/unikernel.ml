open Lwt.Infix

(* Whichever ends first is taken, the other is cancelled. *)
module Timeout2 (Time : Mirage_time.S) (Random : Mirage_random.S) = struct
  let within nanoseconds promise =
    Lwt.pick [ (promise >|= fun value -> Some value); (Time.sleep_ns nanoseconds >|= fun () -> None) ]

  let toss () =
    let milliseconds = Randomconv.int ~bound:3000 (fun length -> Random.generate length) in
    Time.sleep_ns (Duration.of_ms milliseconds) >|= fun () -> "Heads"

  let start _time _random =
    within (Duration.of_sec 2) (toss ()) >|= function
    | Some side -> Logs.info (fun m -> m "Returned %S" side)
    | None -> Logs.info (fun m -> m "Cancelled")
end
