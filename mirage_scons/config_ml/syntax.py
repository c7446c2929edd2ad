"""What an OCaml file says, as far as configurations say it: expressions, patterns, definitions.

Every node knows its place (``at``). They are named tuples, which are frozen records too, because making the class of a
dataclass takes ten times as long, and these are all made whenever a config.ml is read.
"""

from __future__ import annotations

from typing import NamedTuple, Union

from mirage_scons.config_ml.source import Span

Path = tuple[str, ...]
"""The names of modules before a name: ``("Key", "Arg")`` in ``Key.Arg.info``."""


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
    """``{a = x; b}``, or with a ``base``, ``{base with a = x}``."""

    at: Span
    base: Expression | None
    fields: tuple[tuple[str, Expression], ...]


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


class Unsupported(NamedTuple):
    """What is OCaml, but is not read here; ``what`` names it."""

    at: Span
    what: str


Expression = Union[
    Constant, Name, Construct, Polymorphic, TupleOf, ListOf, ArrayOf, RecordOf, Field, Index, Assign, Apply, Logic, Fun,
    Let, LetOperator, LetItem, LocalOpen, If, Match, Try, Sequence, Assert, Delay, While, For, Unsupported,
]  # fmt: skip


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


Module = Union[ModuleName, Structure, Unsupported]


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
    """A type with its constructors."""

    at: Span
    name: str
    constructors: tuple[Constructor, ...]


class DeclareException(NamedTuple):
    """An exception; ``same_as`` is the one that it is another name of."""

    at: Span
    constructor: Constructor
    same_as: tuple[Path, str] | None


Item = Union[Define, Run, Open, Include, DefineModule, DeclareType, DeclareException, Unsupported]
