(* Devices: each says what it takes, with OCaml's labels, and has the tool make it. *)

open Mirage_scons_wire
open Mirage_scons_core
include Functoria.DSL

module Key = struct
  module Arg = struct
    include Functoria.Key.Arg

    let known name wire = { Key.Arg.converter = Named ("Key.Arg." ^ name); wire }
    let ipv4_address_wire = written "ipv4_address" Ipaddr.V4.to_string Ipaddr.V4.of_string_exn
    let ipv6_address_wire = written "ipv6_address" Ipaddr.V6.to_string Ipaddr.V6.of_string_exn
    let ipv4_prefix_wire = written "ipv4_prefix" Ipaddr.V4.Prefix.to_string Ipaddr.V4.Prefix.of_string_exn
    let ipv6_prefix_wire = written "ipv6_prefix" Ipaddr.V6.Prefix.to_string Ipaddr.V6.Prefix.of_string_exn
    let ip_address_wire = written "ip_address" Ipaddr.to_string Ipaddr.of_string_exn
    let ipv4_address = known "ipv4_address" ipv4_address_wire
    let ipv6_address = known "ipv6_address" ipv6_address_wire
    let ipv4 = known "ipv4" ipv4_prefix_wire
    let ipv6 = known "ipv6" ipv6_prefix_wire
    let ip_address = known "ip_address" ip_address_wire
  end

  include (Functoria.Key : module type of Functoria.Key with module Arg := Functoria.Key.Arg)

  type mode_unix = [ `Unix | `MacOSX ]
  type mode_xen = [ `Xen | `Qubes ]
  type mode_solo5 = [ `Hvt | `Spt | `Virtio | `Muen | `Genode ]
  type mode = [ mode_unix | mode_xen | mode_solo5 ]

  let targets : (string * mode) list =
    [
      ("Unix", `Unix); ("MacOSX", `MacOSX); ("Xen", `Xen); ("Qubes", `Qubes); ("Hvt", `Hvt); ("Spt", `Spt);
      ("Virtio", `Virtio); ("Muen", `Muen); ("Genode", `Genode);
    ] [@@ocamlformat "disable"]

  let known name wire = { Key.key = Named ("Key." ^ name); wire }
  let made name wire arguments = { Key.key = make ("Key." ^ name) arguments; wire }
  let target = known "target" (variants targets)
  let pp_target ppf mode = Format.pp_print_string ppf (String.lowercase_ascii (List.assoc mode (swapped targets)))
  let choice name = Key.leaf (Named ("Key." ^ name)) bool.take
  let is_unix = choice "is_unix"
  let is_solo5 = choice "is_solo5"
  let is_xen = choice "is_xen"
  let backtrace = known "backtrace" bool
  let randomize_hashtables = known "randomize_hashtables" bool

  let allocation_policy =
    known "allocation_policy"
      (variants [ ("Next_fit", `Next_fit); ("First_fit", `First_fit); ("Best_fit", `Best_fit) ])

  let collector name = known name (option int)
  let minor_heap_size = collector "minor_heap_size"
  let major_heap_increment = collector "major_heap_increment"
  let space_overhead = collector "space_overhead"
  let max_space_overhead = collector "max_space_overhead"
  let gc_verbosity = collector "gc_verbosity"
  let gc_window_size = collector "gc_window_size"
  let custom_major_ratio = collector "custom_major_ratio"
  let custom_minor_ratio = collector "custom_minor_ratio"
  let custom_minor_max_size = collector "custom_minor_max_size"
  let delay = known "delay" int

  let level_wire =
    let open Logs in
    constructors "level"
      [ ("App", App); ("Error", Error); ("Warning", Warning); ("Info", Info); ("Debug", Debug) ]

  let source_wire =
    let put = function
      | `All -> Object [ ("variant", String "All") ]
      | `Src name -> Object [ ("variant", String "Src"); ("argument", String name) ]
    in
    let take = function
      | Object [ ("variant", String "All") ] -> `All
      | Object [ ("variant", String "Src"); ("argument", String name) ] -> `Src name
      | _ -> misread ()
    in
    { put; take }

  let logs : Mirage_runtime.log_threshold list Key.key = known "logs" (list (pair source_wire (option level_wire)))
  let group = given "group" string.put
  let grouped name wire ?group:named () = made name wire [ group named; unit ]
  let kv_ro_wire = variants [ ("Crunch", `Crunch); ("Direct", `Direct) ]
  let block_wire = variants [ ("XenstoreId", `XenstoreId); ("BlockFile", `BlockFile); ("Ramdisk", `Ramdisk) ]
  let net_wire = option (variants [ ("Direct", `Direct); ("Socket", `Socket) ])
  let kv_ro ?group () = grouped "kv_ro" kv_ro_wire ?group ()
  let block ?group () = grouped "block" block_wire ?group ()
  let dhcp ?group () = grouped "dhcp" bool ?group ()
  let net ?group () = grouped "net" net_wire ?group ()
  let ipv4_only ?group () = grouped "ipv4_only" bool ?group ()
  let ipv6_only ?group () = grouped "ipv6_only" bool ?group ()
  let defaulting name wire ?group:named default = made name wire [ group named; it wire.put default ]
  let interface ?group default = defaulting "interface" string ?group default

  module V4 = struct
    let network ?group default = defaulting "V4.network" Arg.ipv4_prefix_wire ?group default
    let gateway ?group default = defaulting "V4.gateway" (option Arg.ipv4_address_wire) ?group default
  end

  module V6 = struct
    let network ?group default = defaulting "V6.network" (option Arg.ipv6_prefix_wire) ?group default
    let gateway ?group default = defaulting "V6.gateway" (option Arg.ipv6_address_wire) ?group default
    let accept_router_advertisements ?group () = grouped "V6.accept_router_advertisements" bool ?group ()
  end

  let resolver ?default () =
    made "resolver" (option (list string)) [ given "default" (list string).put default; unit ]

  let syslog default = defaulting "syslog" (option Arg.ip_address_wire) default
  let syslog_port default = defaulting "syslog_port" (option int) default
  let syslog_hostname default = defaulting "syslog_hostname" string default
end

module K = Mirage_scons_core.Key
module I = Mirage_scons_core.Impl

let impl_ name = given name I.put
let text name = given name string.put
let texts name = given name (list string).put
let key_ name = given name K.put_key
let on impl = it I.put impl
let device name arguments = I.Impl (make name arguments)
let record fields = Object [ ("record", Object fields) ]

type qubesdb

let qubesdb = Type.Type (Named "qubesdb")
let default_qubesdb = I.Impl (Named "default_qubesdb")

type time

let time = Type.Type (Named "time")
let default_time = I.Impl (Named "default_time")

type pclock

let pclock = Type.Type (Named "pclock")
let default_posix_clock = I.Impl (Named "default_posix_clock")

type mclock

let mclock = Type.Type (Named "mclock")
let default_monotonic_clock = I.Impl (Named "default_monotonic_clock")

type reporter

let reporter = Type.Type (Named "reporter")

let default_reporter ?clock ?level () =
  device "default_reporter" [ impl_ "clock" clock; given "level" (option Key.level_wire).put level; unit ]

let no_reporter = I.Impl (Named "no_reporter")

type random

let random = Type.Type (Named "random")
let default_random = I.Impl (Named "default_random")
let rng ?time ?mclock () = device "rng" [ impl_ "time" time; impl_ "mclock" mclock; unit ]

type console

let console = Type.Type (Named "console")
let default_console = I.Impl (Named "default_console")
let custom_console name = device "custom_console" [ it string.put name ]

type block

let block = Type.Type (Named "block")
let block_of_file name = device "block_of_file" [ it string.put name ]
let block_of_xenstore_id id = device "block_of_xenstore_id" [ it string.put id ]
let ramdisk name = device "ramdisk" [ it string.put name ]

let generic_block ?group ?key name =
  device "generic_block"
    [ text "group" group; given "key" (K.put_value Key.block_wire.put) key; it string.put name ]

let ccm_block ?nonce_len key block =
  device "ccm_block" [ given "nonce_len" int.put nonce_len; it K.put_key key; on block ]

type kv_ro

let kv_ro = Type.Type (Named "kv_ro")
let crunch directory = device "crunch" [ it string.put directory ]
let tar_kv_ro block = device "tar_kv_ro" [ on block ]
let archive block = device "archive" [ on block ]
let direct_kv_ro directory = device "direct_kv_ro" [ it string.put directory ]
let fat_ro block = device "fat_ro" [ on block ]

let generic_kv_ro ?group ?key directory =
  device "generic_kv_ro"
    [ text "group" group; given "key" (K.put_value Key.kv_ro_wire.put) key; it string.put directory ]

let docteur ?mode ?disk ?analyze ?branch ?extra_deps remote =
  let mode_wire = variants [ ("Fast", `Fast); ("Light", `Light) ] in
  device "docteur"
    [
      given "mode" mode_wire.put mode; key_ "disk" disk; key_ "analyze" analyze; text "branch" branch;
      texts "extra_deps" extra_deps; it string.put remote;
    ] [@@ocamlformat "disable"]

type kv_rw

let kv_rw = Type.Type (Named "kv_rw")
let direct_kv_rw directory = device "direct_kv_rw" [ it string.put directory ]
let kv_rw_mem ?clock () = device "kv_rw_mem" [ impl_ "clock" clock; unit ]

let chamelon ~program_block_size ?pclock block =
  device "chamelon" [ label "program_block_size" K.put_key program_block_size; impl_ "pclock" pclock; on block ]

let tar_kv_rw ?pclock block = device "tar_kv_rw" [ impl_ "pclock" pclock; on block ]

type network

let network = Type.Type (Named "network")
let default_network = I.Impl (Named "default_network")
let netif ?group name = device "netif" [ text "group" group; it string.put name ]

type ethernet

let ethernet = Type.Type (Named "ethernet")
let etif network = device "etif" [ on network ]

type arpv4

let arpv4 = Type.Type (Named "arpv4")
let arp ?time ethernet = device "arp" [ impl_ "time" time; on ethernet ]

type v4
type v6
type v4v6
type 'a ip
type ipv4 = v4 ip
type ipv6 = v6 ip
type ipv4v6 = v4v6 ip

let ipv4 = Type.Type (Named "ipv4")
let ipv6 = Type.Type (Named "ipv6")
let ipv4v6 = Type.Type (Named "ipv4v6")

type ipv4_config = { network : Ipaddr.V4.Prefix.t; gateway : Ipaddr.V4.t option }
type ipv6_config = { network : Ipaddr.V6.Prefix.t; gateway : Ipaddr.V6.t option }

let ipv4_config name =
  let put ({ network; gateway } : ipv4_config) =
    record
      [
        ("network", Key.Arg.ipv4_prefix_wire.put network);
        ("gateway", (option Key.Arg.ipv4_address_wire).put gateway);
      ]
  in
  given name put

let ipv6_config name =
  let put ({ network; gateway } : ipv6_config) =
    record
      [
        ("network", Key.Arg.ipv6_prefix_wire.put network);
        ("gateway", (option Key.Arg.ipv6_address_wire).put gateway);
      ]
  in
  given name put

let create_ipv4 ?group ?config ?no_init ?random ?clock ethernet arp =
  device "create_ipv4"
    [
      text "group" group; ipv4_config "config" config; key_ "no_init" no_init; impl_ "random" random;
      impl_ "clock" clock; on ethernet; on arp;
    ] [@@ocamlformat "disable"]

let ipv4_qubes ?random ?clock qubesdb ethernet arp =
  device "ipv4_qubes" [ impl_ "random" random; impl_ "clock" clock; on qubesdb; on ethernet; on arp ]

let create_ipv6 ?random ?time ?clock ?group ?config ?no_init network ethernet =
  device "create_ipv6"
    [
      impl_ "random" random; impl_ "time" time; impl_ "clock" clock; text "group" group;
      ipv6_config "config" config; key_ "no_init" no_init; on network; on ethernet;
    ] [@@ocamlformat "disable"]

let create_ipv4v6 ?group ipv4 ipv6 = device "create_ipv4v6" [ text "group" group; on ipv4; on ipv6 ]

type 'a udp
type udpv4v6 = v4v6 udp

let udp = Type.Type (Named "udp")
let udpv4v6 = Type.Type (Named "udpv4v6")
let direct_udp ?random ip = device "direct_udp" [ impl_ "random" random; on ip ]

let socket name ?group ipv4 ipv6 =
  let addresses =
    [ it (option Key.Arg.ipv4_address_wire).put ipv4; it (option Key.Arg.ipv6_address_wire).put ipv6 ]
  in
  device name (text "group" group :: addresses)

let socket_udpv4v6 ?group ipv4 ipv6 = socket "socket_udpv4v6" ?group ipv4 ipv6

type 'a tcp
type tcpv4v6 = v4v6 tcp

let tcp = Type.Type (Named "tcp")
let tcpv4v6 = Type.Type (Named "tcpv4v6")

let direct_tcp ?mclock ?time ?random ip =
  device "direct_tcp" [ impl_ "mclock" mclock; impl_ "time" time; impl_ "random" random; on ip ]

let socket_tcpv4v6 ?group ipv4 ipv6 = socket "socket_tcpv4v6" ?group ipv4 ipv6

type stackv4v6

let stackv4v6 = Type.Type (Named "stackv4v6")

let direct_stackv4v6 ?mclock ?random ?time ?tcp ~ipv4_only ~ipv6_only network ethernet arp ipv4 ipv6 =
  device "direct_stackv4v6"
    [
      impl_ "mclock" mclock; impl_ "random" random; impl_ "time" time; impl_ "tcp" tcp;
      label "ipv4_only" K.put_key ipv4_only; label "ipv6_only" K.put_key ipv6_only;
      on network; on ethernet; on arp; on ipv4; on ipv6;
    ] [@@ocamlformat "disable"]

let socket_stackv4v6 ?group () = device "socket_stackv4v6" [ text "group" group; unit ]

let static_ipv4v6_stack ?group ?ipv6_config:six ?ipv4_config:four ?arp ?tcp network =
  let resolving arp =
    function_ 1 (function [ ethernet ] -> I.put (arp (I.Impl (reference.take ethernet))) | _ -> misread ())
  in
  device "static_ipv4v6_stack"
    [
      text "group" group; ipv6_config "ipv6_config" six; ipv4_config "ipv4_config" four;
      given "arp" resolving arp; impl_ "tcp" tcp; on network;
    ] [@@ocamlformat "disable"]

let generic_stackv4v6 ?group ?ipv6_config:six ?ipv4_config:four ?dhcp_key ?net_key ?tcp network =
  device "generic_stackv4v6"
    [
      text "group" group; ipv6_config "ipv6_config" six; ipv4_config "ipv4_config" four;
      given "dhcp_key" (K.put_value bool.put) dhcp_key; given "net_key" (K.put_value Key.net_wire.put) net_key;
      impl_ "tcp" tcp; on network;
    ] [@@ocamlformat "disable"]

let tcpv4v6_of_stackv4v6 stack = device "tcpv4v6_of_stackv4v6" [ on stack ]

type resolver

let resolver = Type.Type (Named "resolver")

let resolver_dns ?ns ?time ?mclock ?pclock ?random stack =
  device "resolver_dns"
    [
      texts "ns" ns; impl_ "time" time; impl_ "mclock" mclock; impl_ "pclock" pclock; impl_ "random" random; on stack;
    ] [@@ocamlformat "disable"]

let resolver_unix_system = I.Impl (Named "resolver_unix_system")

type dns_client

let dns_client = Type.Type (Named "dns_client")

let generic_dns_client ?timeout ?nameservers ?random ?time ?mclock ?pclock stack =
  device "generic_dns_client"
    [
      key_ "timeout" timeout; key_ "nameservers" nameservers; impl_ "random" random; impl_ "time" time;
      impl_ "mclock" mclock; impl_ "pclock" pclock; on stack;
    ] [@@ocamlformat "disable"]

type happy_eyeballs

let happy_eyeballs = Type.Type (Named "happy_eyeballs")

let generic_happy_eyeballs ?aaaa_timeout ?connect_delay ?connect_timeout ?resolve_timeout ?resolve_retries
    ?timer_interval ?time ?mclock stack dns_client =
  device "generic_happy_eyeballs"
    [
      key_ "aaaa_timeout" aaaa_timeout; key_ "connect_delay" connect_delay; key_ "connect_timeout" connect_timeout;
      key_ "resolve_timeout" resolve_timeout; key_ "resolve_retries" resolve_retries;
      key_ "timer_interval" timer_interval; impl_ "time" time; impl_ "mclock" mclock; on stack; on dns_client;
    ] [@@ocamlformat "disable"]

type syslog_config = {
  hostname : string;
  server : Ipaddr.t option;
  port : int option;
  truncate : int option;
}

let syslog_config ?port ?truncate ?server hostname = { hostname; server; port; truncate }

type syslog

let syslog = Type.Type (Named "syslog")

let config =
  let put { hostname; server; port; truncate } =
    record
      [
        ("hostname", string.put hostname);
        ("server", (option Key.Arg.ip_address_wire).put server);
        ("port", (option int).put port);
        ("truncate", (option int).put truncate);
      ]
  in
  given "config" put

let syslog_udp ?config:given ?clock stack = device "syslog_udp" [ config given; impl_ "clock" clock; on stack ]
let syslog_tcp ?config:given ?clock stack = device "syslog_tcp" [ config given; impl_ "clock" clock; on stack ]

let syslog_tls ?config:given ?keyname ?clock stack kv_ro =
  device "syslog_tls" [ config given; text "keyname" keyname; impl_ "clock" clock; on stack; on kv_ro ]

type conduit

let conduit = Type.Type (Named "conduit")

let conduit_direct ?tls ?random stack =
  device "conduit_direct" [ given "tls" bool.put tls; impl_ "random" random; on stack ]

type mimic

let mimic = Type.Type (Named "mimic")
let mimic_happy_eyeballs stack dns happy = device "mimic_happy_eyeballs" [ on stack; on dns; on happy ]

type http

let http = Type.Type (Named "http")
let cohttp_server conduit = device "cohttp_server" [ on conduit ]
let httpaf_server conduit = device "httpaf_server" [ on conduit ]

type http_client

let http_client = Type.Type (Named "http_client")

let cohttp_client ?pclock resolver conduit =
  device "cohttp_client" [ impl_ "pclock" pclock; on resolver; on conduit ]

type http_server

let http_server = Type.Type (Named "http_server")
let paf_server ~port tcp = device "paf_server" [ label "port" K.put_key port; on tcp ]

type alpn_client

let alpn_client = Type.Type (Named "alpn_client")
let paf_client ?pclock tcp mimic = device "paf_client" [ impl_ "pclock" pclock; on tcp; on mimic ]

type argv = Functoria.argv

let argv = Functoria.argv
let default_argv = I.Impl (Named "default_argv")
let no_argv = I.Impl (Named "no_argv")

type git_client

let git_client = Type.Type (Named "git_client")
let merge_git_clients one other = device "merge_git_clients" [ on one; on other ]
let git_tcp tcp mimic = device "git_tcp" [ on tcp; on mimic ]

let git_ssh ?authenticator ~key ~password ?mclock ?time tcp mimic =
  device "git_ssh"
    [
      key_ "authenticator" authenticator; label "key" K.put_key key; label "password" K.put_key password;
      impl_ "mclock" mclock; impl_ "time" time; on tcp; on mimic;
    ] [@@ocamlformat "disable"]

let git_http ?authenticator ?headers ?pclock tcp mimic =
  device "git_http"
    [ key_ "authenticator" authenticator; key_ "headers" headers; impl_ "pclock" pclock; on tcp; on mimic ]

let job = Functoria.job
let noop = Functoria.noop
let keys argv = device "keys" [ on argv ]
let info = Functoria.info
let app_info = I.Impl (Named "app_info")

let app_info_with_opam_deps packages =
  device "app_info_with_opam_deps" [ it (list (pair string string)).put packages ]

let register ?argv ?reporter ?keys ?packages ?src name jobs =
  let source = function
    | `Auto -> Object [ ("variant", String "Auto") ]
    | `None -> Object [ ("variant", String "None") ]
    | `Some source -> Object [ ("variant", String "Some"); ("argument", String source) ]
  in
  nothing.take
    (ask "register"
       [
         impl_ "argv" argv; impl_ "reporter" reporter; given "keys" (list K.any).put keys;
         given "packages" (list Package.wire).put packages; given "src" source src; it string.put name;
         it (list (sent I.put)).put jobs;
       ]) [@@ocamlformat "disable"]

module Type = Functoria.Type
module Impl = Functoria.Impl
module Info = Functoria.Info
module Dune = Functoria.Dune
module Action = Functoria.Action
