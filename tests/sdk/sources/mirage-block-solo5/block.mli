(** A block device of the manifest. *)

type error = [ Mirage_block.error | `Invalid_argument | `Unspecified_error ]
(** Beside the usual: what Solo5 answers to a sector that is not on the device. *)

type write_error = [ Mirage_block.write_error | `Invalid_argument | `Unspecified_error ]
include Mirage_block.S with type error := error and type write_error := write_error

val connect : string -> t Lwt.t
(** The device of that name.
    @raise Failure if the manifest has none, or it is in use already. *)
