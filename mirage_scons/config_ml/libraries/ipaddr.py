"""The modules Ipaddr and Macaddr: addresses as values, which keys and devices take."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import IPv4Interface, IPv6Interface
from typing import Any

from mirage_scons.config_ml.evaluate.environment import Module
from mirage_scons.config_ml.evaluate.kinds import ALIKE
from mirage_scons.config_ml.evaluate.shapes import SHAPES, Shape
from mirage_scons.config_ml.faults import MisfitError, RaisedError
from mirage_scons.config_ml.library import Table, declared, module
from mirage_scons.config_ml.stdlib.formats import Formatter
from mirage_scons.config_ml.values import UNIT, Variant, error, ok, string, text
from mirage_scons.model.address import ip_address, ipv4_address, ipv4_prefix, ipv6_address, ipv6_prefix
from mirage_scons.model.convert import Converter


class Address:
    """An address or a prefix as its text; ``converter`` is the model's for its type."""

    __slots__ = ("converter", "text")

    def __init__(self, converter: Converter, text: str) -> None:
        self.converter = converter
        self.text = text

    @property
    def described(self) -> str:
        """What it is, as messages say it."""
        return f"an {self.converter.name}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Address) and (self.converter, self.text) == (other.converter, other.text)

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return self.text


ALIKE.append((Address, lambda one, other: one.converter is other.converter))


def of_kind(converter: Converter) -> Shape:
    """The shape of addresses of one kind: their texts, as the model has them."""

    def take(value: Any) -> str:
        if not isinstance(value, Address) or value.converter is not converter:
            raise MisfitError(_HINTS[converter.name])
        return value.text

    return Shape(f"an {converter.name}", take)


def _whichever(value: Any) -> str:
    """``V4 address`` or ``V6 address``, which an ``Ipaddr.t`` is."""
    if not isinstance(value, Variant) or value.family != "ipaddr":
        raise MisfitError("Write Ipaddr.of_string_exn, or Ipaddr.V4 of an IPv4 address.")
    inner: Any = value.argument
    found: str = inner.text
    return found


_HINTS = {
    ipv4_address.name: "Ipaddr.V4.of_string_exn makes one.",
    ipv6_address.name: "Ipaddr.V6.of_string_exn makes one.",
    ipv4_prefix.name: "Ipaddr.V4.Prefix.of_string_exn makes one.",
    ipv6_prefix.name: "Ipaddr.V6.Prefix.of_string_exn makes one.",
}

SHAPES.update({
    "ipv4_address": of_kind(ipv4_address),
    "ipv6_address": of_kind(ipv6_address),
    "ipv4_prefix": of_kind(ipv4_prefix),
    "ipv6_prefix": of_kind(ipv6_prefix),
    "ip_address": Shape("an IP address", _whichever),
})  # fmt: skip


def whichever(written: str) -> Variant:
    """The ``Ipaddr.t`` of an address's text."""
    if ":" in written:
        return Variant("V6", Address(ipv6_address, written), "ipaddr", 1)
    return Variant("V4", Address(ipv4_address, written), "ipaddr")


Make = Callable[[str], Any]


def _parsing(converter: Converter, make: Make, shape: str) -> Table:
    """The functions of one kind of addresses that read and write texts."""

    def of_string_exn(value: bytes) -> Any:
        try:
            return make(converter.parse(text(value)))
        except ValueError as wrong:
            message = string(f'"{text(value)}" is no {converter.name}: {wrong}')
            raise RaisedError(Variant("Parse_error", (message, value), "exn")) from None

    def of_string(value: bytes) -> Variant:
        try:
            return ok(make(converter.parse(text(value))))
        except ValueError as wrong:
            return error(Variant("Msg", string(str(wrong))))

    def to_string(address: str) -> bytes:
        return string(address)

    def pp(to: Formatter, address: str) -> tuple[()]:
        to.write(string(address))
        return UNIT

    return {
        "of_string_exn": ("string", of_string_exn),
        "of_string": ("string", of_string),
        "to_string": (shape, to_string),
        "pp": (f"formatter {shape}", pp),
        "compare": (f"{shape} {shape}", lambda a, b: (a > b) - (a < b)),
    }


def _made(converter: Converter) -> Make:
    return lambda written: Address(converter, written)


