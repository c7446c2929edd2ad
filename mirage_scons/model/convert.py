"""Converters: how the value of a key is read from the command line and written as OCaml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, Union

from mirage_scons.model import ocaml
from mirage_scons.model.errors import ConfigError, caller, nearest


@dataclass(frozen=True)
class Converter:
    """A type of key values.

    ``parse`` reads a word of the command line and raises :class:`ValueError` with what was expected; ``show`` is its
    inverse; ``literal`` writes a value as OCaml; ``runtime`` is the OCaml converter that reads it in the program;
    ``take`` makes a Python value, such as a default in a configuration, one of the type as ``parse`` would give it, and
    raises :class:`ValueError` for what is not of the type.
    """

    name: str
    parse: Callable[[str], Any] = field(compare=False)
    show: Callable[[Any], str] = field(compare=False)
    literal: Callable[[Any], str] = field(compare=False)
    runtime: str
    take: Callable[[Any], Any] = field(compare=False)


def _taken(fits: Callable[[Any], bool]) -> Callable[[Any], Any]:
    """The ``take`` of a type whose values are Python's own: those that it ``fits``."""

    def take(value: Any) -> Any:
        if not fits(value):
            raise ValueError
        return value

    return take


def _parse_bool(word: str) -> bool:
    if word not in ("true", "false"):
        raise ValueError("expected true or false")
    return word == "true"


T = TypeVar("T")

_NUMBER = re.compile(r"[-+]?(0[xX][0-9a-fA-F][0-9a-fA-F_]*|0[oO][0-7][0-7_]*|0[bB][01][01_]*|[0-9][0-9_]*)")


