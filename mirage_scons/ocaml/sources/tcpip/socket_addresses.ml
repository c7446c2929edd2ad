type address = { address : Ipaddr.t; is_needed : bool }
type t = address list

let v ~ipv4_only ~ipv6_only v4 v6 =
  if ipv4_only && ipv6_only then invalid_arg "ipv4-only and ipv6-only exclude each other";
  let four = { address = V4 (Ipaddr.V4.Prefix.address v4); is_needed = true } in
  let any = Ipaddr.V6.unspecified in
  let six =
    {
      address = V6 (Option.fold ~none:any ~some:Ipaddr.V6.Prefix.address v6);
      is_needed = ipv6_only || v6 <> None;
    }
  in
  if ipv4_only then [ four ] else if ipv6_only then [ six ] else [ four; six ]

let domain : Ipaddr.t -> Unix.socket_domain = function V4 _ -> PF_INET | V6 _ -> PF_INET6

(* Lwt closes in its own time, and until then the port is taken. *)
let close socket =
  Lwt_unix.abort socket (Unix.Unix_error (EBADF, "close", ""));
  Unix.close (Lwt_unix.unix_file_descr socket)

let bind kind port address =
  let socket = Lwt_unix.socket ~cloexec:true (domain address) kind 0 in
  let unix = Lwt_unix.unix_file_descr socket in
  try
    Unix.setsockopt unix SO_REUSEADDR true;
    (match address with V6 _ -> Unix.setsockopt unix IPV6_ONLY true | V4 _ -> ());
    Unix.bind unix (ADDR_INET (Ipaddr_unix.to_inet_addr address, port));
    socket
  with error ->
    close socket;
    raise error

let bound addresses kind ~port =
  if port < 0 || port > 65535 then invalid_arg (Printf.sprintf "there is no port %d" port);
  let try_ { address; is_needed } =
    match bind kind port address with
    | socket -> Some socket
    | exception Unix.Unix_error ((EAFNOSUPPORT | EADDRNOTAVAIL | EPROTONOSUPPORT), _, _)
      when not is_needed ->
        None
  in
  let rec all made = function
    | [] -> List.rev made
    | address :: rest -> (
        match try_ address with
        | None -> all made rest
        | Some socket -> all (socket :: made) rest
        | exception error ->
            List.iter close made;
            raise error)
  in
  all [] addresses

let name = function
  | Unix.ADDR_UNIX _ -> invalid_arg "Socket_addresses.name: no socket of IP"
  | ADDR_INET (address, port) -> (
      match Ipaddr_unix.of_inet_addr address with
      | V4 _ as four -> (four, port)
      | V6 six as address -> (
          match Ipaddr.v4_of_v6 six with Some four -> (V4 four, port) | None -> (address, port)))
