(** Block devices: read and written in whole sectors. *)

type error = [ `Disconnected ]
(** Why nothing can be read. *)

val pp_error : error Fmt.t
(** Prints an error. *)

type write_error = [ error | `Is_read_only ]
(** Why nothing can be written. *)

val pp_write_error : write_error Fmt.t
(** Prints an error. *)

type info = { read_write : bool; sector_size : int; size_sectors : int64 }
(** Whether a device can be written, the bytes of a sector, and how many sectors
    it has. *)

val pp_info : info Fmt.t
(** Prints what is known of a device. *)

module type S = sig
  type nonrec error = private [> error ]

  val pp_error : error Fmt.t

  type nonrec write_error = private [> write_error ]

  val pp_write_error : write_error Fmt.t

  type t

  val disconnect : t -> unit Lwt.t
  (** Gives the device back. *)

  val get_info : t -> info Lwt.t
  (** What is known of it. *)

  val read : t -> int64 -> Cstruct.t list -> (unit, error) result Lwt.t
  (** [read device sector buffers] fills the buffers, each of whole sectors, from
      [sector] on. *)

  val write : t -> int64 -> Cstruct.t list -> (unit, write_error) result Lwt.t
  (** [write device sector buffers] writes the buffers, each of whole sectors,
      from [sector] on. *)
end
