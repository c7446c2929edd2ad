"""Patterns."""

from __future__ import annotations

from typing import NamedTuple, Union

from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.syntax.paths import Path, Unsupported


class Anything(NamedTuple):
    """``_``."""

    at: Span


class Bind(NamedTuple):
    """A name, which the value gets."""

    at: Span
    name: str


class Alias(NamedTuple):
    """``pattern as name``."""

    at: Span
    pattern: Pattern
    name: str


class Exactly(NamedTuple):
    """A literal."""

    at: Span
    value: object


class Between(NamedTuple):
    """``'a' .. 'z'``."""

    at: Span
    first: object
    last: object


class TuplePattern(NamedTuple):
    """``a, b``."""

    at: Span
    items: tuple[Pattern, ...]


class ListPattern(NamedTuple):
    """``[a; b]``; with a ``rest``, ``a :: b :: rest``."""

    at: Span
    items: tuple[Pattern, ...]
    rest: Pattern | None = None


class ArrayPattern(NamedTuple):
    """``[|a; b|]``."""

    at: Span
    items: tuple[Pattern, ...]


class ConstructPattern(NamedTuple):
    """A constructor and what it is applied to."""

    at: Span
    path: Path
    tag: str
    argument: Pattern | None


class PolymorphicPattern(NamedTuple):
    """A polymorphic variant and what it is applied to."""

    at: Span
    tag: str
    argument: Pattern | None


class RecordPattern(NamedTuple):
    """``{a = pattern; b}``."""

    at: Span
    fields: tuple[tuple[str, Pattern], ...]


class Either(NamedTuple):
    """``a | b``."""

    at: Span
    choices: tuple[Pattern, ...]


class Forced(NamedTuple):
    """``lazy pattern``."""

    at: Span
    pattern: Pattern


class ExceptionPattern(NamedTuple):
    """``exception pattern``, among the cases of a ``match``."""

    at: Span
    pattern: Pattern


class OpenPattern(NamedTuple):
    """``Module.(pattern)``."""

    at: Span
    path: Path
    pattern: Pattern


Pattern = Union[
    Anything, Bind, Alias, Exactly, Between, TuplePattern, ListPattern, ArrayPattern, ConstructPattern,
    PolymorphicPattern, RecordPattern, Either, Forced, ExceptionPattern, OpenPattern, Unsupported,
]  # fmt: skip
