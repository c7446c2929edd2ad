type error = Tcpip.Ip.error

let pp_error = Tcpip.Ip.pp_error

type ipaddr = Ipaddr.t

let pp_ipaddr = Ipaddr.pp

type t = unit
type callback = src:ipaddr -> dst:ipaddr -> Cstruct.t -> unit Lwt.t

let connect () = Lwt.return_unit
let disconnect () = Lwt.return_unit
let input () ~tcp:_ ~udp:_ ~default:_ _ = Lwt.return_unit

let write () ?fragment:_ ?ttl:_ ?src:_ _ _ ?size:_ _ _ =
  Lwt.return (Error (`No_route "the system sends packets itself"))

let unsupported what = raise (Invalid_argument ("Ipv4v6_socket." ^ what ^ ": the system does it"))
let pseudoheader () ?src:_ _ _ _ = unsupported "pseudoheader"

let any : Ipaddr.t -> Ipaddr.t = function
  | V4 _ -> V4 Ipaddr.V4.any
  | V6 _ -> V6 Ipaddr.V6.unspecified

let src () ~dst = any dst
let get_ip () = [ Ipaddr.V4 Ipaddr.V4.any; V6 Ipaddr.V6.unspecified ]
let mtu () ~dst:_ = 1500
