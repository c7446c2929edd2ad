(* The packages of dhcp.ml, which reads this file beside it. *)
type wanted = { name : string; min : string option; sublibs : string list option }

let just ?min ?sublibs name = { name; min; sublibs }

let all =
  [
    just "charrua" ~min:"1.0.0";
    just "charrua-server";
    just "arp" ~min:"3.0.0" ~sublibs:[ "mirage" ];
    just "ethernet" ~min:"3.0.0";
  ]
