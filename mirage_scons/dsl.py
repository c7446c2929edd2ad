"""Everything that a config.py says: ``from mirage_scons.dsl import *``."""

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
from mirage_scons.devices.info import app_info, app_info_with_opam_deps, info
from mirage_scons.devices.init import keys
from mirage_scons.devices.ip import (
    create_ipv4,
    create_ipv4v6,
    create_ipv6,
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
from mirage_scons.devices.time import default_time, time
from mirage_scons.devices.transport import (
    direct_icmpv4,
    direct_tcp,
    direct_udp,
    icmpv4,
    socket_tcpv4v6,
    socket_udpv4v6,
    tcpv4v6,
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
    "alias", "app_info", "app_info_with_opam_deps", "argv", "arp", "arpv4", "block", "block_of_file",
    "block_of_xenstore_id", "ccm_block", "conv", "create_ipv4", "create_ipv4v6", "create_ipv6", "default_argv",
    "default_monotonic_clock", "default_network", "default_posix_clock", "default_qubesdb", "default_random",
    "default_reporter", "default_time", "dep", "device", "direct_icmpv4", "direct_stackv4v6", "direct_tcp",
    "direct_udp", "ethernet", "etif", "flag", "foreign", "functor", "generic_block", "generic_stackv4v6", "icmpv4",
    "if_", "if_impl", "impl", "info", "install", "int64", "ip_address", "ipv4", "ipv4_address", "ipv4_config",
    "ipv4_of_dhcp", "ipv4_prefix", "ipv4_qubes", "ipv4v6", "ipv6", "ipv6_address", "ipv6_config", "ipv6_prefix",
    "is_solo5", "is_unix", "is_xen", "job", "key", "keys", "list_of", "main", "match_", "match_impl", "mclock",
    "netif", "network", "no_argv", "no_reporter", "noop", "of_device", "one_of", "opt", "opt_all", "package",
    "pair_of", "pclock", "pure", "qubesdb", "ramdisk", "random", "register", "reporter", "required", "rng",
    "socket_stackv4v6", "socket_tcpv4v6", "socket_udpv4v6", "some", "stackv4v6", "static_ipv4v6_stack", "sys_argv",
    "target", "tcpv4v6", "tcpv4v6_of_stackv4v6", "time", "typ", "udpv4v6", "value",
]  # fmt: skip
