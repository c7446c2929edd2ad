module V4V6 = struct
  module UDP = Udpv4v6_socket
  module TCP = Tcpv4v6_socket
  module IP = Ipv4v6_socket

  type t = { udp : UDP.t; tcp : TCP.t; ip : IP.t; over : unit Lwt.t; finish : unit Lwt.u }

  let connect udp tcp =
    let open Lwt.Infix in
    let over, finish = Lwt.wait () in
    IP.connect () >|= fun ip -> { udp; tcp; ip; over; finish }

  let udp stack = stack.udp
  let tcp stack = stack.tcp
  let ip stack = stack.ip
  let listen_udp stack ~port callback = UDP.listen stack.udp ~port callback
  let listen_tcp ?keepalive stack ~port callback = TCP.listen stack.tcp ~port ?keepalive callback
  let listen stack = stack.over

  let disconnect stack =
    let open Lwt.Infix in
    TCP.disconnect stack.tcp >>= fun () ->
    UDP.disconnect stack.udp >|= fun () ->
    if Lwt.is_sleeping stack.over then Lwt.wakeup_later stack.finish ()
end
