(* What configurations see of mirage: the language of functoria, keys that MirageOS names itself, and devices. *)

include module type of struct
  include Functoria.DSL
end

module Key : sig
  module Arg : sig
    include module type of struct
      include Functoria.Key.Arg
    end

    val ipv4_address : Ipaddr.V4.t converter
    val ipv4 : Ipaddr.V4.Prefix.t converter
    val ipv6_address : Ipaddr.V6.t converter
    val ipv6 : Ipaddr.V6.Prefix.t converter
    val ip_address : Ipaddr.t converter
  end

  include module type of Functoria.Key with module Arg := Arg

  type mode_unix = [ `Unix | `MacOSX ]
  type mode_xen = [ `Xen | `Qubes ]
  type mode_solo5 = [ `Hvt | `Spt | `Virtio | `Muen | `Genode ]
  type mode = [ mode_unix | mode_xen | mode_solo5 ]

  val target : mode key
  val pp_target : Format.formatter -> mode -> unit
  val is_unix : bool value
  val is_solo5 : bool value
  val is_xen : bool value
  val backtrace : bool key
  val randomize_hashtables : bool key
  val allocation_policy : [ `Next_fit | `First_fit | `Best_fit ] key
  val minor_heap_size : int option key
  val major_heap_increment : int option key
  val space_overhead : int option key
  val max_space_overhead : int option key
  val gc_verbosity : int option key
  val gc_window_size : int option key
  val custom_major_ratio : int option key
  val custom_minor_ratio : int option key
  val custom_minor_max_size : int option key
  val delay : int key
  val logs : Mirage_runtime.log_threshold list key
  val kv_ro : ?group:string -> unit -> [ `Crunch | `Direct ] key
  val block : ?group:string -> unit -> [ `XenstoreId | `BlockFile | `Ramdisk ] key
  val dhcp : ?group:string -> unit -> bool key
  val net : ?group:string -> unit -> [ `Direct | `Socket ] option key
  val interface : ?group:string -> string -> string key

  module V4 : sig
    val network : ?group:string -> Ipaddr.V4.Prefix.t -> Ipaddr.V4.Prefix.t key
    val gateway : ?group:string -> Ipaddr.V4.t option -> Ipaddr.V4.t option key
  end

  module V6 : sig
    val network : ?group:string -> Ipaddr.V6.Prefix.t option -> Ipaddr.V6.Prefix.t option key
    val gateway : ?group:string -> Ipaddr.V6.t option -> Ipaddr.V6.t option key
    val accept_router_advertisements : ?group:string -> unit -> bool key
  end

  val ipv4_only : ?group:string -> unit -> bool key
  val ipv6_only : ?group:string -> unit -> bool key
  val resolver : ?default:string list -> unit -> string list option key
  val syslog : Ipaddr.t option -> Ipaddr.t option key
  val syslog_port : int option -> int option key
  val syslog_hostname : string -> string key
end

type qubesdb

val qubesdb : qubesdb typ
val default_qubesdb : qubesdb impl

type time

val time : time typ
val default_time : time impl

type pclock

val pclock : pclock typ
val default_posix_clock : pclock impl

type mclock

val mclock : mclock typ
val default_monotonic_clock : mclock impl

type reporter

val reporter : reporter typ
val default_reporter : ?clock:pclock impl -> ?level:Logs.level option -> unit -> reporter impl
val no_reporter : reporter impl

type random

val random : random typ
val default_random : random impl
val rng : ?time:time impl -> ?mclock:mclock impl -> unit -> random impl

type console

val console : console typ
val default_console : console impl
val custom_console : string -> console impl

type block

val block : block typ
val block_of_file : string -> block impl
val block_of_xenstore_id : string -> block impl
val ramdisk : string -> block impl
val generic_block : ?group:string -> ?key:[ `XenstoreId | `BlockFile | `Ramdisk ] value -> string -> block impl
val ccm_block : ?nonce_len:int -> string option key -> block impl -> block impl

type kv_ro

val kv_ro : kv_ro typ
val crunch : string -> kv_ro impl
val tar_kv_ro : block impl -> kv_ro impl
val archive : block impl -> kv_ro impl
val direct_kv_ro : string -> kv_ro impl
val fat_ro : block impl -> kv_ro impl
val generic_kv_ro : ?group:string -> ?key:[ `Crunch | `Direct ] value -> string -> kv_ro impl

