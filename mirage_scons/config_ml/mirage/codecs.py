"""The types of keys: how their values are in OCaml and in the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mirage_scons.config_ml.evaluate.shapes import SHAPES, Shape, shape
from mirage_scons.config_ml.faults import MisfitError, nearest
from mirage_scons.config_ml.libraries.ipaddr import Address, whichever
from mirage_scons.config_ml.values import NONE, Boxed, Int64, Variant, items, listed, some, string
from mirage_scons.model import convert
from mirage_scons.model.address import ip_address, ipv4_address, ipv4_prefix, ipv6_address, ipv6_prefix
from mirage_scons.model.convert import Converter


class Codec:
    """A type of keys: its ``name`` in OCaml, the model's converter, and how a value becomes the other's.

    ``to_model`` raises :class:`~mirage_scons.config_ml.faults.MisfitError` for what is not of the type.
    """

    __slots__ = ("converter", "name", "of_model", "to_model")

    def __init__(
        self, name: str, converter: Converter, to_model: Callable[[Any], Any], of_model: Callable[[Any], Any]
    ) -> None:
        self.name = name
        self.converter = converter
        self.to_model = to_model
        self.of_model = of_model

    @property
    def described(self) -> str:
        """What it is, as messages say it."""
        return f"a converter of {self.name}"


def _same(value: Any) -> Any:
    return value


def _int64(value: Any) -> int:
    boxed: Boxed = shape("int64").take(value)
    return boxed.number


STRING = Codec("string", convert.STRING, shape("text").take, string)
BOOL = Codec("bool", convert.BOOL, shape("bool").take, _same)
INT = Codec("int", convert.INT, shape("int").take, _same)
INT64 = Codec("int64", convert.int64, _int64, Int64)


def _address(name: str, converter: Converter, word: str) -> Codec:
    return Codec(name, converter, shape(word).take, lambda written: Address(converter, written))


IPV4_ADDRESS = _address("Ipaddr.V4.t", ipv4_address, "ipv4_address")
IPV6_ADDRESS = _address("Ipaddr.V6.t", ipv6_address, "ipv6_address")
IPV4_PREFIX = _address("Ipaddr.V4.Prefix.t", ipv4_prefix, "ipv4_prefix")
IPV6_PREFIX = _address("Ipaddr.V6.Prefix.t", ipv6_prefix, "ipv6_prefix")
IP_ADDRESS = Codec("Ipaddr.t", ip_address, shape("ip_address").take, whichever)


def list_of(inner: Codec, *, sep: str = ",") -> Codec:
    """Lists of what ``inner`` is."""

    def to_model(value: Any) -> tuple[Any, ...]:
        return tuple(inner.to_model(item) for item in items(SHAPES["list"].take(value)))

    def of_model(values: Any) -> Any:
        return listed(map(inner.of_model, values))

    return Codec(f"{inner.name} list", convert.list_of(inner.converter, sep=sep), to_model, of_model)


def option_of(inner: Codec) -> Codec:
    """``inner``, or none."""

    def to_model(value: Any) -> Any:
        if not isinstance(value, Variant) or value.family != "option":
            raise MisfitError("Write Some of it, or None.")
        return None if value.argument is None else inner.to_model(value.argument)

    def of_model(value: Any) -> Variant:
        return NONE if value is None else some(inner.of_model(value))

    return Codec(f"{inner.name} option", convert.some(inner.converter), to_model, of_model)


def pair_of(first: Codec, second: Codec, *, sep: str = ",") -> Codec:
    """Pairs of what two codecs are."""

    def to_model(value: Any) -> tuple[Any, Any]:
        if not isinstance(value, tuple) or len(value) != 2:
            raise MisfitError
        return first.to_model(value[0]), second.to_model(value[1])

    def of_model(value: Any) -> tuple[Any, Any]:
        return first.of_model(value[0]), second.of_model(value[1])

    converter = convert.pair_of(first.converter, second.converter, sep=sep)
    return Codec(f"({first.name} * {second.name})", converter, to_model, of_model)


def tags(name: str, converter: Converter, words: Mapping[str, str]) -> Codec:
    """Polymorphic variants by the words that the model has for them."""
    tag_of = dict(words)
    word_of = {tag: word for word, tag in words.items()}

    def to_model(value: Any) -> str:
        if not isinstance(value, Variant) or value.family is not None or value.tag not in word_of:
            tag = value.tag if isinstance(value, Variant) else ""
            raise MisfitError(nearest(tag, list(word_of)) or f"It is one of {', '.join('`' + one for one in word_of)}.")
        return word_of[value.tag]

    return Codec(name, converter, to_model, lambda word: Variant(tag_of[word]))


def literal_tags(name: str, converter: Converter, words: list[str]) -> Codec:
    """:func:`tags` as ``converter`` writes them in OCaml."""
    return tags(name, converter, {word: converter.literal(word).lstrip("`") for word in words})


_LEVELS = {"app": "App", "error": "Error", "warning": "Warning", "info": "Info", "debug": "Debug"}
_RANKS = {tag: index for index, tag in enumerate(_LEVELS.values())}


def level(word: str) -> Variant:
    """A ``Logs.level option`` by the model's word for it."""
    return NONE if word == "quiet" else some(Variant(_LEVELS[word], None, "level", _RANKS[_LEVELS[word]]))


def _take_level(value: Any) -> str:
    if not isinstance(value, Variant) or value.family != "level":
        raise MisfitError(f"Levels are {', '.join(f'Logs.{tag}' for tag in _RANKS)}.")
    return value.tag.lower()


SHAPES["log_level"] = Shape("a Logs.level", _take_level)


def _threshold(value: Any) -> Any:
    if not isinstance(value, tuple) or len(value) != 2:
        raise MisfitError
    source, threshold = value
    word = shape("log_level?").take(threshold) or "quiet"
    if isinstance(source, Variant) and source.family is None and source.tag in ("All", "Src"):
        return ("*" if source.argument is None else shape("text").take(source.argument), word)
    raise MisfitError("Write (`All, Some Logs.Info).")


def _of_threshold(value: Any) -> Any:
    source, word = value
    return (Variant("All") if source == "*" else Variant("Src", string(source)), level(word))


LOG_THRESHOLD = Codec("log_threshold", convert.LOG_THRESHOLD, _threshold, _of_threshold)
