open Lwt.Infix

(* A device: a functor over what it needs, with what the configuration says connects it. *)
module Make (Time : Mirage_time.S) = struct
  type t = { guest : string; name : string }

  let connect ~guest _time info = Lwt.return { guest; name = info.Mirage_runtime.name }

  let show sign =
    Time.sleep_ns (Duration.of_ms 100) >|= fun () ->
    Logs.info (fun m -> m "%s: %s, %s (%s)" sign.name (String.trim Words.text) sign.guest Built_for.target)
end
