"""Expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Union

from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.syntax.paths import Path, Unsupported
from mirage_scons.config_ml.syntax.patterns import Pattern

if TYPE_CHECKING:
    from mirage_scons.config_ml.syntax.items import Item


class Constant(NamedTuple):
    """A literal, with the value that it stands for."""

    at: Span
    value: object


class Name(NamedTuple):
    """A value by its name; an operator's is its characters."""

    at: Span
    path: Path
    name: str


class Construct(NamedTuple):
    """A constructor, applied if there is an ``argument``."""

    at: Span
    path: Path
    tag: str
    argument: Expression | None


class Polymorphic(NamedTuple):
    """A polymorphic variant: ```Tag``, or applied."""

    at: Span
    tag: str
    argument: Expression | None


class TupleOf(NamedTuple):
    """``a, b``."""

    at: Span
    items: tuple[Expression, ...]


class ListOf(NamedTuple):
    """``[a; b]``; with a ``rest``, ``a :: b :: rest``."""

    at: Span
    items: tuple[Expression, ...]
    rest: Expression | None = None


class ArrayOf(NamedTuple):
    """``[|a; b|]``."""

    at: Span
    items: tuple[Expression, ...]


class RecordOf(NamedTuple):
    """``{a = x; b}``, or with a ``base``, ``{base with a = x}``; ``{M.a = x}`` has the ``path`` of a module."""

    at: Span
    base: Expression | None
    fields: tuple[tuple[str, Expression], ...]
    path: Path = ()


class Field(NamedTuple):
    """``record.name``."""

    at: Span
    record: Expression
    name: str


class Index(NamedTuple):
    """``sequence.(position)`` of an array, or ``sequence.[position]`` of a string."""

    at: Span
    sequence: Expression
    position: Expression
    of_string: bool


class Assign(NamedTuple):
    """``place <- value``."""

    at: Span
    place: Union[Field, Index]
    value: Expression


class Argument(NamedTuple):
    """An argument of an application: ``label`` is empty for one without; ``optional`` is ``?label:``."""

    at: Span
    label: str
    optional: bool
    value: Expression


class Apply(NamedTuple):
    """A function applied; of operators too."""

    at: Span
    function: Expression
    arguments: tuple[Argument, ...]


class Logic(NamedTuple):
    """``left && right``, or ``left || right`` where not ``is_and``."""

    at: Span
    is_and: bool
    left: Expression
    right: Expression


class Parameter(NamedTuple):
    """A parameter of a function: ``label`` is empty for one without.

    ``pattern`` is what it binds; ``optional`` is ``?label``, which has a ``default`` or is an option.
    """

    at: Span
    label: str
    optional: bool
    pattern: Pattern
    default: Expression | None


class Case(NamedTuple):
    """``pattern when guard -> body``."""

    at: Span
    pattern: Pattern
    guard: Expression | None
    body: Expression


class Fun(NamedTuple):
    """``fun parameters -> body``; for ``function``, the last parameter is matched with ``body``, its cases."""

    at: Span
    parameters: tuple[Parameter, ...]
    body: Union[Expression, Cases]


class Cases(NamedTuple):
    """The cases of a ``function``."""

    at: Span
    cases: tuple[Case, ...]


class Binding(NamedTuple):
    """``pattern = value``, of ``let``."""

    at: Span
    pattern: Pattern
    value: Expression


class Let(NamedTuple):
    """``let bindings in body``."""

    at: Span
    recursive: bool
    bindings: tuple[Binding, ...]
    body: Expression


class LetOperator(NamedTuple):
    """``let* a = b and* c = d in body``, with the operators' names."""

    at: Span
    operators: tuple[str, ...]
    bindings: tuple[Binding, ...]
    body: Expression


class LetItem(NamedTuple):
    """An ``item`` of a structure, such as ``open``, before an expression."""

    at: Span
    item: Item
    body: Expression


class LocalOpen(NamedTuple):
    """``Module.(body)``."""

    at: Span
    path: Path
    body: Expression


class If(NamedTuple):
    """``if condition then then else otherwise``."""

    at: Span
    condition: Expression
    then: Expression
    otherwise: Expression | None


class Match(NamedTuple):
    """``match subject with cases``."""

    at: Span
    subject: Expression
    cases: tuple[Case, ...]


class Try(NamedTuple):
    """``try body with cases``."""

    at: Span
    body: Expression
    cases: tuple[Case, ...]


class Sequence(NamedTuple):
    """``a; b``."""

    at: Span
    items: tuple[Expression, ...]


class Assert(NamedTuple):
    """``assert condition``."""

    at: Span
    condition: Expression


class Delay(NamedTuple):
    """``lazy body``."""

    at: Span
    body: Expression


class While(NamedTuple):
    """``while condition do body done``."""

    at: Span
    condition: Expression
    body: Expression | None


class For(NamedTuple):
    """``for name = first to last do body done``, or ``downto``."""

    at: Span
    name: Pattern
    first: Expression
    last: Expression
    down: bool
    body: Expression | None


Expression = Union[
    Constant, Name, Construct, Polymorphic, TupleOf, ListOf, ArrayOf, RecordOf, Field, Index, Assign, Apply, Logic, Fun,
    Let, LetOperator, LetItem, LocalOpen, If, Match, Try, Sequence, Assert, Delay, While, For, Unsupported,
]  # fmt: skip
