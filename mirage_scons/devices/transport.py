"""ICMP, UDP and TCP: over IP of our own, or by sockets of the system."""

from __future__ import annotations

from mirage_scons.devices import standard_keys
from mirage_scons.devices.clock import default_monotonic_clock, mclock
from mirage_scons.devices.connect import connecting, labels
from mirage_scons.devices.ip import ipv4, ipv4v6, ipv6, tcpip
from mirage_scons.devices.random import default_random, random
from mirage_scons.devices.time import default_time, time
from mirage_scons.model.device import Device
from mirage_scons.model.errors import caller
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.key import Key
from mirage_scons.model.types import Signature, Type

icmpv4 = Type("icmpv4")
"""ICMP over IPv4: ``Icmpv4.S``."""
udpv4v6 = Type("udpv4v6")
"""UDP over both versions of IP: ``Tcpip.Udp.S``."""
tcpv4v6 = Type("tcpv4v6")
"""TCP over both versions of IP: ``Tcpip.Tcp.S``."""

_UDP: dict[Signature, Type] = {ipv4: Type("udpv4"), ipv6: Type("udpv6"), ipv4v6: udpv4v6}
_TCP: dict[Signature, Type] = {ipv4: Type("tcpv4"), ipv6: Type("tcpv6"), ipv4v6: tcpv4v6}
"""The types of transports by those of the IP below."""
udp = Type("udp", tuple(_UDP.values()))
"""UDP over any version of IP."""
tcp = Type("tcp", tuple(_TCP.values()))
"""TCP over any version of IP."""


def direct_icmpv4(ip: Impl) -> Impl:
    """ICMP over IPv4; a new device at each call."""
    device = Device(
        "Icmpv4.Make", ipv4 >> icmpv4, packages=tcpip("icmpv4"), connect=connecting("{m}.connect {0}"), where=caller()
    )
    return of_device(device)(ip)


def direct_udp(ip: Impl, *, random: Impl = default_random) -> Impl:
    """UDP over an IP of any version; a new device at each call."""
    device = Device(
        "Udp.Make",
        _over(ip) >> _RANDOM >> _UDP[_over(ip)],
        packages=tcpip("udp"),
        connect=connecting("{m}.connect {0}"),
        where=caller(),
    )
    return of_device(device)(ip, random)


def direct_tcp(
    ip: Impl,
    *,
    mclock: Impl = default_monotonic_clock,
    time: Impl = default_time,
    random: Impl = default_random,
) -> Impl:
    """TCP over an IP of any version; a new device at each call."""
    device = Device(
        "Tcp.Flow.Make",
        _over(ip) >> _TIME >> _MCLOCK >> _RANDOM >> _TCP[_over(ip)],
        packages=tcpip("tcp"),
        connect=connecting("{m}.connect {0}"),
        where=caller(),
    )
    return of_device(device)(ip, time, mclock, random)


_TIME, _MCLOCK, _RANDOM = time, mclock, random


def _over(ip: Impl) -> Type:
    """The type of an IP; IPv4 and IPv6 at once for what is none, so that applying it says what is wrong."""
    return ip.type if isinstance(ip.type, Type) and ip.type in _UDP else ipv4v6


def _socket(module: str, sublib: str, type: Type, keys: tuple[Key, Key, Key, Key]) -> Impl:
    ipv4_only, ipv6_only, v4, v6 = keys
    arguments = labels(ipv4_only=ipv4_only, ipv6_only=ipv6_only)
    device = Device(
        module,
        type,
        keys=keys,
        packages=tcpip(sublib),
        connect=connecting("{m}.connect " + arguments + "{v4} {v6}", v4=v4, v6=v6),
        targets=("unix", "macosx"),
        where=caller(),
    )
    return of_device(device)


def udp_socket(keys: tuple[Key, Key, Key, Key]) -> Impl:
    """UDP by sockets, with the keys ipv4-only, ipv6-only, ipv4 and ipv6."""
    return _socket("Udpv4v6_socket", "udpv4v6-socket", udpv4v6, keys)


def tcp_socket(keys: tuple[Key, Key, Key, Key]) -> Impl:
    """TCP by sockets, with the keys ipv4-only, ipv6-only, ipv4 and ipv6."""
    return _socket("Tcpv4v6_socket", "tcpv4v6-socket", tcpv4v6, keys)


def socket_keys(ipv4: str, ipv6: str | None, group: str) -> tuple[Key, Key, Key, Key]:
    """The keys of sockets that listen on the addresses ``ipv4`` and ``ipv6``, with the lengths of their prefixes."""
    return (
        standard_keys.ipv4_only(group=group),
        standard_keys.ipv6_only(group=group),
        standard_keys.ipv4(ipv4, group=group),
        standard_keys.ipv6(ipv6, group=group),
    )


def socket_udpv4v6(ipv4: str | None, ipv6: str | None, *, group: str = "") -> Impl:
    """UDP by sockets of the system, on an IPv4 and an IPv6 address or, for ``None``, on all."""
    return udp_socket(_on(ipv4, ipv6, group))


def socket_tcpv4v6(ipv4: str | None, ipv6: str | None, *, group: str = "") -> Impl:
    """TCP by sockets of the system, on an IPv4 and an IPv6 address or, for ``None``, on all."""
    return tcp_socket(_on(ipv4, ipv6, group))


def _on(ipv4: str | None, ipv6: str | None, group: str) -> tuple[Key, Key, Key, Key]:
    return socket_keys(f"{ipv4}/32" if ipv4 else "0.0.0.0/0", f"{ipv6}/128" if ipv6 else None, group)
