open Lwt.Infix

let log = Logs.Src.create "udpv4v6-socket" ~doc:"UDP by sockets"

module Log = (val Logs.src_log log : Logs.LOG)

type error = [ `Sendto_failed of exn ]

let pp_error ppf (`Sendto_failed error) = Fmt.pf ppf "it was not sent: %a" Fmt.exn error

type ipaddr = Ipaddr.t
type callback = src:ipaddr -> dst:ipaddr -> src_port:int -> Cstruct.t -> unit Lwt.t

type t = {
  addresses : Socket_addresses.t;
  listening : (int, Lwt_unix.file_descr list) Hashtbl.t;
}

let connect ~ipv4_only ~ipv6_only v4 v6 =
  let addresses = Socket_addresses.v ~ipv4_only ~ipv6_only v4 v6 in
  Lwt.return { addresses; listening = Hashtbl.create 7 }

let unlisten t ~port =
  let sockets = Option.value ~default:[] (Hashtbl.find_opt t.listening port) in
  Hashtbl.remove t.listening port;
  List.iter Socket_addresses.close sockets

let disconnect t =
  List.iter (fun port -> unlisten t ~port) (List.of_seq (Hashtbl.to_seq_keys t.listening));
  Lwt.return_unit

let largest = 65536

let called callback ~src ~dst ~src_port data =
  Lwt.catch
    (fun () -> callback ~src ~dst ~src_port data)
    (fun error ->
      Log.warn (fun m -> m "a datagram of %a was not taken: %a" Ipaddr.pp src Fmt.exn error);
      Lwt.return_unit)

let rec receive socket buffer callback =
  Lwt_unix.recvfrom socket buffer 0 largest [] >>= fun (length, from) ->
  let src, src_port = Socket_addresses.name from in
  let dst, _ = Socket_addresses.name (Lwt_unix.getsockname socket) in
  let data = Cstruct.of_bytes (Bytes.sub buffer 0 length) in
  Lwt.async (fun () -> called callback ~src ~dst ~src_port data);
  receive socket buffer callback

(* Ends when the socket is closed. *)
let serve callback socket =
  Lwt.catch
    (fun () -> receive socket (Bytes.create largest) callback)
    (function
      | Unix.Unix_error (EBADF, _, _) -> Lwt.return_unit
      | error ->
          Log.err (fun m -> m "listening ended: %a" Fmt.exn error);
          Lwt.return_unit)

let listen t ~port callback =
  unlisten t ~port;
  let sockets = Socket_addresses.bound t.addresses SOCK_DGRAM ~port in
  Hashtbl.replace t.listening port sockets;
  List.iter (fun socket -> Lwt.async (fun () -> serve callback socket)) sockets

let input _ ~src:_ ~dst:_ _ = Lwt.return_unit

(* The socket that listens on a port sends from it, too. *)
let sender t dst port =
  let domain = Socket_addresses.domain dst in
  let fits socket = Unix.domain_of_sockaddr (Lwt_unix.getsockname socket) = domain in
  let sockets = Option.bind port (Hashtbl.find_opt t.listening) in
  match List.find_opt fits (Option.value ~default:[] sockets) with
  | Some socket -> (socket, fun () -> Lwt.return_unit)
  | None ->
      let socket = Lwt_unix.socket ~cloexec:true domain SOCK_DGRAM 0 in
      let any : Ipaddr.t =
        match dst with V4 _ -> V4 Ipaddr.V4.any | V6 _ -> V6 Ipaddr.V6.unspecified
      in
      let bind port =
        Unix.bind (Lwt_unix.unix_file_descr socket)
          (ADDR_INET (Ipaddr_unix.to_inet_addr any, port))
      in
      (try Option.iter bind port
       with error ->
         Socket_addresses.close socket;
         raise error);
      (socket, fun () -> Lwt_unix.close socket)

let write ?src:_ ?src_port ?ttl:_ ~dst ~dst_port t data =
  Lwt.catch
    (fun () ->
      let socket, finish = sender t dst src_port in
      let bytes = Cstruct.to_bytes data in
      let address = Unix.ADDR_INET (Ipaddr_unix.to_inet_addr dst, dst_port) in
      Lwt.finalize
        (fun () -> Lwt_unix.sendto socket bytes 0 (Bytes.length bytes) [] address)
        finish
      >|= fun _ -> Ok ())
    (fun error -> Lwt.return (Error (`Sendto_failed error)))
