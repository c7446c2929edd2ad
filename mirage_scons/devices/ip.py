"""IP version 4, version 6, and both at once."""

from __future__ import annotations

from dataclasses import dataclass

from mirage_scons.devices import standard_keys
from mirage_scons.devices.clock import default_monotonic_clock, mclock
from mirage_scons.devices.connect import connecting, labels
from mirage_scons.devices.network import arpv4, ethernet, network
from mirage_scons.devices.qubes import qubesdb
from mirage_scons.devices.random import default_random, random
from mirage_scons.devices.time import default_time, time
from mirage_scons.model.device import Device, needs
from mirage_scons.model.errors import caller
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.key import Key
from mirage_scons.model.package import Package, released
from mirage_scons.model.types import Type
from mirage_scons.model.value import Value

ipv4 = Type("ipv4")
"""IP version 4: ``Tcpip.Ip.S`` with addresses of ``Ipaddr.V4``."""
ipv6 = Type("ipv6")
"""IP version 6: ``Tcpip.Ip.S`` with addresses of ``Ipaddr.V6``."""
ipv4v6 = Type("ipv4v6")
"""Both versions of IP: ``Tcpip.Ip.S`` with addresses of ``Ipaddr``."""
ip = Type("ip", (ipv4, ipv6, ipv4v6))
"""Any version of IP: it takes ``ipv4``, ``ipv6`` or ``ipv4v6``."""


@dataclass(frozen=True)
class ipv4_config:  # noqa: N801 - the original's name
    """A fixed configuration: the address with the length of the network's prefix, and the gateway if there is one."""

    network: str
    gateway: str | None = None


@dataclass(frozen=True)
class ipv6_config:  # noqa: N801 - the original's name
    """A fixed configuration: the address with the length of the network's prefix, and the gateway if there is one."""

    network: str
    gateway: str | None = None


def tcpip(sublib: str) -> Value[tuple[Package, ...]]:
    """The part of tcpip called ``sublib``."""
    return needs(released("tcpip", sublibs=[sublib]))


_STATIC = random >> mclock >> ethernet >> arpv4 >> ipv4


def create_ipv4(
    ethernet: Impl,
    arp: Impl,
    *,
    group: str = "",
    config: ipv4_config | None = None,
    no_init: Key | None = None,
    random: Impl = default_random,
    clock: Impl = default_monotonic_clock,
) -> Impl:
    """IPv4 with an address that the configuration says and keys change; left out where the key ``no_init`` says so."""
    config = config or ipv4_config("10.0.0.2/24")
    address = standard_keys.ipv4(config.network, group=group)
    gateway = standard_keys.ipv4_gateway(config.gateway, group=group)
    arguments = labels(no_init=no_init, cidr=address, maybe_gateway=gateway)
    device = Device(
        "Static_ipv4.Make",
        _STATIC,
        keys=(*filter(None, [no_init]), gateway, address),
        packages=tcpip("ipv4"),
        connect=connecting("{m}.connect " + arguments + "{2} {3}"),
        where=caller(),
    )
    return of_device(device)(random, clock, ethernet, arp)


_dhcp = of_device(
    Device(
        "Dhcp_ipv4.Make",
        random >> mclock >> time >> network >> ethernet >> arpv4 >> ipv4,
        packages=needs(released("charrua-client", sublibs=["mirage"])),
        connect=connecting("{m}.connect {3} {4} {5}"),
    )
)


def ipv4_of_dhcp(
    network: Impl,
    ethernet: Impl,
    arp: Impl,
    *,
    random: Impl = default_random,
    clock: Impl = default_monotonic_clock,
    time: Impl = default_time,
) -> Impl:
    """IPv4 with the address that a DHCP server gives."""
    return _dhcp(random, clock, time, network, ethernet, arp)


_qubes = of_device(
    Device(
        "Qubesdb_ipv4.Make",
        qubesdb >> random >> mclock >> ethernet >> arpv4 >> ipv4,
        packages=needs(released("mirage-qubes-ipv4")),
        connect=connecting("{m}.connect {0} {3} {4}"),
    )
)


def ipv4_qubes(
    qubesdb: Impl,
    ethernet: Impl,
    arp: Impl,
    *,
    random: Impl = default_random,
    clock: Impl = default_monotonic_clock,
) -> Impl:
    """IPv4 with the address that Qubes' database says."""
    return _qubes(qubesdb, random, clock, ethernet, arp)


_IPV6 = network >> ethernet >> random >> time >> mclock >> ipv6


def create_ipv6(
    network: Impl,
    ethernet: Impl,
    *,
    group: str = "",
    config: ipv6_config | None = None,
    no_init: Key | None = None,
    random: Impl = default_random,
    time: Impl = default_time,
    clock: Impl = default_monotonic_clock,
) -> Impl:
    """IPv6 with the address of ``config`` or its keys, or the one that routers advertise."""
    address = standard_keys.ipv6(config.network if config else None, group=group)
    gateway = standard_keys.ipv6_gateway(config.gateway if config else None, group=group)
    advertised = standard_keys.accept_router_advertisements(group=group)
    arguments = labels(no_init=no_init, handle_ra=advertised, maybe_cidr=address, maybe_gateway=gateway)
    device = Device(
        "Ipv6.Make",
        _IPV6,
        keys=(address, gateway, advertised, *filter(None, [no_init])),
        packages=tcpip("ipv6"),
        connect=connecting("{m}.connect " + arguments + "{0} {1}"),
        where=caller(),
    )
    return of_device(device)(network, ethernet, random, time, clock)


def create_ipv4v6(ipv4: Impl, ipv6: Impl, *, group: str = "") -> Impl:
    """Both versions at once; keys leave one of them out."""
    return keyed_ipv4v6(ipv4, ipv6, standard_keys.ipv4_only(group=group), standard_keys.ipv6_only(group=group))


_BOTH = ipv4 >> ipv6 >> ipv4v6


def keyed_ipv4v6(ipv4: Impl, ipv6: Impl, ipv4_only: Key, ipv6_only: Key) -> Impl:
    """Both versions at once, with the keys that leave one of them out."""
    device = Device(
        "Tcpip_stack_direct.IPV4V6",
        _BOTH,
        keys=(ipv4_only, ipv6_only),
        packages=tcpip("stack-direct"),
        connect=connecting("{m}.connect " + labels(ipv4_only=ipv4_only, ipv6_only=ipv6_only) + "{0} {1}"),
        where=caller(),
    )
    return of_device(device)(ipv4, ipv6)
