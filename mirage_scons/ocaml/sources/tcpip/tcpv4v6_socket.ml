open Lwt.Infix

let log = Logs.Src.create "tcpv4v6-socket" ~doc:"TCP by sockets"

module Log = (val Logs.src_log log : Logs.LOG)

type ipaddr = Ipaddr.t
type flow = Lwt_unix.file_descr
type error = [ Tcpip.Tcp.error | `Exn of exn ]
type write_error = [ Tcpip.Tcp.write_error | `Exn of exn ]

let pp_error ppf = function
  | #Tcpip.Tcp.error as error -> Tcpip.Tcp.pp_error ppf error
  | `Exn error -> Fmt.exn ppf error

let pp_write_error ppf = function
  | #Tcpip.Tcp.write_error as error -> Tcpip.Tcp.pp_write_error ppf error
  | `Exn error -> Fmt.exn ppf error

type t = {
  addresses : Socket_addresses.t;
  listening : (int, Lwt_unix.file_descr list) Hashtbl.t;
}

let connect ~ipv4_only ~ipv6_only v4 v6 =
  (* writing to who has gone is an error of the write, not the end of the program *)
  Sys.set_signal Sys.sigpipe Sys.Signal_ignore;
  let addresses = Socket_addresses.v ~ipv4_only ~ipv6_only v4 v6 in
  Lwt.return { addresses; listening = Hashtbl.create 7 }

let dst flow = Socket_addresses.name (Lwt_unix.getpeername flow)
let src flow = Socket_addresses.name (Lwt_unix.getsockname flow)
let close flow = if Lwt_unix.state flow = Closed then Lwt.return_unit else Lwt_unix.close flow

let shutdown flow direction =
  let command : Unix.shutdown_command =
    match direction with
    | `read -> SHUTDOWN_RECEIVE
    | `write -> SHUTDOWN_SEND
    | `read_write -> SHUTDOWN_ALL
  in
  (try Lwt_unix.shutdown flow command
   with Unix.Unix_error ((ENOTCONN | EBADF), _, _) -> () (* it has ended already *));
  Lwt.return_unit

let read flow =
  let buffer = Bytes.create 65536 in
  Lwt.catch
    (fun () ->
      Lwt_unix.read flow buffer 0 (Bytes.length buffer) >|= function
      | 0 -> Ok `Eof
      | length -> Ok (`Data (Cstruct.of_bytes (Bytes.sub buffer 0 length))))
    (fun error -> Lwt.return (Error (`Exn error)))

let rec drain flow bytes from =
  if from = Bytes.length bytes then Lwt.return_unit
  else
    Lwt_unix.write flow bytes from (Bytes.length bytes - from) >>= fun length ->
    drain flow bytes (from + length)

let writev flow buffers =
  Lwt.catch
    (fun () -> drain flow (Cstruct.to_bytes (Cstruct.concat buffers)) 0 >|= fun () -> Ok ())
    (function
      | Unix.Unix_error ((EPIPE | ECONNRESET | EBADF), _, _) -> Lwt.return (Error `Closed)
      | error -> Lwt.return (Error (`Exn error)))

let write flow buffer = writev flow [ buffer ]

let writev_nodelay flow buffers =
  (try Lwt_unix.setsockopt flow TCP_NODELAY true with Unix.Unix_error _ -> () (* the write says why *));
  writev flow buffers

let write_nodelay flow buffer = writev_nodelay flow [ buffer ]

let keep_alive keepalive flow =
  match keepalive with
  | Some (_ : Tcpip.Tcp.Keepalive.t) -> Lwt_unix.setsockopt flow SO_KEEPALIVE true
  | None -> ()

let create_connection ?keepalive _ (address, port) =
  let flow = Lwt_unix.socket ~cloexec:true (Socket_addresses.domain address) SOCK_STREAM 0 in
  let fails reason = close flow >|= fun () -> Error reason in
  Lwt.catch
    (fun () ->
      Lwt_unix.connect flow (ADDR_INET (Ipaddr_unix.to_inet_addr address, port)) >|= fun () ->
      keep_alive keepalive flow;
      Ok flow)
    (function
      | Unix.Unix_error (ECONNREFUSED, _, _) -> fails `Refused
      | Unix.Unix_error (ETIMEDOUT, _, _) -> fails `Timeout
      | error -> fails (`Exn error))

let unlisten t ~port =
  let sockets = Option.value ~default:[] (Hashtbl.find_opt t.listening port) in
  Hashtbl.remove t.listening port;
  List.iter Socket_addresses.close sockets

let disconnect t =
  List.iter (fun port -> unlisten t ~port) (List.of_seq (Hashtbl.to_seq_keys t.listening));
  Lwt.return_unit

let called callback flow =
  Lwt.catch
    (fun () -> callback flow)
    (fun error ->
      Log.warn (fun m -> m "a connection ended badly: %a" Fmt.exn error);
      close flow)

let rec accept socket keepalive callback =
  Lwt_unix.accept ~cloexec:true socket >>= fun (flow, _) ->
  keep_alive keepalive flow;
  Lwt.async (fun () -> called callback flow);
  accept socket keepalive callback

(* Ends when the socket is closed. *)
let serve keepalive callback socket =
  Lwt.catch
    (fun () -> accept socket keepalive callback)
    (function
      | Unix.Unix_error (EBADF, _, _) -> Lwt.return_unit
      | error ->
          Log.err (fun m -> m "listening ended: %a" Fmt.exn error);
          Lwt.return_unit)

let listen t ~port ?keepalive callback =
  unlisten t ~port;
  let sockets = Socket_addresses.bound t.addresses SOCK_STREAM ~port in
  List.iter (fun socket -> Lwt_unix.listen socket 128) sockets;
  Hashtbl.replace t.listening port sockets;
  List.iter (fun socket -> Lwt.async (fun () -> serve keepalive callback socket)) sockets

let input _ ~src:_ ~dst:_ _ = Lwt.return_unit
