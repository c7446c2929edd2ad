(** The module types of TCP/IP. *)

module Ip = Ip
module Udp = Udp
module Tcp = Tcp
module Stack = Stack
