"""Every device that the original exports: how a config.py says it, and which module, packages, keys and text it is.

The facts are those of ``lib/mirage/impl`` at mirage 4.4.2. In texts ``M`` is the module, ``0`` the first argument.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from configs import plan

from mirage_scons import dsl
from mirage_scons.plan.graph import Vertex
from mirage_scons.plan.packages import bind
from mirage_scons.plan.plan import Plan
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.opam import dependency

SETUP = """
k, k2, k3 = key("k", opt(str, "")), key("k2", opt(some(str), None)), key("k3", opt(int, 8080))
stack = generic_stackv4v6(default_network)
net, link = default_network, etif(default_network)
disk, tcp_ = ramdisk("disk"), tcpv4v6_of_stackv4v6(stack)
dns = generic_dns_client(stack)
eyeballs = generic_happy_eyeballs(stack, dns)
ctx = mimic_happy_eyeballs(stack, dns, eyeballs)
conduit_ = conduit_direct(stack)
v4, v6 = create_ipv4(link, arp(link)), create_ipv6(net, link)
"""

Row = tuple[str, str, str, str, str, str, str]
"""What is said, its type, a target, the module, the text that connects it, its keys, and its packages."""
ROWS: list[Row] = [
    ("default_time", "time", "unix", "Unix_os.Time", "return ()", "", "mirage-time"),
    ("default_time", "time", "hvt", "Solo5_os.Time", "return ()", "", "mirage-time"),
    ("default_time", "time", "qubes", "Xen_os.Time", "return ()", "", "mirage-time"),
    ("default_posix_clock", "pclock", "unix", "Pclock", "return ()", "", "mirage-clock-unix >= 3.0.0 < 5.0.0"),
    ("default_posix_clock", "pclock", "xen", "Pclock", "return ()", "", "mirage-clock-solo5 >= 4.2.0 < 5.0.0"),
    ("default_monotonic_clock", "mclock", "macosx", "Mclock", "return ()", "", "mirage-clock-unix >= 4.1.0 < 5.0.0"),
    ("default_monotonic_clock", "mclock", "spt", "Mclock", "return ()", "", "mirage-clock-solo5 >= 4.2.0 < 5.0.0"),
    (
        "rng()", "random", "unix", "Mirage_crypto_rng_mirage.Make", "M.initialize (module Mirage_crypto_rng.Fortuna)",
        "", "mirage-crypto-rng-mirage >= 0.8.0 < 0.12.0, mirage-random >= 3.0.0 < 4.0.0",
    ),
    (
        "default_random", "random", "hvt", "Mirage_crypto_rng_mirage.Make",
        "M.initialize (module Mirage_crypto_rng.Fortuna)", "",
        "mirage-crypto-rng-mirage >= 0.8.0 < 0.12.0, mirage-random >= 3.0.0 < 4.0.0",
    ),
    ("default_argv", "argv", "unix", "Bootvar", "Bootvar.argv ()", "", "mirage-bootvar-unix >= 0.1.0 < 0.2.0"),
    ("default_argv", "argv", "muen", "Bootvar", "Bootvar.argv ()", "", "mirage-bootvar-solo5 >= 0.6.0 < 0.7.0"),
    ("default_argv", "argv", "qubes", "Bootvar", "Bootvar.argv ()", "", "mirage-bootvar-xen >= 0.8.0 < 0.9.0"),
    (
        "default_reporter(level=\"quiet\")", "reporter", "unix", "Mirage_logs.Make",
        "let reporter = M.create () in Mirage_runtime.set_level ~default:None (Key_gen.logs ()); "
        "Logs.set_reporter reporter; Lwt.return reporter", "logs", "mirage-logs >= 2.0.0 < 3.0.0",
    ),
    ("app_info", "info", "unix", "Info_gen", "return M.info", "", "mirage-runtime >= 4.4.1 < 4.5.0, dune-build-info"),
    (
        "app_info_with_opam_deps([])", "info", "unix", "Info_gen", "return M.info", "",
        "mirage-runtime >= 4.4.1 < 4.5.0, dune-build-info",
    ),
    ("default_console", "console", "unix", "Console_unix", 'M.connect "0"', "", "mirage-console-unix >= 5.1.0 < 6.0.0"),
    (
        'custom_console("c")', "console", "xen", "Console_xen", 'M.connect "c"', "",
        "mirage-console-xen >= 5.1.0 < 6.0.0",
    ),
    (
        'custom_console("c")', "console", "spt", "Console_solo5", 'M.connect "c"', "",
        "mirage-console-solo5 >= 0.8.0 < 0.9.0",
    ),
    (
        "default_qubesdb", "qubesdb", "qubes", "Qubes.DB", "M.connect ~domid:0 ()", "",
        "mirage-qubes >= 0.9.0 < 0.10.0",
    ),
    ('block_of_file("f")', "block", "unix", "Block", 'M.connect "f"', "", "mirage-block-unix >= 2.12.0 < 3.0.0"),
    ('block_of_file("f")', "block", "hvt", "Block", 'M.connect "f"', "", "mirage-block-solo5 >= 0.8.0 < 0.9.0"),
    ('block_of_file("f")', "block", "xen", "Block", 'M.connect "51728"', "", "mirage-block-xen >= 2.1.0 < 3.0.0"),
    ('block_of_xenstore_id("i")', "block", "xen", "Block", 'M.connect "i"', "", "mirage-block-xen >= 2.1.0 < 3.0.0"),
    ('ramdisk("r")', "block", "unix", "Ramdisk", 'M.connect ~name:"r"', "", "mirage-block-ramdisk"),
    ('generic_block("g")', "block", "unix", "Ramdisk", 'M.connect ~name:"g"', "", "mirage-block-ramdisk"),
    (
        "ccm_block(k, disk, nonce_len=13)", "block", "unix", "Block_ccm.Make",
        'let key = (Key_gen.k ()) in let key = match Astring.String.cut ~sep:"0x" key with | Some ("", key) -> key '
        "| _ -> key in M.connect ?nonce_len: (Some 13) ~key:(Cstruct.of_hex key) 0", "k",
        "mirage-block-ccm >= 2.0.0 < 3.0.0, astring",
    ),
    (
        'crunch("a/b-1")', "kv_ro", "unix", "Static_ab1", "M.connect ()", "",
        "mirage-kv-mem >= 3.0.0 < 4.0.0, crunch build >= 3.1.0 < 4.0.0",
    ),
    ('direct_kv_ro("t")', "kv_ro", "unix", "Mirage_kv_unix", 'M.connect "t"', "", "mirage-kv-unix >= 2.1.0 < 3.0.0"),
    (
        'direct_kv_ro("t")', "kv_ro", "hvt", "Static_t", "M.connect ()", "",
        "mirage-kv-mem >= 3.0.0 < 4.0.0, crunch build >= 3.1.0 < 4.0.0",
    ),
    (
        'generic_kv_ro("t")', "kv_ro", "unix", "Static_t", "M.connect ()", "",
        "mirage-kv-mem >= 3.0.0 < 4.0.0, crunch build >= 3.1.0 < 4.0.0",
    ),
    ("tar_kv_ro(disk)", "kv_ro", "unix", "Tar_mirage.Make_KV_RO", "M.connect 0", "", "tar-mirage >= 1.0.0 < 3.0.0"),
    ("archive(disk)", "kv_ro", "unix", "Tar_mirage.Make_KV_RO", "M.connect 0", "", "tar-mirage >= 1.0.0 < 3.0.0"),
    ("fat_ro(disk)", "kv_ro", "unix", "Fat.KV_RO", "M.connect 0", "", "fat-filesystem >= 0.15.0 < 0.16.0"),
    (
        'docteur("relativize://d", mode="Light")', "kv_ro", "unix", "Docteur_unix.Light",
        "let ( <.> ) f g = fun x -> f (g x) in let f = Rresult.R.(failwith_error_msg <.> reword_error (msgf \"%a\" "
        "M.pp_error)) in Lwt.map f (M.connect ~analyze:(Key_gen.analyze ()) (Key_gen.disk ()))",
        "disk analyze", "docteur-unix >= 0.0.6",
    ),
    ('direct_kv_rw("t")', "kv_rw", "hvt", "Mirage_kv_unix", 'M.connect "t"', "", "mirage-kv-unix >= 2.1.0 < 3.0.0"),
    ("kv_rw_mem()", "kv_rw", "unix", "Mirage_kv_mem.Make", "M.connect ()", "", "mirage-kv-mem >= 3.0.0 < 4.0.0"),
    (
        "chamelon(disk, program_block_size=k3)", "kv_rw", "unix", "Kv.Make",
        "M.connect ~program_block_size:(Key_gen.k3 ()) 0 >|= Result.map_error (Fmt.str \"%a\" M.pp_error) "
        ">|= Result.fold ~ok:Fun.id ~error:failwith", "k3", "chamelon >= 0.0.8",
    ),
    ("tar_kv_rw(disk)", "kv_rw", "unix", "Tar_mirage.Make_KV_RW", "M.connect 1", "", "tar-mirage >= 2.2.0 < 3.0.0"),
    (
        'netif("n")', "network", "unix", "Netif", "M.connect (Key_gen.interface ())", "interface",
        "mirage-net-unix >= 3.0.0 < 4.0.0",
    ),
    (
        "default_network", "network", "macosx", "Netif", "M.connect (Key_gen.interface ())", "interface",
        "mirage-net-macosx >= 1.8.0 < 2.0.0",
    ),
    (
        "default_network", "network", "qubes", "Netif", "M.connect (Key_gen.interface ())", "interface",
        "mirage-net-xen >= 2.1.0 < 3.0.0, mirage-qubes >= 0.9.0 < 0.10.0",
    ),
    (
        "default_network", "network", "genode", "Netif", "M.connect (Key_gen.interface ())", "interface",
        "mirage-net-solo5 >= 0.8.0 < 0.9.0",
    ),
    ("link", "ethernet", "unix", "Ethernet.Make", "M.connect 0", "", "ethernet >= 3.0.0 < 4.0.0"),
    ("arp(link)", "arpv4", "unix", "Arp.Make", "M.connect 0", "", "arp >= 3.0.0 < 4.0.0"),
    (
        'create_ipv4(link, arp(link), no_init=key("z", flag()))', "ipv4", "unix", "Static_ipv4.Make",
        "M.connect ~no_init:(Key_gen.z ()) ~cidr:(Key_gen.ipv4 ()) ?gateway:(Key_gen.ipv4_gateway ()) 2 3",
        "z ipv4-gateway ipv4", "tcpip >= 7.0.0 < 9.0.0",
    ),
    (
        "ipv4_of_dhcp(net, link, arp(link))", "ipv4", "unix", "Dhcp_ipv4.Make", "M.connect 3 4 5", "",
        "charrua-client >= 1.3.0 < 2.0.0",
    ),
    (
        "ipv4_qubes(default_qubesdb, link, arp(link))", "ipv4", "qubes", "Qubesdb_ipv4.Make", "M.connect 0 3 4", "",
        "mirage-qubes-ipv4 >= 0.9.0 < 0.10.0",
    ),
    (
        "create_ipv6(net, link)", "ipv6", "unix", "Ipv6.Make",
        "M.connect ~handle_ra:(Key_gen.accept_router_advertisements ()) ?cidr:(Key_gen.ipv6 ()) "
        "?gateway:(Key_gen.ipv6_gateway ()) 0 1", "ipv6 ipv6-gateway accept-router-advertisements",
        "tcpip >= 7.0.0 < 9.0.0",
    ),
    (
        "create_ipv4v6(v4, v6)", "ipv4v6", "unix", "Tcpip_stack_direct.IPV4V6",
        "M.connect ~ipv4_only:(Key_gen.ipv4_only ()) ~ipv6_only:(Key_gen.ipv6_only ()) 0 1", "ipv4-only ipv6-only",
        "tcpip >= 7.0.0 < 9.0.0",
    ),
    ("direct_udp(v4)", "udp", "unix", "Udp.Make", "M.connect 0", "", "tcpip >= 7.0.0 < 9.0.0"),
    ("direct_tcp(v6)", "tcp", "unix", "Tcp.Flow.Make", "M.connect 0", "", "tcpip >= 7.0.0 < 9.0.0"),
    ("direct_icmpv4(v4)", "icmpv4", "unix", "Icmpv4.Make", "M.connect 0", "", "tcpip >= 7.0.0 < 9.0.0"),
    *(
        (
            f'socket_{name}v4v6("10.0.0.1", None, group="g")', f"{name}v4v6", "unix", f"{name.capitalize()}v4v6_socket",
            "M.connect ~ipv4_only:(Key_gen.g_ipv4_only ()) ~ipv6_only:(Key_gen.g_ipv6_only ()) (Key_gen.g_ipv4 ()) "
            "(Key_gen.g_ipv6 ())", "g-ipv4-only g-ipv6-only g-ipv4 g-ipv6", "tcpip >= 7.0.0 < 9.0.0",
        )
        for name in ("udp", "tcp")
    ),
    (
        "socket_stackv4v6()", "stackv4v6", "unix", "Tcpip_stack_socket.V4V6", "M.connect 0 1", "",
        "tcpip >= 7.0.0 < 9.0.0",
    ),
    (
        "static_ipv4v6_stack(net)", "stackv4v6", "unix", "Tcpip_stack_direct.MakeV4V6", "M.connect 2 3 4 5 6 7 8", "",
        "tcpip >= 7.0.0 < 9.0.0",
    ),
    (
        "tcpv4v6_of_stackv4v6(stack)", "tcpv4v6", "unix", "Tcpip_stack_direct.TCPV4V6", "M.connect 0", "",
        "tcpip >= 7.1.0",
    ),
    (
        "resolver_unix_system", "resolver", "unix", "Resolver_lwt", "Lwt.return Resolver_lwt_unix.system", "",
        "conduit-mirage >= 6.0.1 < 7.0.0, conduit-lwt-unix >= 4.0.0 < 7.0.0",
    ),
    (
        'resolver_dns(stack, ns=["a"])', "resolver", "unix", "Resolver_mirage.Make",
        "let nameservers = (Key_gen.resolver ()) in M.v ?nameservers 4 >|= function | Ok r -> r "
        "| Error (`Msg e) -> invalid_arg e", "resolver", "conduit-mirage >= 6.0.1 < 7.0.0",
    ),
    (
        "generic_dns_client(stack)", "dns_client", "unix", "Dns_client_mirage.Make", "M.connect ~nameservers:[] 4", "",
        "dns-client-mirage >= 7.0.0 < 8.0.0",
    ),
    (
        "generic_happy_eyeballs(stack, dns, aaaa_timeout=k, connect_timeout=k2, timer_interval=k3)", "happy_eyeballs",
        "unix", "Happy_eyeballs_mirage.Make",
        "M.connect_device ?aaaa_timeout:(Key_gen.k ()) ?connect_timeout:(Key_gen.k2 ()) "
        "?timer_interval:(Key_gen.k3 ()) 3 2", "k k2 k3", "happy-eyeballs-mirage >= 0.6.0 < 1.0.0",
    ),
    ("ctx", "mimic", "unix", "Mimic_happy_eyeballs.Make", "M.connect 2", "", "mimic-happy-eyeballs >= 0.0.5"),
    ("conduit_", "conduit", "unix", "Conduit_mirage.TCP", "Lwt.return 0", "", "conduit-mirage >= 6.0.1 < 7.0.0"),
    (
        "conduit_direct(stack, tls=True)", "conduit", "unix", "Conduit_mirage.TLS", "Lwt.return 0", "",
        "conduit-mirage >= 6.0.1 < 7.0.0, tls-mirage >= 0.13.0 < 0.18.0",
    ),
    (
        "cohttp_server(conduit_)", "http", "unix", "Cohttp_mirage.Server.Make", "Lwt.return (M.listen 0)", "",
        "cohttp-mirage >= 4.0.0 < 6.0.0",
    ),
    (
        "httpaf_server(conduit_)", "http", "unix", "Httpaf_mirage.Server_with_conduit", "Lwt.return (M.listen 0)", "",
        "httpaf-mirage",
    ),
    (
        "cohttp_client(resolver_unix_system, conduit_)", "http_client", "unix", "Cohttp_mirage.Client.Make",
        "Lwt.return (M.ctx 1 2)", "", "cohttp-mirage >= 4.0.0 < 6.0.0",
    ),
    (
        "paf_server(tcp_, port=k3)", "http_server", "unix", "Paf_mirage.Make", "M.init ~port:(Key_gen.k3 ()) 0", "k3",
        "paf >= 0.3.0 < 0.6.0",
    ),
    (
        "paf_client(tcp_, ctx)", "alpn_client", "unix", "Http_mirage_client.Make", "M.connect 2", "",
        "http-mirage-client >= 0.0.1 < 0.1.0",
    ),
    (
        "git_tcp(tcp_, ctx)", "git_client", "unix", "Git_mirage_tcp.Make", "M.connect 1", "",
        "git-mirage >= 3.10.0 < 3.16.0",
    ),
    (
        "git_ssh(tcp_, ctx, key=k, password=k2, authenticator=k3)", "git_client", "unix", "Git_mirage_ssh.Make",
        "M.connect 3 >>= M.with_optionnal_key ?authenticator:(Key_gen.k3 ()) ~key:(Key_gen.k ()) "
        "~password:(Key_gen.k2 ())", "k k2 k3", "git-mirage >= 3.13.0 < 3.16.0",
    ),
    (
        "git_http(tcp_, ctx, headers=k)", "git_client", "unix", "Git_mirage_http.Make",
        "M.connect 2 >>= fun ctx -> M.with_optional_tls_config_and_headers ?headers:(Key_gen.k ()) ctx", "k",
        "git-mirage >= 3.10.0 < 3.16.0",
    ),
    (
        "merge_git_clients(git_tcp(tcp_, ctx), git_http(tcp_, ctx))", "git_client", "unix", "Mimic.Merge",
        "Lwt.return (Mimic.merge 0 1)", "", "mimic",
    ),
    (
        'syslog_udp(stack, config=syslog_config("h", truncate=9))', "syslog", "unix", "Logs_syslog_mirage.Udp",
        "match (Key_gen.syslog ()) with | None -> Lwt.return_unit | Some server -> let port = (Key_gen.syslog_port ()) "
        "in let reporter = M.create 0 1 ~hostname:(Key_gen.syslog_hostname ()) ?port server ~truncate:9 () in "
        "Logs.set_reporter reporter; Lwt.return_unit", "syslog syslog-hostname syslog-port",
        "logs-syslog >= 0.4.0 < 0.5.0",
    ),
    (
        "syslog_tcp(stack)", "syslog", "unix", "Logs_syslog_mirage.Tcp",
        "match (Key_gen.syslog ()) with | None -> Lwt.return_unit | Some server -> let port = (Key_gen.syslog_port ()) "
        "in M.create 0 1 ~hostname:(Key_gen.syslog_hostname ()) ?port server () >>= function | Ok reporter -> "
        "Logs.set_reporter reporter; Lwt.return_unit | Error e -> invalid_arg e", "syslog syslog-hostname syslog-port",
        "logs-syslog >= 0.4.0 < 0.5.0",
    ),
    (
        'syslog_tls(stack, fat_ro(disk), keyname="{k}")', "syslog", "unix", "Logs_syslog_mirage_tls.Tls",
        "match (Key_gen.syslog ()) with | None -> Lwt.return_unit | Some server -> let port = (Key_gen.syslog_port ()) "
        "in M.create 0 1 2 ~hostname:(Key_gen.syslog_hostname ()) ?port server ~keyname:\"{k}\" () >>= function "
        "| Ok reporter -> Logs.set_reporter reporter; Lwt.return_unit | Error e -> invalid_arg e",
        "syslog syslog-hostname syslog-port", "logs-syslog >= 0.4.0 < 0.5.0",
    ),
]  # fmt: skip


def made(directory: Path, row: Row) -> tuple[Plan, Vertex]:
    """The plan of a program over one device, and the vertex of the device."""
    says, type, target, module, *_ = row
    text = f'{SETUP}\nregister("app", [main("U", {type} >> job)({says})])\n'
    found = plan(directory, text, target)
    (program,) = [vertex for vertex in found.connects if vertex.device.module == "U"]
    assert program.args[0].device.module == module
    return found, program.args[0]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[2]}".replace(" ", ""))
def test_a_device_has_the_module_packages_keys_and_text_of_the_original(row: Row, tmp_path: Path) -> None:
    found, vertex = made(tmp_path, row)
    _, _, _, _, connect, keys, packages = row
    needs = [*vertex.args, *vertex.deps]
    args = [f"<{number}>" for number in range(len(needs))]
    text = " ".join(vertex.device.connect(found.info, "<M>", args).split())
    for number in range(len(needs)):
        text = text.replace(f"<{number}>", str(number))
    assert text.replace("<M>", "M") == connect
    assert [key.name for key in vertex.device.keys] == keys.split()
    lines = [dependency(bind(package, R4_4)) for package in vertex.device.packages.eval(found.context)]
    assert [line.translate(str.maketrans("", "", '"{}?&')).replace("monorepo", "").split() for line in lines] == [
        text.split() for text in packages.split(", ")
    ]


IDENTITY = {
    "etif(net)": 1,
    "arp(link)": 1,
    "tar_kv_ro(disk)": 1,
    "kv_rw_mem()": 1,
    "ctx": 1,
    "conduit_direct(stack)": 1,
    "git_tcp(tcp_, ctx)": 1,
    "default_random": 1,
    "default_posix_clock": 1,
    'ramdisk("r")': 2,
    'crunch("t")': 2,
    "rng()": 2,
    "direct_udp(v4)": 2,
    "conduit_direct(stack, tls=True)": 2,
    "socket_stackv4v6()": 2,
    "generic_dns_client(stack)": 2,
}
"""What is said twice, and how many devices that makes: constants are shared, others are made at each call."""


@pytest.mark.parametrize("says", IDENTITY, ids=lambda says: says.replace(" ", ""))
def test_what_is_said_twice_is_one_device_or_two(says: str, tmp_path: Path) -> None:
    (type,) = {row[1] for row in ROWS if row[0] == says} or {
        "conduit_direct(stack)": {"conduit"},
        "arp(link)": {"arpv4"},
        "etif(net)": {"ethernet"},
        'crunch("t")': {"kv_ro"},
        "default_random": {"random"},
        'ramdisk("r")': {"block"},
    }[says]
    text = f'{SETUP}\nregister("app", [main("U", {type} >> {type} >> job)({says}, {says})])\n'
    (program,) = [vertex for vertex in plan(tmp_path, text).connects if vertex.device.module == "U"]
    assert len(set(program.args)) == IDENTITY[says]


def test_every_device_of_the_language_has_a_row() -> None:
    said = " ".join(row[0] for row in ROWS) + SETUP + " ".join(row[1] for row in ROWS)
    constants = {name for name in dsl.__all__ if isinstance(getattr(dsl, name), (dsl.Impl, dsl.Type))}
    others = {"no_argv", "no_reporter", "sys_argv", "noop", "job", "ip"}
    assert {name for name in constants if name not in said} <= others
