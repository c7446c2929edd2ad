"""What names stand for: values, modules and constructors, in scopes inside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from mirage_scons.config_ml.faults import nearest, unbound
from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.syntax import Path


class Declared:
    """A constructor as its type declares it: ``family`` is the type's name, ``index`` the place in it."""

    __slots__ = ("arity", "family", "index", "inline", "tag")

    def __init__(self, tag: str, family: str, index: int, arity: int, inline: bool = False) -> None:
        self.tag = tag
        self.family = family
        self.index = index
        self.arity = arity
        self.inline = inline


class Module:
    """A module: what it holds, by name; ``missing`` says what to write for a name that it has not."""

    def __init__(
        self,
        name: str,
        values: Mapping[str, Any] | None = None,
        modules: Mapping[str, Any] | None = None,
        constructors: Mapping[str, Declared] | None = None,
        missing: Callable[[str], str] | None = None,
    ) -> None:
        self.name = name
        self.values: dict[str, Any] = dict(values or {})
        self.modules: dict[str, Any] = dict(modules or {})
        self.constructors: dict[str, Declared] = dict(constructors or {})
        self.missing = missing or (lambda _name: "")


class Outside(NamedTuple):
    """What is beyond all scopes: how a module beside the configuration is had, and what to say of an unknown name."""

    load: Callable[[str], Module | None]
    hint: Callable[[str], str]


class Env:
    """A scope, inside its ``parent``. What a scope holds does not change once something may see it."""

    __slots__ = ("constructors", "modules", "outside", "parent", "values")

    def __init__(
        self,
        values: dict[str, Any],
        modules: dict[str, Any],
        constructors: dict[str, Declared],
        parent: Env | None,
        outside: Outside,
    ) -> None:
        self.values = values
        self.modules = modules
        self.constructors = constructors
        self.parent = parent
        self.outside = outside

    def inner(self, values: dict[str, Any]) -> Env:
        """A scope inside this one."""
        return Env(values, _NOTHING, _NOTHING, self, self.outside)

    def opened(self, module: Module) -> Env:
        """A scope inside this one with what ``module`` holds."""
        return Env(module.values, module.modules, module.constructors, self, self.outside)

    def with_values(self, values: Mapping[str, Any]) -> Env:
        """This scope with more values: what has seen the scope before goes on without them."""
        return Env({**self.values, **values}, self.modules, self.constructors, self.parent, self.outside)

    def with_module(self, name: str, module: Any) -> Env:
        """This scope with one more module."""
        return Env(self.values, {**self.modules, name: module}, self.constructors, self.parent, self.outside)

    def with_constructors(self, constructors: Mapping[str, Declared]) -> Env:
        """This scope with more constructors."""
        return Env(self.values, self.modules, {**self.constructors, **constructors}, self.parent, self.outside)

    def with_opened(self, module: Module) -> Env:
        """This scope with everything that ``module`` holds."""
        return Env(
            {**self.values, **module.values},
            {**self.modules, **module.modules},
            {**self.constructors, **module.constructors},
            self.parent,
            self.outside,
        )

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
        found = self._first(path[0], at)
        for depth, name in enumerate(path[1:], 1):
            if name not in found.modules:
                raise unbound("module", ".".join(path[: depth + 1]), list(found.modules), at, found.missing(name))
            found = found.modules[name]
        return found

    def _first(self, name: str, at: Span) -> Module:
        for scope in self._scopes():
            if name in scope.modules:
                found = scope.modules[name]
                if not isinstance(found, Module):
                    raise found
                return found
        loaded = self.outside.load(name)
        if loaded is None:
            known = [other for scope in self._scopes() for other in scope.modules]
            beside = f"It is no module of the configuration language, and there is no {name[:1].lower()}{name[1:]}.ml."
            raise unbound("module", name, known, at, nearest(name, known) or beside)
        return loaded

    def _scopes(self) -> Iterator[Env]:
        scope: Env | None = self
        while scope is not None:
            yield scope
            scope = scope.parent


_NOTHING: dict[str, Any] = {}
