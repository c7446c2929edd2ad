(** A file as a block device. *)

type error = [ Mirage_block.error | `Beyond_end of int64 | `Not_whole_sectors of int ]
(** Beside the usual: a sector after the last, or a buffer with a part of one. *)

type write_error = [ Mirage_block.write_error | `Beyond_end of int64 | `Not_whole_sectors of int ]
include Mirage_block.S with type error := error and type write_error := write_error

val connect : ?prefered_sector_size:int option -> string -> t Lwt.t
(** The file of that name, in sectors of 512 bytes unless [prefered_sector_size]
    says other; what it has beyond the last whole sector is not part of it. A
    file that cannot be written is read only.
    @raise Unix.Unix_error if it cannot be read. *)