def _whole(name: str, bits: int, suffix: str, runtime: str) -> Converter:
    """Whole numbers of so many bits as OCaml reads them: decimal, or with 0x, 0o or 0b, and ``_`` between digits."""

    def parse(word: str) -> int:
        match = _NUMBER.fullmatch(word)
        if match is None:
            raise ValueError("expected a whole number")
        digits = match[1].replace("_", "")
        number = int(digits, 10 if digits.isdecimal() else 0) * (-1 if word.startswith("-") else 1)
        if not fits(number):
            raise ValueError(f"expected a whole number of {bits} bits")
        return number

    def fits(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and -(2 ** (bits - 1)) <= value < 2 ** (bits - 1)

    return Converter(name, parse, str, lambda value: f"({value}{suffix})", runtime, _taken(fits))


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _take_text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    try:
        value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise ValueError("It holds half of a surrogate pair, which no text may.") from None
    return value


STRING = Converter("string", str, str, ocaml.string, "Cmdliner.Arg.string", _take_text)
BOOL = Converter("bool", _parse_bool, _bool, _bool, "Cmdliner.Arg.bool", _taken(lambda v: isinstance(v, bool)))
INT = _whole("int", 63, "", "Cmdliner.Arg.int")
int64 = _whole("int64", 64, "L", "Cmdliner.Arg.int64")
"""Whole numbers of 64 bits; ``int`` has 63, as OCaml's."""

Conversion = Union[Converter, type]
"""What a configuration may write for a converter: one of ours, or Python's own ``str``, ``int`` and ``bool``."""

_CONVERSIONS = "str, int, bool, int64, some(…), list_of(…), pair_of(…), one_of(…), an address's or one made by conv"


def converter(conversion: Conversion) -> Converter:
    """The converter that ``conversion`` names; :class:`ConfigError` if it names none."""
    if isinstance(conversion, Converter):
        return conversion
    builtin = {str: STRING, int: INT, bool: BOOL}.get(conversion)
    if builtin is None:
        name = getattr(conversion, "__name__", repr(conversion))
        raise ConfigError(
            f"{name} is not a converter",
            caller(),
            f"Use {_CONVERSIONS}.",
        )
    return builtin


def some(conversion: Conversion) -> Converter:
    """A value or none: the default may be ``None``; the command line gives a value."""
    inner = converter(conversion)
    return Converter(
        f"{inner.name} option",
        inner.parse,
        lambda value: "" if value is None else inner.show(value),
        lambda value: ocaml.option(None if value is None else inner.literal(value)),
        f"(Cmdliner.Arg.some {inner.runtime})",
        lambda value: None if value is None else inner.take(value),
    )


def list_of(conversion: Conversion, *, sep: str = ",") -> Converter:
    """A list: its items are separated by ``sep``, one character, on the command line."""
    inner = converter(conversion)
    return Converter(
        f"list of {inner.name}",
        lambda word: tuple(inner.parse(item) for item in word.split(sep)) if word else (),
        lambda value: sep.join(map(inner.show, value)),
        lambda value: ocaml.items([inner.literal(item) for item in value]),
        f"(Cmdliner.Arg.list {_separator(sep)}{inner.runtime})",
        lambda value: tuple(map(inner.take, _items(value))),
    )


def pair_of(first: Conversion, second: Conversion, *, sep: str = ",") -> Converter:
    """A pair: on the command line the first ``sep``, one character, separates its parts."""
    one, two = converter(first), converter(second)
    separator = _separator(sep)

    def parse(word: str) -> tuple[Any, Any]:
        left, found, right = word.partition(sep)
        if not found:
            raise ValueError(f'expected a pair with "{sep}" between its parts')
        return one.parse(left), two.parse(right)

    return Converter(
        f"pair of {one.name} and {two.name}",
        parse,
        lambda value: f"{one.show(value[0])}{sep}{two.show(value[1])}",
        lambda value: f"({one.literal(value[0])}, {two.literal(value[1])})",
        f"(Cmdliner.Arg.pair {separator}{one.runtime} {two.runtime})",
        lambda value: (one.take(_two(value)[0]), two.take(value[1])),
    )


def _items(value: Any) -> Sequence[Any]:
    if not isinstance(value, (list, tuple)):
        raise ValueError
    return value


def _two(value: Any) -> tuple[Any, Any]:
    if not isinstance(value, tuple) or len(value) != 2:
        raise ValueError
    return value


def _separator(sep: str) -> str:
    """The argument by which cmdliner separates at ``sep``; it does so at commas without one."""
    if len(sep) != 1 or not sep.isascii():
        raise ConfigError(f"the separator {sep!r} is not one ASCII character", caller())
    return "" if sep == "," else f"~sep:'\\x{ord(sep):02x}' "


def one_of(*words: str) -> Converter:
    """One of a few words; in OCaml polymorphic variants: ``best-fit`` is ```Best_fit``."""
    choices = variants(*words)
    if not words or len(set(choices.values())) < len(words):
        raise ConfigError(f"one_of({', '.join(map(repr, words))}) does not tell its words apart in OCaml", caller())
    for word, constructor in choices.items():
        if not re.fullmatch("`[A-Z][A-Za-z0-9_]*", constructor):
            raise ConfigError(f'"{word}" cannot be a variant of OCaml', caller(), "Begin with a letter.")
    table = ocaml.items([f"({ocaml.string(word)}, {constructor})" for word, constructor in choices.items()])
    closed = " | ".join(choices.values())  # OCaml does not generalize the type of a key
    runtime = f"(Cmdliner.Arg.enum {table} : [ {closed} ] Cmdliner.Arg.conv)"
    return enumeration(f"one of {', '.join(words)}", choices, runtime)


def conv(
    name: str,
    *,
    parse: Callable[[str], T],
    serialize: Callable[[T], str],
    runtime_conv: str,
    show: Callable[[T], str] = str,
) -> Converter:
    """A converter of your own, called ``name`` in messages.

    ``parse`` makes a value of a word of the command line, or raises ``ValueError`` with what was expected; ``show`` is
    its inverse. ``serialize`` writes a value as an OCaml expression, and ``runtime_conv`` is the OCaml expression, of
    type ``Cmdliner.Arg.conv``, that reads it in the program.
    """

    def take(value: T) -> T:
        text = serialize(value)
        if not isinstance(text, str):
            raise ValueError(f"serialize gives {text!r}, not the text of an OCaml expression.")
        return value

    return Converter(name, parse, show, serialize, f"({runtime_conv})", take)


def frozen(value: Any) -> Any:
    """``value`` with tuples for lists, as the values of keys are."""
    return tuple(map(frozen, value)) if isinstance(value, (list, tuple)) else value


def enumeration(name: str, choices: Mapping[str, str], runtime: str) -> Converter:
    """One of a few words, each with the OCaml expression that it stands for.

    A prefix that fits one word alone is accepted, as cmdliner does.
    """
    words = list(choices)

    def parse(word: str) -> str:
        matches = [word] if word in words else [choice for choice in words if word and choice.startswith(word)]
        if len(matches) != 1:
            expected = f"expected one of {', '.join(words)}"
            raise ValueError(" ".join(filter(None, (expected + ".", nearest(word, words)))))
        return matches[0]

    def take(value: Any) -> str:
        if value not in words:
            raise ValueError(nearest(str(value), words) or f"It is one of {', '.join(words)}.")
        return str(value)

    return Converter(name, parse, str, lambda word: choices[word], runtime, take)


def variants(*words: str) -> dict[str, str]:
    """Words with the polymorphic variants of OCaml that look like them: ``next-fit`` stands for ```Next_fit``."""
    return {word: "`" + ocaml.identifier(word).capitalize() for word in words}


LEVELS = {
    "app": "Some Logs.App",
    "error": "Some Logs.Error",
    "warning": "Some Logs.Warning",
    "info": "Some Logs.Info",
    "debug": "Some Logs.Debug",
    "quiet": "None",
}
"""The log levels by name, as OCaml of type ``Logs.level option``."""


def _parse_threshold(word: str) -> tuple[str, str]:
    source, colon, level = word.rpartition(":")
    if level not in LEVELS or ":" in source or (colon and not source):
        raise ValueError(f"expected LEVEL or SOURCE:LEVEL, where LEVEL is one of {', '.join(LEVELS)}")
    return ("*" if not colon else source, level)


LOG_THRESHOLD = Converter(
    "log threshold",
    _parse_threshold,
    lambda value: f"{value[0]}:{value[1]}",
    lambda value: f"({'`All' if value[0] == '*' else '`Src ' + ocaml.string(value[0])}, {LEVELS[value[1]]})",
    "Mirage_runtime.Arg.log_threshold",
    _taken(lambda value: isinstance(value, tuple) and len(value) == 2 and value[1] in LEVELS),
)
"""A level for one log source, or for all (``*``): a pair of both names."""
