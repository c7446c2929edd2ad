(** The command-line keys of a unikernel.

    A key is declared with {!Arg} and {!Key.create}, filled by {!with_argv} when
    the unikernel boots, and read with {!Key.get} from then on. *)

(** What one key accepts on the command line. *)
module Arg : sig
  type 'a t
  (** An argument that yields an ['a]. *)

  val opt : 'a Cmdliner.Arg.conv -> 'a -> Cmdliner.Arg.info -> 'a t
  (** [opt conv default info] is an option with a value; [default] stands in for
      an option that is not given. *)

  val opt_all :
    'a Cmdliner.Arg.conv -> 'a list -> Cmdliner.Arg.info -> 'a list t
  (** [opt_all conv default info] is an option that may be repeated. Its values
      come in the order of the command line; [default] is the whole list when
      the option is not given at all. *)

  val required : 'a Cmdliner.Arg.conv -> Cmdliner.Arg.info -> 'a t
  (** [required conv info] is an option that has to be given: leaving it out is
      an argument error. *)

  val key : ?default:'a -> 'a Cmdliner.Arg.conv -> Cmdliner.Arg.info -> 'a t
  (** [key ?default conv info] is {!opt} with that default, or {!required} when
      there is none. *)

  val flag : Cmdliner.Arg.info -> bool t
  (** [flag info] is [true] when the option is given and [false] when not. *)
end

(** Arguments together with the value they got. *)
module Key : sig
  type 'a t
  (** A key whose value is an ['a]. *)

  val create : 'a Arg.t -> 'a t
  (** [create arg] is a new key without a value yet. *)

  val get : 'a t -> 'a
  (** [get key] is the value of [key].

      @raise Invalid_argument while no command line has been evaluated. *)

  val default : 'a t -> 'a option
  (** [default key] is the value [key] takes when its option is not given, or
      [None] for a required one. It is known before any evaluation. *)

  val term : 'a t -> unit Cmdliner.Term.t
  (** [term key] parses the argument of [key] and stores what it finds there. *)
end

val argument_error : int
(** The exit status for a command line that does not parse: 64. *)

val with_argv : unit Cmdliner.Term.t list -> string -> string array -> unit
(** [with_argv terms name argv] evaluates all [terms] on [argv], whose first
    element is the program; [name] is the one the man page shows. Only the first
    call evaluates anything.

    The process exits with {!argument_error} when the command line is wrong,
    with 63 after showing help or a version, and with cmdliner's own status for
    an internal error when a term raises an exception. *)

type info = {
  name : string;  (** The name of the unikernel. *)
  libraries : (string * string) list;
      (** The libraries it is built from, each with its version. *)
}
(** How a unikernel was built. *)
