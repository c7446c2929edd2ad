"""What names stand for: values, modules and constructors, in scopes inside each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from mirage_scons.config_ml.faults import nearest, unbound
from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.syntax import Path
from mirage_scons.model.errors import ConfigError


class Declared:
    """A constructor as its type declares it: ``family`` is the type's name, ``index`` the place in it."""

    __slots__ = ("arity", "family", "index", "inline", "tag")

    def __init__(self, tag: str, family: str, index: int, arity: int, inline: bool = False) -> None:
        self.tag = tag
        self.family = family
        self.index = index
        self.arity = arity
        self.inline = inline


class RecordType(NamedTuple):
    """A type of records, with the names of its fields."""

    name: str
    fields: tuple[str, ...]


class Later(NamedTuple):
    """A module that is loaded when it is named: the constant ``name`` of a module of Python."""

    file: str
    name: str

    def load(self) -> Module:
        """The module itself."""
        module: Module = getattr(import_module(self.file), self.name)
        return module


class Module:
    """A module: what it holds, by name, and its types of ``records``, of which the last declared is first.

    ``missing`` says what to write for a name that it has not.
    """

    def __init__(
        self,
        name: str,
        values: Mapping[str, Any] | None = None,
        modules: Mapping[str, Any] | None = None,
        constructors: Mapping[str, Declared] | None = None,
        missing: Callable[[str], str] | None = None,
        records: Sequence[RecordType] = (),
    ) -> None:
        self.name = name
        self.values: dict[str, Any] = dict(values or {})
        self.modules: dict[str, Any] = dict(modules or {})
        self.constructors: dict[str, Declared] = dict(constructors or {})
        self.missing = missing or (lambda _name: "")
        self.records = tuple(records)


class ModuleFunctor:
    """A functor of modules: ``apply`` gives the module, or the task that makes it, of the machine and its argument."""

    def __init__(self, name: str, apply: Callable[[Any, Module], Any]) -> None:
        self.name = name
        self.apply = apply


def present(module: Module | Later) -> Module:
    """``module``, loaded if it was not."""
    return module.load() if isinstance(module, Later) else module


class Outside(NamedTuple):
    """What is beyond all scopes: how a module beside the configuration is had, and what to say of an unknown name."""

    load: Callable[[str], Module | None]
    hint: Callable[[str], str]


