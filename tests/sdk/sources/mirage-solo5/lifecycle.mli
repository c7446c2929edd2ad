(** Requests of the host to end the unikernel. *)

val await_shutdown_request :
  ?can_poweroff:bool ->
  ?can_reboot:bool ->
  unit ->
  [ `Poweroff | `Reboot ] Lwt.t
(** A promise that stays pending: no host sends a request. *)
