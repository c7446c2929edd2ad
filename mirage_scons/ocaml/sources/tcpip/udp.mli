(** UDP. *)

module type S = sig
  type error

  val pp_error : error Fmt.t

  type ipaddr
  type t

  val disconnect : t -> unit Lwt.t

  type callback = src:ipaddr -> dst:ipaddr -> src_port:int -> Cstruct.t -> unit Lwt.t

  val listen : t -> port:int -> callback -> unit
  (** Calls a function for each datagram that comes to a port from now on, in
      place of the one before.
      @raise Invalid_argument if there can be no such port. *)

  val unlisten : t -> port:int -> unit
  (** Stops listening on a port. *)

  val input : t -> src:ipaddr -> dst:ipaddr -> Cstruct.t -> unit Lwt.t
  (** Takes in a packet; what has sockets takes in none this way. *)

  val write :
    ?src:ipaddr ->
    ?src_port:int ->
    ?ttl:int ->
    dst:ipaddr ->
    dst_port:int ->
    t ->
    Cstruct.t ->
    (unit, error) result Lwt.t
  (** Sends a datagram. *)
end
