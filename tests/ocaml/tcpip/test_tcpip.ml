open Lwt.Infix
module Stack = Tcpip_stack_socket.V4V6
module _ : Tcpip.Stack.V4V6 = Stack

let is what expected actual = Check.equal Check.string what ~expected actual
let loopback = Ipaddr.V4 Ipaddr.V4.localhost
let within promise = Lwt.pick [ promise; (Lwt_unix.sleep 10. >>= fun () -> Lwt.fail_with "it takes too long") ]
let run promise = Lwt_main.run (within promise)

(* A port that nobody has. *)
let free () =
  let socket = Unix.socket PF_INET SOCK_STREAM 0 in
  Unix.bind socket (ADDR_INET (Unix.inet_addr_loopback, 0));
  let port = match Unix.getsockname socket with ADDR_INET (_, port) -> port | ADDR_UNIX _ -> 0 in
  Unix.close socket;
  port

let stack ?(ipv4_only = false) ?(ipv6_only = false) () =
  let v4 = Ipaddr.V4.Prefix.global in
  Udpv4v6_socket.connect ~ipv4_only ~ipv6_only v4 None >>= fun udp ->
  Tcpv4v6_socket.connect ~ipv4_only ~ipv6_only v4 None >>= fun tcp -> Stack.connect udp tcp

let received = function
  | Ok (`Data data) -> Cstruct.to_string data
  | Ok `Eof -> "the end"
  | Error error -> Format.asprintf "%a" Stack.TCP.pp_error error

let rec echo flow =
  Stack.TCP.read flow >>= function
  | Ok (`Data data) -> Stack.TCP.write flow data >>= fun _ -> echo flow
  | Ok `Eof | Error _ -> Stack.TCP.close flow

let connected stack port =
  Stack.TCP.create_connection (Stack.tcp stack) (loopback, port) >|= function
  | Ok flow -> flow
  | Error error -> failwith (Format.asprintf "%a" Stack.TCP.pp_error error)

let check_tcp stack =
  let port = free () in
  Stack.TCP.listen (Stack.tcp stack) ~port echo;
  connected stack port >>= fun flow ->
  Check.that "the other side's port" (Stack.TCP.dst flow = (loopback, port));
  Stack.TCP.writev flow [ Cstruct.of_string "he"; Cstruct.of_string "llo" ] >>= fun _ ->
  Stack.TCP.read flow >>= fun answer ->
  is "what is written is answered" "hello" (received answer);
  Stack.TCP.shutdown flow `write >>= fun () ->
  Stack.TCP.read flow >>= fun answer ->
  is "the end is told" "the end" (received answer);
  Stack.TCP.close flow >>= fun () ->
  Stack.TCP.close flow >>= fun () ->
  Stack.TCP.write flow (Cstruct.of_string "x") >>= fun result ->
  Check.that "nothing is written to what is closed" (result = Error `Closed);
  Stack.TCP.unlisten (Stack.tcp stack) ~port;
  Lwt.pause () >>= fun () ->
  Stack.TCP.create_connection (Stack.tcp stack) (loopback, port) >|= fun result ->
  Check.that "nobody listens any more" (match result with Error `Refused -> true | _ -> false)

let check_callback_that_fails stack =
  let port = free () in
  Stack.TCP.listen (Stack.tcp stack) ~port (fun _ -> Lwt.fail_with "on purpose");
  connected stack port >>= fun flow ->
  Stack.TCP.read flow >>= fun answer ->
  is "its connection is closed" "the end" (received answer);
  Stack.TCP.close flow >>= fun () ->
  connected stack port >>= fun flow -> Stack.TCP.close flow

let check_udp stack =
  let port = free () and here = free () in
  let udp = Stack.udp stack in
  let answer, answered = Lwt.wait () in
  Stack.UDP.listen udp ~port (fun ~src ~dst:_ ~src_port data ->
      Stack.UDP.write ~src_port:port ~dst:src ~dst_port:src_port udp data >|= fun result ->
      Check.that "it is sent" (result = Ok ()));
  Stack.UDP.listen udp ~port:here (fun ~src ~dst:_ ~src_port data ->
      Lwt.wakeup_later answered (src, src_port, Cstruct.to_string data);
      Lwt.return_unit);
  Stack.UDP.write ~src_port:here ~dst:loopback ~dst_port:port udp (Cstruct.of_string "datagram") >>= fun _ ->
  answer >|= fun answer ->
  Check.that "a datagram comes back from where it was sent" (answer = (loopback, port, "datagram"))

let another () = stack ()

let check_ports stack =
  let wrong port () = Stack.TCP.listen (Stack.tcp stack) ~port (fun _ -> Lwt.return_unit) in
  Check.raises "no such port" (Invalid_argument "there is no port 65536") (wrong 65536);
  let port = free () in
  Stack.TCP.listen (Stack.tcp stack) ~port echo;
  let other = run (another ()) in
  (match Stack.TCP.listen (Stack.tcp other) ~port echo with
  | exception Unix.Unix_error (EADDRINUSE, _, _) -> ()
  | () -> Check.that "a port that is taken is an error" false);
  Stack.TCP.listen (Stack.tcp stack) ~port echo

let check_end () =
  stack () >>= fun stack ->
  let listening = Stack.listen stack in
  Check.that "it listens" (Lwt.is_sleeping listening);
  Stack.disconnect stack >>= fun () -> listening

let () =
  let both = run (stack ()) in
  run (check_tcp both);
  run (check_callback_that_fails both);
  run (check_udp both);
  check_ports both;
  let four = run (stack ~ipv4_only:true ()) in
  run (check_tcp four);
  Check.raises "both cannot be the only one" (Invalid_argument "ipv4-only and ipv6-only exclude each other")
    (fun () -> run (stack ~ipv4_only:true ~ipv6_only:true ()));
  run (check_end ())
