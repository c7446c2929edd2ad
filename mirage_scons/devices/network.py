"""Network interfaces, Ethernet and ARP."""

from __future__ import annotations

from collections.abc import Sequence

from mirage_scons.devices import standard_keys
from mirage_scons.devices.choice import packages_by_target
from mirage_scons.devices.connect import connecting
from mirage_scons.devices.keys import TARGET
from mirage_scons.devices.qubes import MIRAGE_QUBES
from mirage_scons.devices.time import default_time, time
from mirage_scons.model.device import Attachment, Device, Info, needs
from mirage_scons.model.errors import caller
from mirage_scons.model.impl import Impl, match_impl, of_device
from mirage_scons.model.package import released
from mirage_scons.model.types import Type
from mirage_scons.model.value import value
from mirage_scons.targets import TARGETS

network = Type("network")
"""A network interface: ``Mirage_net.S``."""
ethernet = Type("ethernet")
"""Ethernet frames over an interface: ``Ethernet.S``."""
arpv4 = Type("arpv4")
"""The Ethernet addresses of IPv4 addresses: ``Arp.S``."""

_XEN = released("mirage-net-xen")
_PACKAGES = packages_by_target(
    solo5=(released("mirage-net-solo5"),),
    unix=(released("mirage-net-unix"),),
    macosx=(released("mirage-net-macosx"),),
    xen=(_XEN,),
    qubes=(_XEN, MIRAGE_QUBES),
)


def netif(interface: str, *, group: str = "") -> Impl:
    """The network interface ``interface``, unless the key of that name says another; a new device at each call."""
    key = standard_keys.interface(interface, group=group)

    def attach(info: Info) -> Sequence[Attachment]:
        return [Attachment("network", info.get(key))]

    return of_device(
        Device(
            "Netif",
            network,
            keys=(key,),
            packages=_PACKAGES,
            connect=connecting("{m}.connect {interface}", interface=key),
            attach=attach,
            where=caller(),
        )
    )


def _default(target: str) -> Impl:
    return netif({"unix": "tap0", "solo5": "service", "xen": "0"}[TARGETS[target].family])


default_network = match_impl(
    value(TARGET),
    [(target, _default(target)) for target in TARGETS if TARGETS[target].family != "xen"],
    default=_default("xen"),
)
"""The interface that a target has if nothing else is said: tap0, service, or Xen's first."""

_ethernet = of_device(
    Device(
        "Ethernet.Make",
        network >> ethernet,
        packages=needs(released("ethernet")),
        connect=connecting("{m}.connect {0}"),
    )
)


def etif(network: Impl) -> Impl:
    """Ethernet over ``network``."""
    return _ethernet(network)


_arp = of_device(
    Device(
        "Arp.Make",
        ethernet >> time >> arpv4,
        packages=needs(released("arp", sublibs=["mirage"])),
        connect=connecting("{m}.connect {0}"),
    )
)


def arp(ethernet: Impl, *, time: Impl = default_time) -> Impl:
    """ARP over ``ethernet``."""
    return _arp(ethernet, time)
