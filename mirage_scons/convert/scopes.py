"""Names and what they stand for, in the scopes of a configuration that is translated."""

from __future__ import annotations

from typing import Any, NamedTuple, Union

from mirage_scons.config_ml.evaluate.environment import Later, Module, present
from mirage_scons.config_ml.modules import STDLIB
from mirage_scons.config_ml.source import Source, Span
from mirage_scons.convert.nodes import Expression, Node


class Function:
    """What has names of its own in Python: a file, or a function ``within`` another.

    ``binders`` are its names; those that are ``reserved`` in a file mean something else there.
    """

    def __init__(self, within: Function | None) -> None:
        self.within = within
        self.binders: list[Binder] = []
        self.reserved: set[str] = set()

    def is_in(self, other: Function) -> bool:
        """Whether this is ``other`` or within it."""
        step: Function | None = self
        while step is not None and step is not other:
            step = step.within
        return step is other


class Use(NamedTuple):
    """A use of a name: from where on it is evaluated, and in which function."""

    place: int
    function: Function


class Binder:
    """A name that a configuration gives a ``value``, which is not known of a parameter.

    ``place`` is where it begins to be what it is; ``prefix`` are the modules of the file that it is in. ``python`` is
    its name in Python, once it has one; where ``inline`` is set, that is written instead.
    """

    def __init__(self, name: str, at: Span, function: Function, prefix: tuple[str, ...]) -> None:
        self.name = name
        self.at = at
        self.place = at.start
        self.function = function
        self.prefix = prefix
        self.value: Expression | None = None
        self.uses: list[Use] = []
        self.python = ""
        self.inline: Expression | None = None
        self.is_local = True


class Known(NamedTuple):
    """What a library calls ``name``, with all of its modules."""

    name: str
    value: Any


class Tag(NamedTuple):
    """A constructor of the type ``family``; ``inline`` says that it holds a record of its own."""

    name: str
    family: str
    is_exception: bool
    binder: Binder | None = None
    arity: int = 0


class RecordType(NamedTuple):
    """A type of records, of which a class is made where one is made."""

    binder: Binder
    fields: tuple[tuple[str, str], ...]


Target = Union[Binder, Known]


class Scope:
    """Names, modules, constructors and fields, by what they are called; a file's module is a scope, too."""

    def __init__(self, parent: Scope | None = None) -> None:
        self.parent = parent
        self.values: dict[str, Target] = {}
        self.modules: dict[str, Scope] = {}
        self.tags: dict[str, Tag] = {}
        self.records: dict[str, RecordType] = {}
        self.file: File | None = None

    def add(self, other: Scope) -> None:
        """Have all that ``other`` has."""
        self.values.update(other.values)
        self.modules.update(other.modules)
        self.tags.update(other.tags)
        self.records.update(other.records)

    def find(self, kind: str, name: str) -> Any:
        """What ``name`` is among the values, modules, tags or records of this scope and those around it."""
        scope: Scope | None = self
        while scope is not None:
            found = getattr(scope, kind).get(name)
            if found is not None:
                return found
            scope = scope.parent
        return None


class File:
    """A file that is translated: its items, what they define, and the function that it is in Python."""

    def __init__(self, source: Source, items: tuple[Node, ...], name: str) -> None:
        self.source = source
        self.items = items
        self.name = name
        self.function = Function(None)
        self.defined = Scope()
        self.defined.file = self


_libraries: dict[int, Scope] = {}


def library(found: Module | Later) -> Scope:
    """A library's module as a scope."""
    module = present(found)
    if id(module) not in _libraries:
        scope = _libraries[id(module)] = Scope()
        prefix = f"{module.name}." if module.name and module is not STDLIB else ""
        scope.values.update({name: Known(f"{prefix}{name}", value) for name, value in module.values.items()})
        for name, one in module.constructors.items():
            scope.tags[name] = Tag(name, one.family, one.family == "exn", None, one.arity)
        inner = {name: one for name, one in module.modules.items() if isinstance(one, (Module, Later))}
        scope.modules.update({name: library(one) for name, one in inner.items()})
    return _libraries[id(module)]
