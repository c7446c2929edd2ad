(** Integers as wide as a machine's word allows, on machines of 64 bits. *)

(** Integers of 63 bits. *)
module Int63 : sig
  type t
  (** A number. *)

  val zero : t
  (** 0 *)

  val one : t
  (** 1 *)

  val max_int : t
  (** The largest number. *)

  val add : t -> t -> t
  (** The sum. *)

  val sub : t -> t -> t
  (** The difference. *)

  val of_int : int -> t
  (** The number as such. *)

  val to_int : t -> int
  (** The number as OCaml's own. *)

  val of_int64 : int64 -> t
  (** The number without its highest bit. *)

  val to_int64 : t -> int64
  (** The number with its sign. *)

  val compare : t -> t -> int
  (** By size. *)

  val equal : t -> t -> bool
  (** Whether two numbers are the same. *)

  val to_string : t -> string
  (** In decimal. *)

  val pp : Format.formatter -> t -> unit
  (** Prints it in decimal. *)
end
