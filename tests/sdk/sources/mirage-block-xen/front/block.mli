(** A block device of Xen, which the stand-in does not have. *)

include Mirage_block.S

val connect : string -> t Lwt.t
(** Fails.
    @raise Failure always. *)
