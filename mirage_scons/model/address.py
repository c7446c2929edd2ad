"""Converters of IP addresses and prefixes. Their values are texts, as an address is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface
from typing import Any

from mirage_scons.model import ocaml
from mirage_scons.model.convert import Converter


def _text(address: IPv4Address | IPv6Address) -> str:
    """The address as OCaml's ipaddr writes it: Python's versions differ in how they write an IPv4 address as IPv6."""
    embedded = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return f"::ffff:{embedded}" if embedded else str(address)


def _address4(word: str) -> str:
    return _text(IPv4Address(word))


def _address6(word: str) -> str:
    address = IPv6Address(word)
    if address.scope_id:
        raise ValueError("a zone is not part of it")
    return _text(address)


def _address(word: str) -> str:
    return _address6(word) if ":" in word else _address4(word)


def _prefix4(word: str) -> str:
    interface = IPv4Interface(_with_length(word))
    return f"{_text(interface.ip)}/{interface.network.prefixlen}"


def _prefix6(word: str) -> str:
    interface = IPv6Interface(_with_length(word))
    return f"{_text(interface.ip)}/{interface.network.prefixlen}"


def _with_length(word: str) -> str:
    if not re.fullmatch(r"[^/%]+/[0-9]{1,3}", word):
        raise ValueError("a length is wanted, not a mask, and no zone")
    return word


def _converter(name: str, module: str, runtime: str, example: str, read: Callable[[str], str]) -> Converter:
    def parse(word: str) -> str:
        try:
            return read(word)
        except ValueError:
            raise ValueError(f"expected an {name}, as in {example}") from None

    def take(value: Any) -> str:
        try:
            return read(str(value))
        except ValueError:
            raise ValueError(f"Write one as in {example}.") from None

    def literal(value: str) -> str:
        return f"({module}.of_string_exn {ocaml.string(value)})"

    return Converter(name, parse, str, literal, f"Mirage_runtime.Arg.{runtime}", take)


ip_address = _converter("IP address", "Ipaddr", "ip_address", '"10.0.0.1" or "fd00::1"', _address)
"""An address of either version of IP."""
ipv4_address = _converter("IPv4 address", "Ipaddr.V4", "ipv4_address", '"10.0.0.1"', _address4)
"""An address of IPv4."""
ipv4_prefix = _converter("IPv4 address with length", "Ipaddr.V4.Prefix", "ipv4", '"10.0.0.2/24"', _prefix4)
"""An address of IPv4 with the length of its network's prefix, such as 10.0.0.2/24."""
ipv6_address = _converter("IPv6 address", "Ipaddr.V6", "ipv6_address", '"fd00::1"', _address6)
"""An address of IPv6."""
ipv6_prefix = _converter("IPv6 address with length", "Ipaddr.V6.Prefix", "ipv6", '"fd00::2/64"', _prefix6)
"""An address of IPv6 with the length of its network's prefix, such as fd00::2/64."""
