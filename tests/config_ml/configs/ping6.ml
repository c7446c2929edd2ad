open Mirage

let packages = [ package "ethernet" ~min:"3.0.0"; package "tcpip" ~min:"7.0.0" ]

let ethernet_device, ipv6_device =
  let device = etif default_network in
  (device, create_ipv6 default_network device)

let () =
  let unikernel = foreign ~packages "Unikernel.Main" (network @-> ethernet @-> ipv6 @-> job) in
  register "ping" [ unikernel $ default_network $ ethernet_device $ ipv6_device ]
