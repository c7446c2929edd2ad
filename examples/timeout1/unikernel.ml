open Lwt.Infix

(* What takes longer than it may is cancelled by hand: its state says whether it has ended. *)
module Timeout1 (Time : Mirage_time.S) (Random : Mirage_random.S) = struct
  let within nanoseconds promise =
    Time.sleep_ns nanoseconds >>= fun () ->
    match Lwt.state promise with
    | Lwt.Return value -> Lwt.return_some value
    | Lwt.Fail error -> Lwt.fail error
    | Lwt.Sleep ->
        Lwt.cancel promise;
        Lwt.return_none

  let toss () =
    let milliseconds = Randomconv.int ~bound:3000 (fun length -> Random.generate length) in
    Time.sleep_ns (Duration.of_ms milliseconds) >|= fun () -> "Heads"

  let start _time _random =
    within (Duration.of_sec 2) (toss ()) >|= function
    | Some side -> Logs.info (fun m -> m "Returned %S" side)
    | None -> Logs.info (fun m -> m "Cancelled")
end
