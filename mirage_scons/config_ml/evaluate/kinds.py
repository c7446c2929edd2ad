"""Values of one type: as far as two values tell, whether OCaml's type checker would let one be where the other is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mirage_scons.config_ml.describe import describe, kind_of
from mirage_scons.config_ml.evaluate.functions import Closure, Native, Partial
from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.values import Cons, Lazy, Nil, Record, Variant
from mirage_scons.model.errors import ConfigError

Pair = tuple[Any, Any]
"""Two parts of values that are of two types."""

UNKNOWN: Any = object()
"""A value, or a part of one, of whose type nothing is known."""

_DEEPEST = 12
_CLASSES: dict[type, str] = {Closure: "function", Native: "function", Partial: "function", Cons: "list", Nil: "list"}


def unlike(one: Any, other: Any, depth: int = 0) -> Pair | None:
    """The parts of two values that are of two types; none if both may be of one."""
    if one is other or one is UNKNOWN or other is UNKNOWN or depth > _DEEPEST:
        return None
    kind = type(one)
    for known, are_alike in ALIKE:
        if isinstance(one, known) and isinstance(other, known):
            return None if are_alike(one, other) else (one, other)
    if _CLASSES.get(kind, kind) != _CLASSES.get(type(other), type(other)):
        return one, other
    compared = _COMPARED.get(kind)
    return None if compared is None else compared(one, other, depth + 1)


def _variants(one: Variant, other: Variant, depth: int) -> Pair | None:
    if one.family != other.family:
        return one, other
    if one.tag != other.tag or (one.argument is None and other.argument is None):
        return None
    if (one.argument is None) != (other.argument is None):
        return one, other
    return unlike(one.argument, other.argument, depth)


def _lists(one: Any, other: Any, depth: int) -> Pair | None:
    return unlike(one.head, other.head, depth) if isinstance(other, Cons) else None


def _arrays(one: list[Any], other: list[Any], depth: int) -> Pair | None:
    return unlike(one[0], other[0], depth) if one and other else None


def _tuples(one: tuple[Any, ...], other: tuple[Any, ...], depth: int) -> Pair | None:
    return (one, other) if len(one) != len(other) else _first(zip(one, other, strict=True), depth)


def _records(one: Record, other: Record, depth: int) -> Pair | None:
    if one.fields.keys() != other.fields.keys():
        return one, other
    return _first(((field, other.fields[name]) for name, field in one.fields.items()), depth)


def _lazies(one: Lazy, other: Lazy, depth: int) -> Pair | None:
    return unlike(one.value, other.value, depth) if one.is_forced and other.is_forced else None


def _first(pairs: Iterable[Pair], depth: int) -> Pair | None:
    return next((found for one, other in pairs if (found := unlike(one, other, depth)) is not None), None)


_COMPARED: dict[type, Callable[[Any, Any, int], Pair | None]] = {
    Variant: _variants,
    Cons: _lists,
    Nil: lambda _one, _other, _depth: None,
    list: _arrays,
    tuple: _tuples,
    Record: _records,
    Lazy: _lazies,
}

ALIKE: list[tuple[type | tuple[type, ...], Callable[[Any, Any], bool]]] = []
"""Whether two values of a class of the model are of one type; the modules of the language add theirs."""


def check_alike(one: Any, other: Any, at: Span, what: str) -> None:
    """:class:`ConfigError` at ``at`` if ``one`` and ``other`` are of two types; ``what`` says where both are."""
    parts = unlike(one, other)
    if parts is not None:
        kinds = describe(parts[1]), kind_of(parts[0])
        hint = "" if parts[0] is one else f"That is in {describe(other)}."
        raise ConfigError(f"{what} is {kinds[0]}, where {kinds[1]} is wanted", at.location(), hint)


def check_elements(values: Iterable[Any], places: Iterable[Span], whole: str) -> None:
    """:class:`ConfigError` for elements of ``whole`` that are of two types."""
    pairs = iter(zip(values, places, strict=False))
    first = next(pairs, None)
    for value, at in pairs:
        assert first is not None
        check_alike(first[0], value, at, f"this element of {whole}")
