"""What is written in a file of opam's format: fields, sections and values.

Strings, numbers and booleans are Python's own, lists are lists. The shapes are those of the library
``opam-file-format`` (``opamParserTypes.ml``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Union


@dataclass(slots=True)
class Ident:
    """A name, such as ``build`` or ``ocaml:version``."""

    name: str


@dataclass(slots=True)
class Group:
    """Values in parentheses."""

    values: list[Value]


@dataclass(slots=True)
class Option:
    """A value with conditions in braces, as in ``"lwt" {>= "5.0"}``."""

    value: Value
    conditions: list[Value]


@dataclass(slots=True)
class Comparison:
    """``left`` compared with ``right``: ``=``, ``!=``, ``<``, ``<=``, ``>``, ``>=`` or ``~``."""

    operator: str
    left: Value
    right: Value


@dataclass(slots=True)
class Bound:
    """A comparison whose left side is left out, as in ``>= "5.0"``."""

    operator: str
    right: Value


@dataclass(slots=True)
class Logic:
    """``left & right`` or ``left | right``."""

    operator: str
    left: Value
    right: Value


@dataclass(slots=True)
class Prefix:
    """``!value``, or ``?value``: whether it is defined."""

    operator: str
    value: Value


@dataclass(slots=True)
class Update:
    """A change of an environment variable, as in ``PATH += "bin"``."""

    operator: str
    left: Value
    right: Value


Value = Union[str, int, bool, Ident, Group, Option, Comparison, Bound, Logic, Prefix, Update, "list[Value]"]


@dataclass(slots=True)
class Field:
    """``name: value``, and the line and column that it begins at, from 1."""

    name: str
    value: Value
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)


@dataclass(slots=True)
class Section:
    """``kind "name" { items }``, such as ``url { … }``; ``name`` is ``None`` for most."""

    kind: str
    name: str | None
    items: list[Item]
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)


Item = Union[Field, Section]


@dataclass(slots=True)
class File:
    """The fields and sections of a file, in their order."""

    items: list[Item]
    name: str = field(default="", compare=False)

    def get(self, name: str) -> Value | None:
        """The value of a field, or ``None``; of two of one name the last, as opam has it."""
        found = self.field(name)
        return None if found is None else found.value

    def field(self, name: str) -> Field | None:
        """A field with its place."""
        return next((item for item in reversed(self.items) if isinstance(item, Field) and item.name == name), None)

    def sections(self, kind: str) -> Iterator[Section]:
        """The sections of a kind."""
        return (item for item in self.items if isinstance(item, Section) and item.kind == kind)


def listed(value: Value | None) -> list[Value]:
    """A value as a list: opam lets a list of one be written without brackets."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
