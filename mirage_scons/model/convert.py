"""Converters: how the value of a key is read from the command line and written as OCaml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Union

from mirage_scons.model import ocaml
from mirage_scons.model.errors import ConfigError, caller, nearest


@dataclass(frozen=True)
class Converter:
    """A type of key values.

    ``parse`` reads a word of the command line and raises :class:`ValueError` with what was expected; ``show`` is its
    inverse; ``literal`` writes a value as OCaml; ``runtime`` is the OCaml converter that reads it in the program;
    ``accepts`` says whether a Python value, such as a default in a configuration, is of the type.
    """

    name: str
    parse: Callable[[str], Any] = field(compare=False)
    show: Callable[[Any], str] = field(compare=False)
    literal: Callable[[Any], str] = field(compare=False)
    runtime: str
    accepts: Callable[[Any], bool] = field(compare=False)


def _parse_bool(word: str) -> bool:
    if word not in ("true", "false"):
        raise ValueError("expected true or false")
    return word == "true"


def _parse_int(word: str) -> int:
    digits = word.lstrip("+-")
    base = 10 if digits.isdecimal() else 0  # of numbers without a prefix, base 0 refuses those with zeros in front
    try:
        number = int(word, base)
    except ValueError:
        raise ValueError("expected a whole number") from None
    if not -(2**62) <= number < 2**62:
        raise ValueError("expected a whole number of 63 bits")
    return number


def _bool(value: bool) -> str:
    return "true" if value else "false"


STRING = Converter("string", str, str, ocaml.string, "Cmdliner.Arg.string", lambda v: isinstance(v, str))
BOOL = Converter("bool", _parse_bool, _bool, _bool, "Cmdliner.Arg.bool", lambda v: isinstance(v, bool))
INT = Converter(
    "int",
    _parse_int,
    str,
    lambda value: f"({value})",
    "Cmdliner.Arg.int",
    lambda v: isinstance(v, int) and not isinstance(v, bool) and -(2**62) <= v < 2**62,
)

Conversion = Union[Converter, type]
"""What a configuration may write for a converter: one of ours, or Python's own ``str``, ``int`` and ``bool``."""


def converter(conversion: Conversion) -> Converter:
    """The converter that ``conversion`` names; :class:`ConfigError` if it names none."""
    if isinstance(conversion, Converter):
        return conversion
    builtin = {str: STRING, int: INT, bool: BOOL}.get(conversion)
    if builtin is None:
        name = getattr(conversion, "__name__", repr(conversion))
        raise ConfigError(f"{name} is not a converter", caller(), "Use str, int, bool, some(…) or list_of(…).")
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
        lambda value: value is None or inner.accepts(value),
    )


def list_of(conversion: Conversion) -> Converter:
    """A list: its items are separated by commas on the command line."""
    inner = converter(conversion)
    return Converter(
        f"list of {inner.name}",
        lambda word: tuple(inner.parse(item) for item in word.split(",")) if word else (),
        lambda value: ",".join(map(inner.show, value)),
        lambda value: ocaml.items([inner.literal(item) for item in value]),
        f"(Cmdliner.Arg.list {inner.runtime})",
        lambda value: isinstance(value, (list, tuple)) and all(map(inner.accepts, value)),
    )


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

    return Converter(name, parse, str, lambda word: choices[word], runtime, lambda value: value in words)


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
    lambda value: isinstance(value, tuple) and len(value) == 2 and value[1] in LEVELS,
)
"""A level for one log source, or for all (``*``): a pair of both names."""
