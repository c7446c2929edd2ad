(** Requests of the host to end the unikernel. *)

val await_shutdown_request :
  ?can_poweroff:bool ->
  ?can_reboot:bool ->
  unit ->
  [ `Poweroff | `Reboot ] Lwt.t
(** A promise for the host's request. A unix process has no host that sends
    one, so whatever the caller says it can do, the promise stays pending. *)
