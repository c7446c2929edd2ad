(** A key-value store in memory. *)

type error = Mirage_kv.error

val pp_error : error Fmt.t
(** Prints an error. *)

type write_error = Mirage_kv.write_error

val pp_write_error : write_error Fmt.t
(** Prints an error. *)

module Make (Clock : Mirage_clock.PCLOCK) : sig
  type nonrec error = error
  type nonrec write_error = write_error
  include Mirage_kv.RW with type error := error and type write_error := write_error

  val connect : unit -> t Lwt.t
  (** A store with nothing in it. *)

  val pp : t Fmt.t
  (** Prints the paths of all values. *)

  val equal : t -> t -> bool
  (** Whether two stores have the same values, whenever they were set. *)
end