_PREFIXES = {
    "ipv4": {
        "global": "0.0.0.0/0",
        "relative": "0.0.0.0/8",
        "loopback": "127.0.0.0/8",
        "link": "169.254.0.0/16",
        "multicast": "224.0.0.0/4",
        "private_10": "10.0.0.0/8",
        "private_172": "172.16.0.0/12",
        "private_192": "192.168.0.0/16",
    },
    "ipv6": {
        "global_unicast_001": "2000::/3",
        "link": "fe80::/64",
        "unique_local": "fd00::/8",
        "multicast": "ff00::/8",
        "ipv4_mapped": "::ffff:0:0/96",
        "noneui64_interface": "::/3",
    },
}
"""Networks that have a name."""


def _is_subset(interface: Any) -> Callable[..., bool]:
    def is_subset(*, subset: str, network: str) -> bool:
        inner: bool = interface(subset).network.subnet_of(interface(network).network)
        return inner

    return is_subset


def _prefixes(version: str, converter: Converter, address: Converter) -> Module:
    shape, kind = f"{version}_prefix", f"{version}_address"
    interface: Any = IPv4Interface if version == "ipv4" else IPv6Interface

    def network(written: str) -> Address:
        return Address(address, str(interface(written).network.network_address))

    def broadcast(written: str) -> Address:
        return Address(address, str(interface(written).network.broadcast_address))

    def netmask(written: str) -> Address:
        return Address(address, str(interface(written).network.netmask))

    def holds(one: str, written: str) -> bool:
        return interface(one) in interface(written).network

    def masked(written: str) -> Address:
        return Address(converter, str(interface(written).network))

    return module(
        f"Ipaddr.{version[2:].upper()}.Prefix",
        {
            **_parsing(converter, _made(converter), shape),
            "make": (f"int {kind}", lambda bits, written: Address(converter, converter.parse(f"{written}/{bits}"))),
            "bits": (shape, lambda written: int(written.rpartition("/")[2])),
            "address": (shape, lambda written: Address(address, written.rpartition("/")[0])),
            "network": (shape, network),
            "broadcast": (shape, broadcast),
            "netmask": (shape, netmask),
            "mem": (f"{kind} {shape}", holds),
            "subset": (f"~subset:{shape} ~network:{shape}", _is_subset(interface)),
            "prefix": (shape, masked),
            "of_addr": (kind, lambda written: Address(converter, f"{written}/{32 if version == 'ipv4' else 128}")),
        },
        values={name: Address(converter, written) for name, written in _PREFIXES[version].items()},
    )


def _addresses(version: str, converter: Converter, prefix: Module, **known: str) -> Module:
    shape = f"{version}_address"
    made = {name: Address(converter, written) for name, written in known.items()}
    table = dict(_parsing(converter, _made(converter), shape))
    if version == "ipv4":
        table["make"] = (
            "int int int int",
            lambda *bytes_: Address(converter, converter.parse(".".join(map(str, bytes_)))),
        )
    return module(f"Ipaddr.{version[2:].upper()}", table, values=made, modules={"Prefix": prefix})


V4 = _addresses(
    "ipv4", ipv4_address, _prefixes("ipv4", ipv4_prefix, ipv4_address),
    localhost="127.0.0.1", any="0.0.0.0", broadcast="255.255.255.255", unspecified="0.0.0.0",
)  # fmt: skip
V6 = _addresses(
    "ipv6", ipv6_address, _prefixes("ipv6", ipv6_prefix, ipv6_address), localhost="::1", unspecified="::",
)  # fmt: skip

IPADDR = module(
    "Ipaddr",
    _parsing(ip_address, whichever, "ip_address"),
    modules={"V4": V4, "V6": V6},
    constructors={**declared("ipaddr", V4=1, V6=1), **declared("exn", Parse_error=2)},
)
"""The module ``Ipaddr``."""


def _mac(value: bytes) -> Any:
    if not re.fullmatch(rb"[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}", value):
        raise RaisedError(Variant("Parse_error", (b"no MAC address", value), "exn"))
    return Variant("Macaddr", value.lower().replace(b"-", b":"), "macaddr")


MACADDR = module(
    "Macaddr",
    {
        "of_string_exn": ("string", _mac),
        "to_string": ("any", lambda address: address.argument),
        "of_string": ("string", lambda value: _result(value)),
    },
)


def _result(value: bytes) -> Variant:
    try:
        return ok(_mac(value))
    except RaisedError:
        return error(Variant("Msg", b"no MAC address"))
