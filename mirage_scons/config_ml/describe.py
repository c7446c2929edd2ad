"""Values as messages show and describe them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mirage_scons.config_ml.values import Char, Cons, Int32, Int64, NativeInt, Nil, Record, Variant, items, text
from mirage_scons.model import ocaml

_DEEPEST = 6
_LONGEST = 8


def show(value: object, depth: int = 0) -> str:
    """``value`` as messages show it: as OCaml writes it, shortened."""
    shown = _SHOWN.get(type(value))
    if shown is None:
        return f"<{describe(value)}>"
    return "…" if depth > _DEEPEST else shown(value, depth + 1)


def _between(opening: str, values: Iterable[object], closing: str, depth: int, separator: str = "; ") -> str:
    shown: list[str] = []
    for value in values:
        if len(shown) == _LONGEST:
            shown.append("…")
            break
        shown.append(show(value, depth))
    return f"{opening}{separator.join(shown)}{closing}"


def _variant(value: Variant, depth: int) -> str:
    tag = value.tag if value.family is not None else f"`{value.tag}"
    if value.argument is None:
        return tag
    argument = show(value.argument, depth)
    simple = not isinstance(value.argument, Variant) or value.argument.argument is None
    return f"{tag} {argument}" if simple and not argument.startswith("-") else f"{tag} ({argument})"


def _record(value: Record, depth: int) -> str:
    fields = [f"{name} = {show(field, depth)}" for name, field in value.fields.items()]
    return f"{{{'; '.join(fields)}}}"


def _char(value: Char) -> str:
    quoted = ocaml.string(chr(value.number))[1:-1] if 32 <= value.number < 127 else f"\\{value.number:03d}"
    return {"'": "'\\''", '\\"': "'\"'"}.get(quoted, f"'{quoted}'")


_SHOWN: dict[type, Any] = {
    bool: lambda value, _: "true" if value else "false",
    int: lambda value, _: str(value),
    float: lambda value, _: f"{value:.12g}" + ("" if set(f"{value:.12g}") & set(".enai") else "."),
    bytes: lambda value, _: ocaml.string(text(value)),
    tuple: lambda value, depth: _between("(", value, ")", depth, ", "),
    list: lambda value, depth: _between("[|", value, "|]", depth),
    Cons: lambda value, depth: _between("[", items(value), "]", depth),
    Nil: lambda _value, _: "[]",
    Variant: _variant,
    Record: _record,
    Char: lambda value, _: _char(value),
    Int64: lambda value, _: f"{value.number}L",
    Int32: lambda value, _: f"{value.number}l",
    NativeInt: lambda value, _: f"{value.number}n",
}

_KINDS: dict[type, str] = {
    bool: "a bool", int: "an int", float: "a float", bytes: "a string", list: "an array", Cons: "a list", Nil: "a list",
    Record: "a record", Char: "a char", Int64: "an int64", Int32: "an int32", NativeInt: "a nativeint",
}  # fmt: skip


def describe(value: object) -> str:
    """What ``value`` is, with its article: ``a string``, ``a kv_ro``."""
    kind = _KINDS.get(type(value))
    if kind is not None:
        return kind
    if isinstance(value, tuple):
        return "a tuple" if value else "unit"
    if isinstance(value, Variant):
        known = {"option": "an option", "result": "a result", "exn": "an exception"}
        return f"the variant {show(value)}" if value.family is None else known.get(value.family, f"a {value.family}")
    for known_class, describer in DESCRIBERS:
        if isinstance(value, known_class):
            return describer(value)
    said = getattr(value, "described", None)
    return str(said) if said is not None else f"a {type(value).__name__.lower()}"


def kind_of(value: object) -> str:
    """The type of ``value``, with its article, as what is wanted instead of something else."""
    for known_class, kind in KINDS:
        if isinstance(value, known_class):
            return kind(value)
    return "a polymorphic variant" if isinstance(value, Variant) and value.family is None else describe(value)


KINDS: list[tuple[type, Callable[[Any], str]]] = []
"""The names of types of values that are described by more than these; the modules of the language add theirs."""

DESCRIBERS: list[tuple[type, Callable[[Any], str]]] = []
"""How what is of a class of the model is described; the modules of the language add theirs."""