class Env:
    """A scope, inside its ``parent``. What a scope holds does not change once something may see it.

    A definition makes a scope of its own, which is joined with the one before while that is not larger: as many
    definitions as there are, there are few scopes to look in, and each name is copied a few times only. ``is_joined``
    says that a scope was made so.
    """

    __slots__ = ("constructors", "is_joined", "modules", "outside", "parent", "records", "values")

    def __init__(self, held: Module, parent: Env | None, outside: Outside, is_joined: bool = False) -> None:
        self.values = held.values
        self.modules = held.modules
        self.constructors = held.constructors
        self.records = held.records
        self.parent = parent
        self.outside = outside
        self.is_joined = is_joined

    def inner(self, values: dict[str, Any]) -> Env:
        """A scope inside this one."""
        scope = Env(_NOTHING, self, self.outside)
        scope.values = values
        return scope

    def opened(self, module: Module) -> Env:
        """A scope inside this one with what ``module`` holds."""
        return Env(module, self, self.outside)

    def defining(self, part: Module) -> Env:
        """This scope with what ``part`` holds: what has seen the scope before goes on without that."""
        scope = Env(part, self, self.outside, is_joined=True)
        while (below := scope.parent) is not None and below.is_joined and below.size <= scope.size:
            scope = scope._joined_with(below)
        return scope

    @property
    def size(self) -> int:
        """How many names this very scope has."""
        return len(self.values) + len(self.modules) + len(self.constructors) + len(self.records)

    def _joined_with(self, below: Env) -> Env:
        whole = Module(
            "",
            {**below.values, **self.values},
            {**below.modules, **self.modules},
            {**below.constructors, **self.constructors},
            records=(*self.records, *below.records),
        )
        return Env(whole, below.parent, self.outside, is_joined=True)

    def value(self, path: Path, name: str, at: Span) -> Any:
        """What a name stands for."""
        if path:
            module = self.module(path, at)
            if name in module.values:
                return module.values[name]
            whole = f"{'.'.join(path)}.{name}"
            raise unbound("value", whole, list(module.values), at, module.missing(name))
        scope: Env | None = self
        while scope is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.parent
        known = [one for inner in self._scopes() for one in inner.values]
        raise unbound("value", name, known, at, self.outside.hint(name))

    def known(self, path: Path, name: str, unknown: Any) -> Any:
        """What a name stands for; ``unknown`` if it stands for nothing, or is of a module that is not loaded yet."""
        if not path:
            return next((scope.values[name] for scope in self._scopes() if name in scope.values), unknown)
        found = next((scope.modules[path[0]] for scope in self._scopes() if path[0] in scope.modules), None)
        for step in path[1:]:
            found = found.modules.get(step) if isinstance(found, Module) else None
        return found.values.get(name, unknown) if isinstance(found, Module) else unknown

    def known_constructor(self, path: Path, tag: str) -> Declared | None:
        """What a constructor without a path is declared as, if it is."""
        if path:
            return None
        return next((scope.constructors[tag] for scope in self._scopes() if tag in scope.constructors), None)

    def constructor(self, path: Path, tag: str, at: Span) -> Declared:
        """What a constructor is declared as."""
        if path:
            module = self.module(path, at)
            if tag in module.constructors:
                return module.constructors[tag]
            raise unbound("constructor", f"{'.'.join(path)}.{tag}", list(module.constructors), at)
        for scope in self._scopes():
            if tag in scope.constructors:
                return scope.constructors[tag]
        known = [name for scope in self._scopes() for name in scope.constructors]
        raise unbound("constructor", tag, known, at)

    def module(self, path: Path, at: Span) -> Module:
        """The module of a path."""
        found = self.held(path, at)
        if isinstance(found, ModuleFunctor):
            raise ConfigError(f"{'.'.join(path)} is a functor, where a module is wanted", at.location())
        return found

    def held(self, path: Path, at: Span) -> Module | ModuleFunctor:
        """The module, or the functor, of a path."""
        found = self._first(path[0], at)
        for depth, name in enumerate(path[1:], 1):
            if isinstance(found, ModuleFunctor):
                raise ConfigError(f"{'.'.join(path[:depth])} is a functor, which holds nothing", at.location())
            if name not in found.modules:
                raise unbound("module", ".".join(path[: depth + 1]), list(found.modules), at, found.missing(name))
            found = _loaded(found.modules[name])
        return found

    def record(self, fields: Collection[str]) -> RecordType | None:
        """The type of records that was declared last of those with the most of ``fields``."""
        declared = [one for scope in self._scopes() for one in scope.records]
        return max(declared, key=lambda one: len(set(one.fields) & set(fields)), default=None)

    def fields(self) -> list[str]:
        """The names of all fields of records."""
        return [field for scope in self._scopes() for one in scope.records for field in one.fields]

    def _first(self, name: str, at: Span) -> Module | ModuleFunctor:
        for scope in self._scopes():
            if name in scope.modules:
                return _loaded(scope.modules[name])
        loaded = self.outside.load(name)
        if loaded is None:
            known = [other for scope in self._scopes() for other in scope.modules]
            beside = f"It is no module of the configuration language, and there is no {name[:1].lower()}{name[1:]}.ml."
            raise unbound("module", name, known, at, self.outside.hint(name) or nearest(name, known) or beside)
        return loaded

    def _scopes(self) -> Iterator[Env]:
        scope: Env | None = self
        while scope is not None:
            yield scope
            scope = scope.parent


def _loaded(found: Module | ModuleFunctor | Later | Exception) -> Module | ModuleFunctor:
    """A module as it is known in a scope: itself, one to load, or why it cannot be had."""
    if isinstance(found, Later):
        return found.load()
    if isinstance(found, Exception):
        raise found
    return found


_NOTHING = Module("")
