(* mirage >= 4.4 & < 5 *)
(* A web server.

   It has three keys. *)
open Mirage

(* Where it listens. *)
let port =
  let doc = Key.Arg.info ~doc:"Port of HTTP service." [ "p"; "port" ] in
  Key.(create "ports" Arg.(opt int 8080 doc))

let tls = Key.(create "tls" Arg.(flag ~stage:`Configure (info ~doc:"Use TLS." [ "tls" ])))

let hosts =
  let doc = Key.Arg.info ~docv:"HOSTS" ~env:"HOSTS" [ "hosts" ] in
  Key.(create "hosts" Arg.(opt (list ~sep:';' string) [ "a"; "b" ] doc))

(* The packages of it. *)
let packages =
  [
    package "uri";
    (* for TLS *)
    package ~min:"0.17.0" ~max:"1.0.0" "tls";
    package "magic-mime" (* of files *);
    (* and no more *)
  ]

let stack = generic_stackv4v6 default_network

let server =
  let conduit = conduit_direct ~tls:true stack in
  cohttp_server conduit

let () =
  let keys = List.map key [ port ] @ [ Key.v tls; Key.v hosts ] in
  let main = main ~packages ~keys "Dispatch.Main" (pclock @-> http @-> job) in
  register "web" [ main $ default_posix_clock $ server ]

(* The end. *)
