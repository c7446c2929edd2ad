"""Values as the two sides send them: those of :mod:`mirage_scons.config_ml.values` as JSON, and back.

What has no JSON stays where it is: what the model makes is held here and sent as its number, a function and the values
of a converter of a configuration's own stay with OCaml, and come as theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from mirage_scons.config_ml.libraries.fpath import FilePath
from mirage_scons.config_ml.libraries.ipaddr import Address
from mirage_scons.config_ml.mirage.actions import Action
from mirage_scons.config_ml.mirage.codecs import (
    IP_ADDRESS,
    IPV4_ADDRESS,
    IPV4_PREFIX,
    IPV6_ADDRESS,
    IPV6_PREFIX,
    Codec,
)
from mirage_scons.config_ml.mirage.hooks import Stanza
from mirage_scons.config_ml.mirage.key_values import Computed, TypedKey, of_key
from mirage_scons.config_ml.values import (
    UNIT,
    Char,
    Cons,
    Int64,
    Nil,
    Record,
    Variant,
    items,
    listed,
    option,
    string,
    text,
)
from mirage_scons.model.errors import ConfigError, caller


@dataclass(frozen=True)
class Kept:
    """A value that OCaml keeps under a ``number``; two are equal if they are ``shown`` and ``written`` alike."""

    number: int
    shown: str
    written: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and (self.shown, self.written) == (other.shown, other.written)

    def __hash__(self) -> int:
        return hash(self.written)


class Peer(Protocol):
    """What a conversation knows that values refer to."""

    def hold(self, value: Any) -> int:
        """The number under which ``value`` is held."""

    def held(self, number: int) -> Any:
        """What is held under ``number``."""

    def named(self, name: str) -> Any:
        """What the table of the language has for ``name``."""

    def function(self, number: int, arity: int, at: Any) -> Any:
        """The function that OCaml has under ``number``."""

    def computed(self, of: list[Any], function: Any) -> Computed:
        """The value that ``function`` computes of the values ``of``."""


_ADDRESSES = {
    "ipv4_address": IPV4_ADDRESS,
    "ipv6_address": IPV6_ADDRESS,
    "ipv4_prefix": IPV4_PREFIX,
    "ipv6_prefix": IPV6_PREFIX,
    "ip_address": IP_ADDRESS,
}
_KINDS = {codec.converter.name: kind for kind, codec in _ADDRESSES.items()}
_LEVELS = ("App", "Error", "Warning", "Info", "Debug")


def _raw(value: str) -> bytes:
    """A string: each character stands for a byte."""
    return value.encode("latin-1")


def decoded(value: Any, peer: Peer) -> Any:
    """The value that OCaml sent as ``value``."""
    if value is None:
        return UNIT
    if isinstance(value, str):
        return _raw(value)
    if isinstance(value, list):
        return listed([decoded(item, peer) for item in value])
    if isinstance(value, dict):
        kind = next(iter(value))
        if kind in _ADDRESSES:
            return _address(_ADDRESSES[kind], value[kind])
        return _DECODERS[kind](value, peer)
    return value


def _address(codec: Codec, written: str) -> Any:
    """An address, which OCaml's library may know and the model not, such as one with a zone."""
    try:
        return codec.of_model(codec.converter.parse(written))
    except ValueError as error:
        raise ConfigError(f"{written} is no {codec.converter.name}: {error}", caller()) from None


def _variant(value: dict[str, Any], peer: Peer) -> Variant:
    return Variant(value["variant"], decoded(value["argument"], peer) if "argument" in value else None)


def _action(value: dict[str, Any], peer: Peer) -> Action:
    pairs = items(decoded(value["action"], peer))
    return Action(UNIT, tuple((text(name), text(content)) for name, content in pairs))


def _leaf(value: dict[str, Any], peer: Peer) -> Computed:
    found = decoded(value["leaf"], peer)
    return of_key(found) if isinstance(found, TypedKey) else found


def _computed(value: dict[str, Any], peer: Peer) -> Computed:
    return peer.computed([decoded(leaf, peer) for leaf in value["of"]], decoded(value["value"], peer))


_DECODERS: dict[str, Callable[[dict[str, Any], Peer], Any]] = {
    "ref": lambda value, peer: peer.held(value["ref"]),
    "name": lambda value, peer: peer.named(value["name"]),
    "option": lambda value, peer: option(*[decoded(one, peer) for one in value["option"]] or [None]),
    "tuple": lambda value, peer: tuple(decoded(one, peer) for one in value["tuple"]),
    "int64": lambda value, _peer: Int64(int(value["int64"])),
    "char": lambda value, _peer: Char(value["char"]),
    "variant": _variant,
    "level": lambda value, _peer: Variant(value["level"], None, "level", _LEVELS.index(value["level"])),
    "path": lambda value, _peer: FilePath(text(_raw(value["path"]))),
    "record": lambda value, peer: Record({name: decoded(one, peer) for name, one in value["record"].items()}),
    "function": lambda value, peer: peer.function(value["function"], value["arity"], value["at"]),
    "leaf": _leaf,
    "of": _computed,
    "stanza": lambda value, _peer: Stanza(text(_raw(value["stanza"]))),
    "action": _action,
    "kept": lambda value, _peer: Kept(value["kept"], text(_raw(value["shown"])), text(_raw(value["written"]))),
}


def encoded(value: Any, peer: Peer) -> Any:
    """``value`` as it is sent to OCaml."""
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, (Cons, Nil)):
        return [encoded(item, peer) for item in items(value)]
    if isinstance(value, tuple):
        return {"tuple": [encoded(one, peer) for one in value]} if value else None
    encoder = _ENCODERS.get(type(value))
    return encoder(value, peer) if encoder else {"ref": peer.hold(value)}


def _of_variant(value: Variant, peer: Peer) -> Any:
    if value.family == "option":
        return {"option": [] if value.argument is None else [encoded(value.argument, peer)]}
    if value.family == "level":
        return {"level": value.tag}
    if value.family == "ipaddr":
        inner: Any = value.argument
        return {"ip_address": inner.text}
    said = {} if value.argument is None else {"argument": encoded(value.argument, peer)}
    return {"variant": value.tag, **said}


_ENCODERS: dict[type, Callable[[Any, Peer], Any]] = {
    Variant: _of_variant,
    Int64: lambda value, _peer: {"int64": str(value.number)},
    Address: lambda value, _peer: {_KINDS[value.converter.name]: value.text},
    Kept: lambda value, _peer: {"kept": value.number},
    FilePath: lambda value, _peer: {"path": string(value.text).decode("latin-1")},
}