val docteur :
  ?mode:[ `Fast | `Light ] ->
  ?disk:string key ->
  ?analyze:bool key ->
  ?branch:string ->
  ?extra_deps:string list ->
  string ->
  kv_ro impl

type kv_rw

val kv_rw : kv_rw typ
val direct_kv_rw : string -> kv_rw impl
val kv_rw_mem : ?clock:pclock impl -> unit -> kv_rw impl
val chamelon : program_block_size:int key -> ?pclock:pclock impl -> block impl -> kv_rw impl
val tar_kv_rw : ?pclock:pclock impl -> block impl -> kv_rw impl

type network

val network : network typ
val default_network : network impl
val netif : ?group:string -> string -> network impl

type ethernet

val ethernet : ethernet typ
val etif : network impl -> ethernet impl

type arpv4

val arpv4 : arpv4 typ
val arp : ?time:time impl -> ethernet impl -> arpv4 impl

type v4
type v6
type v4v6
type 'a ip
type ipv4 = v4 ip
type ipv6 = v6 ip
type ipv4v6 = v4v6 ip

val ipv4 : ipv4 typ
val ipv6 : ipv6 typ
val ipv4v6 : ipv4v6 typ

type ipv4_config = { network : Ipaddr.V4.Prefix.t; gateway : Ipaddr.V4.t option }
type ipv6_config = { network : Ipaddr.V6.Prefix.t; gateway : Ipaddr.V6.t option }

val create_ipv4 :
  ?group:string ->
  ?config:ipv4_config ->
  ?no_init:bool key ->
  ?random:random impl ->
  ?clock:mclock impl ->
  ethernet impl ->
  arpv4 impl ->
  ipv4 impl

val ipv4_qubes :
  ?random:random impl -> ?clock:mclock impl -> qubesdb impl -> ethernet impl -> arpv4 impl -> ipv4 impl

val create_ipv6 :
  ?random:random impl ->
  ?time:time impl ->
  ?clock:mclock impl ->
  ?group:string ->
  ?config:ipv6_config ->
  ?no_init:bool key ->
  network impl ->
  ethernet impl ->
  ipv6 impl

val create_ipv4v6 : ?group:string -> ipv4 impl -> ipv6 impl -> ipv4v6 impl

type 'a udp
type udpv4v6 = v4v6 udp

val udp : 'a udp typ
val udpv4v6 : udpv4v6 typ
val direct_udp : ?random:random impl -> 'a ip impl -> 'a udp impl
val socket_udpv4v6 : ?group:string -> Ipaddr.V4.t option -> Ipaddr.V6.t option -> udpv4v6 impl

type 'a tcp
type tcpv4v6 = v4v6 tcp

val tcp : 'a tcp typ
val tcpv4v6 : tcpv4v6 typ

val direct_tcp :
  ?mclock:mclock impl -> ?time:time impl -> ?random:random impl -> 'a ip impl -> 'a tcp impl

val socket_tcpv4v6 : ?group:string -> Ipaddr.V4.t option -> Ipaddr.V6.t option -> tcpv4v6 impl

type stackv4v6

val stackv4v6 : stackv4v6 typ

val direct_stackv4v6 :
  ?mclock:mclock impl ->
  ?random:random impl ->
  ?time:time impl ->
  ?tcp:tcpv4v6 impl ->
  ipv4_only:bool key ->
  ipv6_only:bool key ->
  network impl ->
  ethernet impl ->
  arpv4 impl ->
  ipv4 impl ->
  ipv6 impl ->
  stackv4v6 impl

val socket_stackv4v6 : ?group:string -> unit -> stackv4v6 impl

val static_ipv4v6_stack :
  ?group:string ->
  ?ipv6_config:ipv6_config ->
  ?ipv4_config:ipv4_config ->
  ?arp:(ethernet impl -> arpv4 impl) ->
  ?tcp:tcpv4v6 impl ->
  network impl ->
  stackv4v6 impl

val generic_stackv4v6 :
  ?group:string ->
  ?ipv6_config:ipv6_config ->
  ?ipv4_config:ipv4_config ->
  ?dhcp_key:bool value ->
  ?net_key:[ `Direct | `Socket ] option value ->
  ?tcp:tcpv4v6 impl ->
  network impl ->
  stackv4v6 impl

