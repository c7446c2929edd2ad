(** The network stack of the system, by sockets. *)

module V4V6 : sig
  include
    Tcpip.Stack.V4V6
      with module UDP = Udpv4v6_socket
       and module TCP = Tcpv4v6_socket
       and module IP = Ipv4v6_socket

  val connect : Udpv4v6_socket.t -> Tcpv4v6_socket.t -> t Lwt.t
  (** A stack of UDP and TCP. *)
end
