"""The keys that MirageOS names itself, for devices and for configurations that say them too.

A ``group`` tells the keys of several devices of one kind apart: name and option begin with ``GROUP-``. The values are
those of the original's ``mirage_key.ml``.
"""

from __future__ import annotations

from collections.abc import Sequence

from mirage_scons.devices.keys import (
    ALLOCATION_POLICY,
    BACKTRACE,
    CUSTOM_MAJOR_RATIO,
    CUSTOM_MINOR_MAX_SIZE,
    CUSTOM_MINOR_RATIO,
    DELAY,
    GC_VERBOSITY,
    GC_WINDOW_SIZE,
    LOGS,
    MAJOR_HEAP_INCREMENT,
    MAX_SPACE_OVERHEAD,
    MINOR_HEAP_SIZE,
    RANDOMIZE_HASHTABLES,
    SPACE_OVERHEAD,
    TARGET,
    unikernel_key,
)
from mirage_scons.model.address import ip_address, ipv4_address, ipv4_prefix, ipv6_address, ipv6_prefix
from mirage_scons.model.convert import BOOL, INT, STRING, enumeration, list_of, some, variants
from mirage_scons.model.key import Key

target = TARGET
backtrace = BACKTRACE
randomize_hashtables = RANDOMIZE_HASHTABLES
allocation_policy = ALLOCATION_POLICY
minor_heap_size = MINOR_HEAP_SIZE
major_heap_increment = MAJOR_HEAP_INCREMENT
space_overhead = SPACE_OVERHEAD
max_space_overhead = MAX_SPACE_OVERHEAD
gc_verbosity = GC_VERBOSITY
gc_window_size = GC_WINDOW_SIZE
custom_major_ratio = CUSTOM_MAJOR_RATIO
custom_minor_ratio = CUSTOM_MINOR_RATIO
custom_minor_max_size = CUSTOM_MINOR_MAX_SIZE
delay = DELAY
logs = LOGS

_KV_RO = enumeration("kv_ro", variants("crunch", "direct"), "kv_ro")
_BLOCK = enumeration("block", {"xenstore": "`XenstoreId", "file": "`BlockFile", "ramdisk": "`Ramdisk"}, "block")
_NET = enumeration("net", variants("socket", "direct"), "net")


def _of(group: str) -> str:
    return f"the {group} group" if group else "the unikernel"


def kv_ro(*, group: str = "") -> Key:
    """How the files of a directory get into the program: crunch or direct."""
    doc = f"Compile files in with $(i,crunch) or read them with $(i,direct) for {_of(group)}."
    return unikernel_key("kv_ro", _KV_RO, "crunch", doc, group=group, stage="configure")


def block(*, group: str = "") -> Key:
    """The kind of a block device: xenstore, file or ramdisk."""
    doc = f"Use a $(i,ramdisk), $(i,xenstore) or $(i,file) for {_of(group)}."
    return unikernel_key("block", _BLOCK, "ramdisk", doc, group=group, stage="configure")


def dhcp(*, group: str = "") -> Key:
    """Whether a DHCP server says the address."""
    doc = f"Ask a DHCP server for the address of {_of(group)}."
    return unikernel_key("dhcp", BOOL, False, doc, group=group, stage="configure")


def net(*, group: str = "") -> Key:
    """The kind of a network stack: socket, direct, or what suits the target."""
    doc = f"Use $(i,socket) or $(i,direct) for {_of(group)}."
    return unikernel_key("net", some(_NET), None, doc, group=group, stage="configure")


def interface(default: str, *, group: str = "") -> Key:
    """The name of a network interface."""
    doc = f"The network interface that {_of(group)} listens on."
    return unikernel_key("interface", STRING, default, doc, group=group)


def ipv4(default: str, *, group: str = "") -> Key:
    """The address of IPv4 with the length of its network's prefix."""
    doc = f"The address of {_of(group)} with the length of its network's prefix, as in 192.168.0.1/16."
    return unikernel_key("ipv4", ipv4_prefix, default, doc, group=group)


def ipv4_gateway(default: str | None, *, group: str = "") -> Key:
    """The address of IPv4's gateway."""
    doc = f"The gateway of {_of(group)}."
    return unikernel_key("ipv4-gateway", some(ipv4_address), default, doc, group=group)


def ipv6(default: str | None, *, group: str = "") -> Key:
    """The address of IPv6 with the length of its network's prefix."""
    doc = f"The IPv6 address of {_of(group)} with the length of its network's prefix."
    return unikernel_key("ipv6", some(ipv6_prefix), default, doc, group=group)


def ipv6_gateway(default: str | None, *, group: str = "") -> Key:
    """The address of IPv6's gateway."""
    doc = f"The IPv6 gateway of {_of(group)}."
    return unikernel_key("ipv6-gateway", some(ipv6_address), default, doc, group=group)


def accept_router_advertisements(*, group: str = "") -> Key:
    """Whether routers may say the address of IPv6."""
    doc = f"Accept router advertisements for {_of(group)}."
    return unikernel_key("accept-router-advertisements", BOOL, True, doc, group=group)


def ipv4_only(*, group: str = "") -> Key:
    """Whether IPv6 is left out."""
    return unikernel_key("ipv4-only", BOOL, False, f"Only use IPv4 for {_of(group)}.", group=group)


def ipv6_only(*, group: str = "") -> Key:
    """Whether IPv4 is left out."""
    return unikernel_key("ipv6-only", BOOL, False, f"Only use IPv6 for {_of(group)}.", group=group)


def resolver(*, default: Sequence[str] | None = None) -> Key:
    """The DNS resolvers to ask."""
    return unikernel_key("resolver", some(list_of(str)), default, "The DNS resolvers to ask.")


def syslog(default: str | None) -> Key:
    """The address of the syslog server."""
    return unikernel_key("syslog", some(ip_address), default, "The syslog server.")


def syslog_port(default: int | None) -> Key:
    """The port of the syslog server."""
    return unikernel_key("syslog-port", some(INT), default, "The port of the syslog server.")


def syslog_hostname(default: str) -> Key:
    """The name that syslog messages are sent for."""
    return unikernel_key("syslog-hostname", STRING, default, "The name that syslog messages are sent for.")
