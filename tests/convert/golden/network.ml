open Mirage

let address = Ipaddr.V4.Prefix.of_string_exn "192.168.1.5/24"
let config = { network = address; gateway = Some (Ipaddr.V4.of_string_exn "192.168.1.1") }
let net = default_network
let ether = etif net
let ip4 = create_ipv4 ~config ether (arp ether)
let ip6 = create_ipv6 ~config:{ network = Ipaddr.V6.Prefix.of_string_exn "fd00::2/64"; gateway = None } net ether
let functor_of = (time @-> job) @-> job
let all = List.mapi (fun i name -> Printf.sprintf "%d-%s" i name) [ "a"; "b" ]
let () = assert (List.length all = 2)
let () = register "net" [ main "Unikernel.Main" (ipv4 @-> ipv6 @-> job) $ ip4 $ ip6 ]
