(** The random number generator of a unikernel, fed with entropy while it runs. *)

(** What a generator offers beside random bytes. *)
module type S = sig
  type g = Mirage_crypto_rng.g

  (** Where entropy comes from. *)
  module Entropy : sig
    type source = Mirage_crypto_rng.Entropy.source

    val sources : unit -> source list
    (** The sources in use. *)

    val pp_source : Format.formatter -> source -> unit
    (** Prints the name of a source. *)

    val register_source : string -> source
    (** A new source of that name. *)
  end

  val generate : ?g:g -> int -> Cstruct.t
  (** [generate ?g n] are [n] random bytes.
      @raise Mirage_crypto_rng.No_default_generator
        unless {!Make.initialize} was called or [g] is given. *)

  val accumulate : g option -> Entropy.source -> Cstruct.t -> unit
  (** Adds entropy of a source to a generator. *)
end

module Make (Time : Mirage_time.S) (Clock : Mirage_clock.MCLOCK) : sig
  include S

  val initialize :
    ?g:'a -> ?sleep:int64 -> 'a Mirage_crypto_rng.generator -> unit Lwt.t
  (** Makes a generator of that algorithm, with the state [g] or a new one, the
      default generator: seeds it, and from then on feeds it from the cycle
      counter whenever the main loop wakes up and from the processor's own
      generator every [sleep] nanoseconds, a second unless it is given. Once
      that is done, calling it again changes nothing. *)
end
