(** IP where sockets of the system do its work: it can say addresses, and
    neither takes in packets nor sends them. *)

include Tcpip.Ip.S with type ipaddr = Ipaddr.t

val connect : unit -> t Lwt.t
(** The IP of the system. *)
