(** Key-value stores: dictionaries of values and other dictionaries. *)

module Key : sig
  type t
  (** A path in a store. *)

  val empty : t
  (** The store itself. *)

  val v : string -> t
  (** The path in a text, such as [a/b]; a slash at its beginning does not
      count. *)

  val add : t -> string -> t
  (** What a name is called in a dictionary.
      @raise Invalid_argument if the name has a slash. *)

  val ( / ) : t -> string -> t
  (** {!add} *)

  val append : t -> t -> t
  (** One path below another. *)

  val ( // ) : t -> t -> t
  (** {!append} *)

  val segments : t -> string list
  (** The names on the path. *)

  val basename : t -> string
  (** The last name, empty for {!empty}. *)

  val parent : t -> t
  (** The path without its last name. *)

  val compare : t -> t -> int
  (** By names. *)

  val equal : t -> t -> bool
  (** Whether two paths are the same. *)

  val pp : t Fmt.t
  (** Prints {!to_string}. *)

  val to_string : t -> string
  (** The path as a text that begins with a slash. *)
end

type key = Key.t

type error =
  [ `Not_found of key
  | `Dictionary_expected of key
  | `Value_expected of key ]
(** Why nothing can be read. *)

val pp_error : error Fmt.t
(** Prints an error. *)

(** A store to read from. *)
module type RO = sig
  type nonrec error = private [> error ]

  val pp_error : error Fmt.t

  type t

  val disconnect : t -> unit Lwt.t
  (** Gives the store back. *)

  type key = Key.t

  val exists : t -> key -> ([ `Value | `Dictionary ] option, error) result Lwt.t
  (** What there is at a path. *)

  val get : t -> key -> (string, error) result Lwt.t
  (** A value. *)

  val get_partial :
    t -> key -> offset:Optint.Int63.t -> length:int -> (string, error) result Lwt.t
  (** At most [length] bytes of a value from [offset] on. *)

  val list : t -> key -> ((key * [ `Value | `Dictionary ]) list, error) result Lwt.t
  (** The paths in a dictionary. *)

  val last_modified : t -> key -> (Ptime.t, error) result Lwt.t
  (** When a value, or any in a dictionary, was set. *)

  val digest : t -> key -> (string, error) result Lwt.t
  (** What identifies the content. *)

  val size : t -> key -> (Optint.Int63.t, error) result Lwt.t
  (** The bytes of a value, or of all in a dictionary. *)
end

type write_error =
  [ error
  | `No_space
  | `Rename_source_prefix of key * key
  | `Already_present of key ]
(** Why nothing can be written. *)

val pp_write_error : write_error Fmt.t
(** Prints an error. *)

(** A store to read from and write to. *)
module type RW = sig
  include RO

  type nonrec write_error = private [> write_error ]

  val pp_write_error : write_error Fmt.t

  val allocate :
    t -> key -> ?last_modified:Ptime.t -> Optint.Int63.t -> (unit, write_error) result Lwt.t
  (** Sets a value that is not there yet to so many zero bytes. *)

  val set : t -> key -> string -> (unit, write_error) result Lwt.t
  (** Sets a value. *)

  val set_partial :
    t -> key -> offset:Optint.Int63.t -> string -> (unit, write_error) result Lwt.t
  (** Replaces the bytes of a value from [offset] on. *)

  val remove : t -> key -> (unit, write_error) result Lwt.t
  (** Removes a value, or a dictionary with all in it. *)

  val rename : t -> source:key -> dest:key -> (unit, write_error) result Lwt.t
  (** Moves a value or a dictionary; into a dictionary that is there, under its
      own name. *)
end
