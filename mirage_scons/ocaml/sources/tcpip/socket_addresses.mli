(** The addresses on which sockets listen, and what both kinds of sockets do
    with them. *)

type t
(** An address to listen on for each version of IP in use. *)

val v :
  ipv4_only:bool -> ipv6_only:bool -> Ipaddr.V4.Prefix.t -> Ipaddr.V6.Prefix.t option -> t
(** The addresses that the keys of a stack say; an IPv6 that is not named is used
    where the machine has one.
    @raise Invalid_argument if both versions are to be the only one. *)

val domain : Ipaddr.t -> Unix.socket_domain
(** The kind of socket for an address. *)

val bound : t -> Unix.socket_type -> port:int -> Lwt_unix.file_descr list
(** Sockets on a port, one for each address.
    @raise Invalid_argument if there can be no such port.
    @raise Unix.Unix_error if the port is taken. *)

val name : Unix.sockaddr -> Ipaddr.t * int
(** The address and port of a socket; an IPv4 address in IPv6's clothes is an
    IPv4 address. *)

val close : Lwt_unix.file_descr -> unit
(** Closes a socket at once; what waits for it ends with [EBADF]. *)
