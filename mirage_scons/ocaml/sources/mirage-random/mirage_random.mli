(** The source of random numbers of a unikernel. *)

module type S = sig
  type g
  (** The state of a generator. *)

  val generate : ?g:g -> int -> Cstruct.t
  (** [generate ?g n] are [n] random bytes of [g], which is the default
      generator unless it is given. *)
end
