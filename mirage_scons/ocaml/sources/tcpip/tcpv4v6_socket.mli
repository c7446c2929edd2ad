(** TCP by sockets of the system. *)

include
  Tcpip.Tcp.S
    with type ipaddr = Ipaddr.t
     and type flow = Lwt_unix.file_descr
     and type error = [ Tcpip.Tcp.error | `Exn of exn ]
     and type write_error = [ Tcpip.Tcp.write_error | `Exn of exn ]

val connect :
  ipv4_only:bool -> ipv6_only:bool -> Ipaddr.V4.Prefix.t -> Ipaddr.V6.Prefix.t option -> t Lwt.t
(** TCP on the addresses that the keys of a stack say. Connections that are kept
    alive are probed as the system has it. *)
