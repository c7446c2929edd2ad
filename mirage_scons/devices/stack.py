"""Network stacks: everything from the interface to TCP as one device."""

from __future__ import annotations

from collections.abc import Callable

from mirage_scons.devices import standard_keys
from mirage_scons.devices.clock import default_monotonic_clock
from mirage_scons.devices.connect import connecting
from mirage_scons.devices.ip import (
    create_ipv4,
    create_ipv6,
    ipv4_config,
    ipv4_of_dhcp,
    ipv4_qubes,
    ipv4v6,
    ipv6_config,
    keyed_ipv4v6,
    tcpip,
)
from mirage_scons.devices.keys import TARGET
from mirage_scons.devices.network import arp as default_arp
from mirage_scons.devices.network import arpv4, ethernet, etif, network
from mirage_scons.devices.qubes import default_qubesdb
from mirage_scons.devices.random import default_random, random
from mirage_scons.devices.time import default_time, time
from mirage_scons.devices.transport import (
    direct_icmpv4,
    direct_tcp,
    direct_udp,
    icmpv4,
    socket_keys,
    tcp_socket,
    tcpv4v6,
    udp_socket,
    udpv4v6,
)
from mirage_scons.model.device import Device, needs
from mirage_scons.model.errors import caller
from mirage_scons.model.impl import Impl, match_impl, of_device
from mirage_scons.model.key import Key
from mirage_scons.model.package import released
from mirage_scons.model.types import Type
from mirage_scons.model.value import Value, pure, value
from mirage_scons.targets import TARGETS

stackv4v6 = Type("stackv4v6")
"""A network stack, from the interface to TCP: ``Tcpip.Stack.V4V6``."""

_DIRECT = time >> random >> network >> ethernet >> arpv4 >> ipv4v6 >> icmpv4 >> udpv4v6 >> tcpv4v6 >> stackv4v6


def direct_stackv4v6(
    network: Impl,
    ethernet: Impl,
    arp: Impl,
    ipv4: Impl,
    ipv6: Impl,
    *,
    ipv4_only: Key,
    ipv6_only: Key,
    mclock: Impl = default_monotonic_clock,
    random: Impl = default_random,
    time: Impl = default_time,
    tcp: Impl | None = None,
) -> Impl:
    """A stack of our own over what it is given."""
    ip = keyed_ipv4v6(ipv4, ipv6, ipv4_only, ipv6_only)
    device = Device(
        "Tcpip_stack_direct.MakeV4V6",
        _DIRECT,
        packages=tcpip("stack-direct"),
        connect=connecting("{m}.connect {2} {3} {4} {5} {6} {7} {8}"),
        where=caller(),
    )
    icmp, udp = direct_icmpv4(ipv4), direct_udp(ip, random=random)
    tcp = tcp or direct_tcp(ip, mclock=mclock, random=random, time=time)
    return of_device(device)(time, random, network, ethernet, arp, ip, icmp, udp, tcp)


def static_ipv4v6_stack(
    network: Impl,
    *,
    group: str = "",
    ipv6_config: ipv6_config | None = None,
    ipv4_config: ipv4_config | None = None,
    arp: Callable[[Impl], Impl] = default_arp,
    tcp: Impl | None = None,
) -> Impl:
    """A stack of our own with fixed addresses, which keys change."""

    def ipv4(ethernet: Impl, arp: Impl, no_init: Key) -> Impl:
        return create_ipv4(ethernet, arp, group=group, config=ipv4_config, no_init=no_init)

    return _over(network, group, ipv4, ipv6_config, arp, tcp)


def _over(
    network: Impl,
    group: str,
    ipv4: Callable[[Impl, Impl, Key], Impl],
    ipv6_config: ipv6_config | None,
    arp: Callable[[Impl], Impl],
    tcp: Impl | None,
) -> Impl:
    """A stack of our own, with the IPv4 that ``ipv4`` makes of Ethernet, ARP and the key that leaves it out."""
    ipv4_only, ipv6_only = standard_keys.ipv4_only(group=group), standard_keys.ipv6_only(group=group)
    ethernet = etif(network)
    resolved = arp(ethernet)
    four = ipv4(ethernet, resolved, ipv6_only)
    six = create_ipv6(network, ethernet, group=group, config=ipv6_config, no_init=ipv4_only)
    return direct_stackv4v6(network, ethernet, resolved, four, six, ipv4_only=ipv4_only, ipv6_only=ipv6_only, tcp=tcp)


def socket_stackv4v6(*, group: str = "") -> Impl:
    """The stack of the system, by sockets."""
    keys = socket_keys("0.0.0.0/0", None, group)
    device = Device(
        "Tcpip_stack_socket.V4V6",
        stackv4v6,
        packages=tcpip("stack-socket"),
        connect=connecting("{m}.connect {0} {1}"),
        where=caller(),
    )
    return of_device(device, [udp_socket(keys), tcp_socket(keys)])


def generic_stackv4v6(
    network: Impl,
    *,
    group: str = "",
    ipv6_config: ipv6_config | None = None,
    ipv4_config: ipv4_config | None = None,
    dhcp_key: Value[bool] | None = None,
    net_key: Value[str | None] | None = None,
    tcp: Impl | None = None,
) -> Impl:
    """The stack that suits the target and the keys ``net`` and ``dhcp``: sockets, DHCP, Qubes' or a fixed address."""
    dhcp_key = dhcp_key or value(standard_keys.dhcp(group=group))
    net_key = net_key or value(standard_keys.net(group=group))
    choice = pure(_choose)(value(TARGET), net_key, dhcp_key)

    def ipv4(ethernet: Impl, arp: Impl, no_init: Key) -> Impl:
        static = create_ipv4(ethernet, arp, group=group, config=ipv4_config, no_init=no_init)
        qubes, dhcp = ipv4_qubes(default_qubesdb, ethernet, arp), ipv4_of_dhcp(network, ethernet, arp)
        return match_impl(choice, [("qubes", qubes), ("dhcp", dhcp)], default=static)

    direct = _over(network, group, ipv4, ipv6_config, default_arp, tcp)
    return match_impl(choice, [("socket", socket_stackv4v6(group=group))], default=direct)


def _choose(target: str, net: str | None, dhcp: bool) -> str:
    """Which kind of stack (the original's ``mirage_impl_stack.ml``, generic_stackv4v6)."""
    if target == "qubes":
        return "qubes"
    if net == "socket":
        return "socket"
    if dhcp:
        return "dhcp"
    return "socket" if TARGETS[target].family == "unix" and net is None else "static"


_TCP_OF_STACK = stackv4v6 >> tcpv4v6


def tcpv4v6_of_stackv4v6(stack: Impl) -> Impl:
    """The TCP of a stack; a new device at each call."""
    device = Device(
        "Tcpip_stack_direct.TCPV4V6",
        _TCP_OF_STACK,
        packages=needs(released("tcpip", "of-stack", sublibs=["stack-direct"])),
        connect=connecting("{m}.connect {0}"),
        where=caller(),
    )
    return of_device(device)(stack)
