(** A network device of the manifest. *)

include Mirage_net.S

val connect : string -> t Lwt.t
(** The device of that name.
    @raise Failure if the manifest has none, or it is in use already. *)
