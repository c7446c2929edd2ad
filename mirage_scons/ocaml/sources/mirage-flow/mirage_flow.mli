(** Connections over which bytes flow in both directions. *)

type write_error = [ `Closed ]
(** Why nothing can be written. *)

val pp_write_error : write_error Fmt.t
(** Prints an error. *)

type 'a or_eof = [ `Data of 'a | `Eof ]
(** What is read: something, or the end. *)

val pp_or_eof : 'a Fmt.t -> 'a or_eof Fmt.t
(** Prints what is read. *)

module type S = sig
  type error
  (** Why nothing can be read. *)

  val pp_error : error Fmt.t

  type nonrec write_error = private [> write_error ]

  val pp_write_error : write_error Fmt.t

  type flow
  (** A connection. *)

  val read : flow -> (Cstruct.t or_eof, error) result Lwt.t
  (** What comes next, at least one byte, or the end. *)

  val write : flow -> Cstruct.t -> (unit, write_error) result Lwt.t
  (** Resolved when all is on its way. *)

  val writev : flow -> Cstruct.t list -> (unit, write_error) result Lwt.t
  (** {!write} of several buffers, one after the other. *)

  val shutdown : flow -> [ `read | `write | `read_write ] -> unit Lwt.t
  (** Ends one direction or both; the other side is told of the end of what is
      written. *)

  val close : flow -> unit Lwt.t
  (** Ends the connection. Doing it again does nothing. *)
end
