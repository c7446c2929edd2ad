(** UDP by sockets of the system. *)

type error = [ `Sendto_failed of exn ]
(** The system did not send it. *)

include Tcpip.Udp.S with type ipaddr = Ipaddr.t and type error := error

val connect :
  ipv4_only:bool -> ipv6_only:bool -> Ipaddr.V4.Prefix.t -> Ipaddr.V6.Prefix.t option -> t Lwt.t
(** UDP on the addresses that the keys of a stack say. *)