val tcpv4v6_of_stackv4v6 : stackv4v6 impl -> tcpv4v6 impl

type resolver

val resolver : resolver typ

val resolver_dns :
  ?ns:string list ->
  ?time:time impl ->
  ?mclock:mclock impl ->
  ?pclock:pclock impl ->
  ?random:random impl ->
  stackv4v6 impl ->
  resolver impl

val resolver_unix_system : resolver impl

type dns_client

val dns_client : dns_client typ

val generic_dns_client :
  ?timeout:int64 option key ->
  ?nameservers:string list key ->
  ?random:random impl ->
  ?time:time impl ->
  ?mclock:mclock impl ->
  ?pclock:pclock impl ->
  stackv4v6 impl ->
  dns_client impl

type happy_eyeballs

val happy_eyeballs : happy_eyeballs typ

val generic_happy_eyeballs :
  ?aaaa_timeout:int64 option key ->
  ?connect_delay:int64 option key ->
  ?connect_timeout:int64 option key ->
  ?resolve_timeout:int64 option key ->
  ?resolve_retries:int64 option key ->
  ?timer_interval:int64 option key ->
  ?time:time impl ->
  ?mclock:mclock impl ->
  stackv4v6 impl ->
  dns_client impl ->
  happy_eyeballs impl

type syslog_config = {
  hostname : string;
  server : Ipaddr.t option;
  port : int option;
  truncate : int option;
}

val syslog_config : ?port:int -> ?truncate:int -> ?server:Ipaddr.t -> string -> syslog_config

type syslog

val syslog : syslog typ
val syslog_udp : ?config:syslog_config -> ?clock:pclock impl -> stackv4v6 impl -> syslog impl
val syslog_tcp : ?config:syslog_config -> ?clock:pclock impl -> stackv4v6 impl -> syslog impl

val syslog_tls :
  ?config:syslog_config -> ?keyname:string -> ?clock:pclock impl -> stackv4v6 impl -> kv_ro impl -> syslog impl

type conduit

val conduit : conduit typ
val conduit_direct : ?tls:bool -> ?random:random impl -> stackv4v6 impl -> conduit impl

type mimic

val mimic : mimic typ
val mimic_happy_eyeballs : stackv4v6 impl -> dns_client impl -> happy_eyeballs impl -> mimic impl

type http

val http : http typ
val cohttp_server : conduit impl -> http impl
val httpaf_server : conduit impl -> http impl

type http_client

val http_client : http_client typ
val cohttp_client : ?pclock:pclock impl -> resolver impl -> conduit impl -> http_client impl

type http_server

val http_server : http_server typ
val paf_server : port:int key -> tcpv4v6 impl -> http_server impl

type alpn_client

val alpn_client : alpn_client typ
val paf_client : ?pclock:pclock impl -> tcpv4v6 impl -> mimic impl -> alpn_client impl

type argv = Functoria.argv

val argv : argv typ
val default_argv : argv impl
val no_argv : argv impl

type git_client

val git_client : git_client typ
val merge_git_clients : git_client impl -> git_client impl -> git_client impl
val git_tcp : tcpv4v6 impl -> mimic impl -> git_client impl

val git_ssh :
  ?authenticator:string option key ->
  key:string option key ->
  password:string option key ->
  ?mclock:mclock impl ->
  ?time:time impl ->
  tcpv4v6 impl ->
  mimic impl ->
  git_client impl

val git_http :
  ?authenticator:string option key ->
  ?headers:(string * string) list key ->
  ?pclock:pclock impl ->
  tcpv4v6 impl ->
  mimic impl ->
  git_client impl

val job : job typ
val noop : job impl
val keys : argv impl -> job impl
val info : info typ
val app_info : info impl
val app_info_with_opam_deps : (string * string) list -> info impl

val register :
  ?argv:argv impl ->
  ?reporter:reporter impl ->
  ?keys:abstract_key list ->
  ?packages:package list ->
  ?src:[ `Auto | `None | `Some of string ] ->
  string ->
  job impl list ->
  unit

module Type = Functoria.Type
module Impl = Functoria.Impl
module Info = Functoria.Info
module Dune = Functoria.Dune
module Action = Functoria.Action
