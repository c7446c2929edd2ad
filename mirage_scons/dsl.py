"""Everything that a config.py says: ``from mirage_scons.dsl import *``."""

from mirage_scons.devices import standard_keys
from mirage_scons.devices.argv import argv, default_argv, no_argv, sys_argv
from mirage_scons.devices.block import (
    block,
    block_of_file,
    block_of_xenstore_id,
    ccm_block,
    generic_block,
    ramdisk,
)
from mirage_scons.devices.choice import is_solo5, is_unix, is_xen
from mirage_scons.devices.clock import default_monotonic_clock, default_posix_clock, mclock, pclock
from mirage_scons.devices.console import console, custom_console, default_console
from mirage_scons.devices.dns import (
    dns_client,
    generic_dns_client,
    generic_happy_eyeballs,
    happy_eyeballs,
    mimic,
    mimic_happy_eyeballs,
    resolver,
    resolver_dns,
    resolver_unix_system,
)
from mirage_scons.devices.git import git_client, git_http, git_ssh, git_tcp, merge_git_clients
from mirage_scons.devices.http import (
    alpn_client,
    cohttp_client,
    cohttp_server,
    conduit,
    conduit_direct,
    http,
    http_client,
    http_server,
    httpaf_server,
    paf_client,
    paf_server,
)
from mirage_scons.devices.info import app_info, app_info_with_opam_deps, info
from mirage_scons.devices.init import keys
from mirage_scons.devices.ip import (
    create_ipv4,
    create_ipv4v6,
    create_ipv6,
    ip,
    ipv4,
    ipv4_config,
    ipv4_of_dhcp,
    ipv4_qubes,
    ipv4v6,
    ipv6,
    ipv6_config,
)
from mirage_scons.devices.job import job, noop
from mirage_scons.devices.keys import TARGET as target  # noqa: N811
from mirage_scons.devices.kv import (
    archive,
    chamelon,
    crunch,
    direct_kv_ro,
    direct_kv_rw,
    docteur,
    fat_ro,
    generic_kv_ro,
    kv_ro,
    kv_rw,
    kv_rw_mem,
    tar_kv_ro,
    tar_kv_rw,
)
from mirage_scons.devices.logs import default_reporter, no_reporter, reporter
from mirage_scons.devices.network import arp, arpv4, default_network, ethernet, etif, netif, network
from mirage_scons.devices.qubes import default_qubesdb, qubesdb
from mirage_scons.devices.random import default_random, random, rng
from mirage_scons.devices.register import register
from mirage_scons.devices.stack import (
    direct_stackv4v6,
    generic_stackv4v6,
    socket_stackv4v6,
    stackv4v6,
    static_ipv4v6_stack,
    tcpv4v6_of_stackv4v6,
)
from mirage_scons.devices.syslog import syslog, syslog_config, syslog_tcp, syslog_tls, syslog_udp
from mirage_scons.devices.time import default_time, time
from mirage_scons.devices.transport import (
    direct_icmpv4,
    direct_tcp,
    direct_udp,
    icmpv4,
    socket_tcpv4v6,
    socket_udpv4v6,
    tcp,
    tcpv4v6,
    udp,
    udpv4v6,
)
from mirage_scons.model.address import ip_address, ipv4_address, ipv4_prefix, ipv6_address, ipv6_prefix
from mirage_scons.model.convert import Converter, conv, int64, list_of, one_of, pair_of, some
from mirage_scons.model.device import Device, Info
from mirage_scons.model.impl import Impl, if_impl, match_impl, of_device
from mirage_scons.model.install import Install, install
from mirage_scons.model.key import Key, alias, flag, key, opt, opt_all, required
from mirage_scons.model.module import abstract, dep, device, foreign, impl, main, typ
from mirage_scons.model.package import Package, package
from mirage_scons.model.types import Functor, Type, functor
from mirage_scons.model.value import Value, if_, match_, pure, value

__all__ = [
    "Converter", "Device", "Functor", "Impl", "Info", "Install", "Key", "Package", "Type", "Value", "abstract",
    "alias", "alpn_client", "app_info", "app_info_with_opam_deps", "archive", "argv", "arp", "arpv4", "block",
    "block_of_file", "block_of_xenstore_id", "ccm_block", "chamelon", "cohttp_client", "cohttp_server", "conduit",
    "conduit_direct", "console", "conv", "create_ipv4", "create_ipv4v6", "create_ipv6", "crunch", "custom_console",
    "default_argv", "default_console", "default_monotonic_clock", "default_network", "default_posix_clock",
    "default_qubesdb", "default_random", "default_reporter", "default_time", "dep", "device", "direct_icmpv4",
    "direct_kv_ro", "direct_kv_rw", "direct_stackv4v6", "direct_tcp", "direct_udp", "dns_client", "docteur",
    "ethernet", "etif", "fat_ro", "flag", "foreign", "functor", "generic_block", "generic_dns_client",
    "generic_happy_eyeballs", "generic_kv_ro", "generic_stackv4v6", "git_client", "git_http", "git_ssh", "git_tcp",
    "happy_eyeballs", "http", "http_client", "http_server", "httpaf_server", "icmpv4", "if_", "if_impl", "impl",
    "info", "install", "int64", "ip", "ip_address", "ipv4", "ipv4_address", "ipv4_config", "ipv4_of_dhcp",
    "ipv4_prefix", "ipv4_qubes", "ipv4v6", "ipv6", "ipv6_address", "ipv6_config", "ipv6_prefix", "is_solo5",
    "is_unix", "is_xen", "job", "key", "keys", "kv_ro", "kv_rw", "kv_rw_mem", "list_of", "main", "match_",
    "match_impl", "mclock", "merge_git_clients", "mimic", "mimic_happy_eyeballs", "netif", "network", "no_argv",
    "no_reporter", "noop", "of_device", "one_of", "opt", "opt_all", "package", "paf_client", "paf_server",
    "pair_of", "pclock", "pure", "qubesdb", "ramdisk", "random", "register", "reporter", "required", "resolver",
    "resolver_dns", "resolver_unix_system", "rng", "socket_stackv4v6", "socket_tcpv4v6", "socket_udpv4v6", "some",
    "stackv4v6", "standard_keys", "static_ipv4v6_stack", "sys_argv", "syslog", "syslog_config", "syslog_tcp",
    "syslog_tls", "syslog_udp", "tar_kv_ro", "tar_kv_rw", "target", "tcp", "tcpv4v6", "tcpv4v6_of_stackv4v6", "time",
    "typ", "udp", "udpv4v6", "value",
]  # fmt: skip
