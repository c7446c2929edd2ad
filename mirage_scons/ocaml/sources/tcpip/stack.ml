module type V4V6 = sig
  type t

  val disconnect : t -> unit Lwt.t

  module UDP : Udp.S with type ipaddr = Ipaddr.t
  module TCP : Tcp.S with type ipaddr = Ipaddr.t
  module IP : Ip.S with type ipaddr = Ipaddr.t

  val udp : t -> UDP.t

  val tcp : t -> TCP.t

  val ip : t -> IP.t

  val listen_udp : t -> port:int -> UDP.callback -> unit
  [@@ocaml.deprecated "Use UDP.listen."]

  val listen_tcp :
    ?keepalive:Tcp.Keepalive.t -> t -> port:int -> (TCP.flow -> unit Lwt.t) -> unit
  [@@ocaml.deprecated "Use TCP.listen."]

  val listen : t -> unit Lwt.t
end
