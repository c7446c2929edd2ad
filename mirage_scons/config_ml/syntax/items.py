"""What structures hold: definitions, modules and types."""

from __future__ import annotations

from typing import Any, NamedTuple, Union

from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.syntax.expressions import Binding, Expression
from mirage_scons.config_ml.syntax.paths import Path, Unsupported


class Define(NamedTuple):
    """``let bindings``, at the top of a structure."""

    at: Span
    recursive: bool
    bindings: tuple[Binding, ...]


class Run(NamedTuple):
    """An expression at the top of a structure."""

    at: Span
    body: Expression


class ModuleName(NamedTuple):
    """A module by its path."""

    at: Span
    path: Path


class Structure(NamedTuple):
    """``struct items end``."""

    at: Span
    items: tuple[Item, ...]


class FunctorOf(NamedTuple):
    """``functor (parameter : S) -> body``; the ``parameter`` of ``()`` is empty."""

    at: Span
    parameter: str
    body: Any


class ApplyModule(NamedTuple):
    """``functor (argument)``."""

    at: Span
    functor: Any
    argument: Any


Module = Union[ModuleName, Structure, Unsupported]
"""A module; what is of functors may be in its place, and is left out for a type checker that compares tuples."""


class Open(NamedTuple):
    """``open module``."""

    at: Span
    module: Module


class Include(NamedTuple):
    """``include module``."""

    at: Span
    module: Module


class DefineModule(NamedTuple):
    """``module name = module``."""

    at: Span
    name: str
    module: Module


class Constructor(NamedTuple):
    """A constructor that a type declares: ``inline`` says that its argument is a record of its own."""

    name: str
    arity: int
    inline: bool


class DeclareType(NamedTuple):
    """A type with its constructors, or of a record, with its fields: names with types as they are written."""

    at: Span
    name: str
    constructors: tuple[Constructor, ...]
    fields: tuple[tuple[str, str], ...] = ()


class DeclareException(NamedTuple):
    """An exception; ``same_as`` is the one that it is another name of."""

    at: Span
    constructor: Constructor
    same_as: tuple[Path, str] | None


Item = Union[Define, Run, Open, Include, DefineModule, DeclareType, DeclareException, Unsupported]
