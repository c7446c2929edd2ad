(** The part of a unikernel that is the same on every target: the types of its
    command-line arguments, its log levels, and the hooks of its main loop. *)

(** {1 Log levels} *)

type log_threshold = [ `All | `Src of string ] * Logs.level option
(** The least severe level to report, for every log source or for the source of
    one name. [None] reports nothing. *)

val set_level : default:Logs.level option -> log_threshold list -> unit
(** [set_level ~default thresholds] gives every log source the level of the
    first [`All] threshold, or [default] when there is none, and after that each
    source that a [`Src] threshold names the level of that threshold. A name no
    source has is reported on the standard output channel. *)

(** {1 Command-line arguments} *)

(** The arguments of functoria-runtime and the converters unikernels use. *)
module Arg : sig
  include module type of Functoria_runtime.Arg

  (** {1 Making converters} *)

  val make :
    (string -> ('a, [ `Msg of string ]) result) ->
    ('a -> string) ->
    'a Cmdliner.Arg.conv
  (** [make of_string to_string] parses with [of_string] and prints with
      [to_string]. *)

  (** A type whose values are read from strings and written to them. *)
  module type S = sig
    type t
    (** The type. *)

    val of_string : string -> (t, [ `Msg of string ]) result
    (** Reads a value, or says why the string is none. *)

    val to_string : t -> string
    (** Writes a value. *)
  end

  val of_module : (module S with type t = 'a) -> 'a Cmdliner.Arg.conv
  (** [of_module (module M)] is {!make} with the functions of [M]. *)

  (** {1 Converters} *)

  val ip_address : Ipaddr.t Cmdliner.Arg.conv
  (** An IPv4 or IPv6 address. *)

  val ipv4_address : Ipaddr.V4.t Cmdliner.Arg.conv
  (** An IPv4 address, such as [10.0.0.2]. *)

  val ipv4 : Ipaddr.V4.Prefix.t Cmdliner.Arg.conv
  (** An IPv4 network or an address in one, such as [10.0.0.2/24]. *)

  val ipv6_address : Ipaddr.V6.t Cmdliner.Arg.conv
  (** An IPv6 address, such as [fc00::2]. *)

  val ipv6 : Ipaddr.V6.Prefix.t Cmdliner.Arg.conv
  (** An IPv6 network or an address in one, such as [fc00::2/64]. *)

  val log_threshold : log_threshold Cmdliner.Arg.conv
  (** [LEVEL] or [*:LEVEL] for all log sources, [SOURCE:LEVEL] for one. The
      levels are those of {!Logs.level_of_string}. *)

  val allocation_policy :
    [ `Next_fit | `First_fit | `Best_fit ] Cmdliner.Arg.conv
  (** How the major heap is allocated: [next-fit], [first-fit] or [best-fit]. *)
end

include module type of Functoria_runtime with module Arg := Arg

(** {1 Hooks}

    In each of the three groups the hook registered last runs first. A hook that
    registers another of its own group leaves the current run as it is: the new
    one takes part from the next run on. *)

val at_exit : (unit -> unit Lwt.t) -> unit
(** [at_exit hook] has [hook] run when the unikernel ends. *)

val at_enter_iter : (unit -> unit) -> unit
(** [at_enter_iter hook] has [hook] run before each iteration of the main
    loop. *)

val at_leave_iter : (unit -> unit) -> unit
(** [at_leave_iter hook] has [hook] run after each iteration of the main
    loop. *)

(** {1 Running the hooks}

    For the library that implements the main loop of a target. *)

val run_exit_hooks : unit -> unit Lwt.t
(** Runs the hooks of {!at_exit}, each one after the promise of the one before
    is resolved. A hook that fails does not keep the others from running. *)

val run_enter_iter_hooks : unit -> unit
(** Runs the hooks of {!at_enter_iter}. *)

val run_leave_iter_hooks : unit -> unit
(** Runs the hooks of {!at_leave_iter}. *)
