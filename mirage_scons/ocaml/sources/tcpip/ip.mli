(** IP. *)

type error = [ `No_route of string | `Would_fragment ]
(** Why nothing can be sent: there is no way to the address, or what is sent is
    too large to go in one piece. *)

val pp_error : error Fmt.t
(** Prints an error. *)

type proto = [ `TCP | `UDP | `ICMP ]
(** What a packet carries. *)

val pp_proto : proto Fmt.t
(** Prints the name of a protocol. *)

module type S = sig
  type nonrec error = private [> error ]

  val pp_error : error Fmt.t

  type ipaddr

  val pp_ipaddr : ipaddr Fmt.t

  type t

  val disconnect : t -> unit Lwt.t

  type callback = src:ipaddr -> dst:ipaddr -> Cstruct.t -> unit Lwt.t

  val input :
    t -> tcp:callback -> udp:callback -> default:(proto:int -> callback) -> Cstruct.t -> unit Lwt.t
  (** Hands a packet that came in to whom it concerns. *)

  val write :
    t ->
    ?fragment:bool ->
    ?ttl:int ->
    ?src:ipaddr ->
    ipaddr ->
    proto ->
    ?size:int ->
    (Cstruct.t -> int) ->
    Cstruct.t list ->
    (unit, error) result Lwt.t
  (** Sends a packet with a header of [size] bytes that a function fills. *)

  val pseudoheader : t -> ?src:ipaddr -> ipaddr -> proto -> int -> Cstruct.t
  (** What checksums of protocols above cover of a packet's header. *)

  val src : t -> dst:ipaddr -> ipaddr
  (** The address from which something is sent to another. *)

  val get_ip : t -> ipaddr list
  (** The own addresses. *)

  val mtu : t -> dst:ipaddr -> int
  (** The largest packet on the way to an address, in bytes. *)
end
