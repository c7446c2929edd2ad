"""Values computed from keys: they are known when the keys are, and say which keys they need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from mirage_scons.model.convert import BOOL
from mirage_scons.model.errors import ConfigError, Location, called, caller
from mirage_scons.model.key import Key

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")

Context = Mapping[str, Any]
"""The values that were given, by the name of the key; a key that is not in it has its default."""


@dataclass(frozen=True, eq=False)
class Value(Generic[T_co]):
    """A computation over keys. ``keys`` are all those that it may read; ``key`` is the one whose value it just is."""

    keys: frozenset[Key]
    compute: Callable[[Context], T_co]
    key: Key | None = None

    def eval(self, context: Context) -> T_co:
        """The value in ``context``."""
        return self.compute(context)

    def default(self) -> T_co:
        """The value where no key is given one."""
        return self.eval({})

    def map(self, function: Callable[[T_co], U]) -> Value[U]:
        """The value of ``function`` applied to this one."""
        where = _function(function)
        return Value(self.keys, lambda context: called(where, function, self.eval(context)))

    def __call__(self, *arguments: Value[Any]) -> Value[Any]:
        """The value of the function that this value is, applied to the values of ``arguments``, all at once."""
        where = caller()
        for argument in arguments:
            check_value(argument, "the argument")
        keys = self.keys.union(*(argument.keys for argument in arguments))

        def compute(context: Context) -> Any:
            function: Any = self.eval(context)
            return called(where, function, *(argument.eval(context) for argument in arguments))

        return Value(keys, compute)

    def known(self, context: Context) -> bool:
        """Whether every key it reads has been given a value."""
        return all(key.name in context for key in self.keys)


def _function(function: object) -> Location | None:
    where = caller()
    if not callable(function):
        raise ConfigError(f"{function!r} is not a function", where, "Write one as in map(lambda word: word.upper()).")
    return where


def lookup(key: Key, context: Context) -> Any:
    """The value of ``key`` in ``context``, its default if it was not given."""
    return context.get(key.name, key.arg.default)


def value(key: Key) -> Value[Any]:
    """The value of a key."""
    if not isinstance(key, Key):
        raise ConfigError(f"{key!r} is not a key", caller(), 'Keys are made by key("NAME", …).')
    return Value(frozenset([key]), lambda context: lookup(key, context), key)


def pure(constant: T) -> Value[T]:
    """A value that needs no key."""
    return Value(frozenset(), lambda _context: constant)


def if_(condition: Value[bool], then: T, otherwise: T) -> Value[T]:
    """The value ``then`` where ``condition`` holds, else ``otherwise``."""
    return truth(condition).map(lambda holds: then if holds else otherwise)


def match_(of: Value[T], function: Callable[[T], U]) -> Value[U]:
    """The value of ``function`` applied to a value: ``of.map(function)``."""
    return check_value(of, "the argument").map(function)


def truth(condition: Value[bool]) -> Value[bool]:
    """``condition``, which is an error of the line that asks for it where it is neither ``True`` nor ``False``."""
    where = caller()
    known = check_value(condition, "the condition").key
    if known is not None and known.converter != BOOL:
        what = f"the key {known.name} is of type {known.converter.name}, where a bool is wanted"
        raise ConfigError(what, where, _COMPARE)

    def check(holds: object) -> bool:
        if not isinstance(holds, bool):
            raise ConfigError(f"the condition is {holds!r}, neither True nor False", where, _COMPARE)
        return holds

    return condition.map(check)


_COMPARE = "Compare it: value(KEY).map(lambda word: word == …)."


def check_value(value: Value[T], what: str) -> Value[T]:
    """``value``, if it is one; else a :class:`ConfigError` that begins with ``what``."""
    if isinstance(value, Key):
        raise ConfigError(f"the key {value.name} is not a value", caller(), "Write value(…) of it.")
    if not isinstance(value, Value):
        raise ConfigError(f"{what} {value!r} is not a value", caller(), "Write value(KEY), or pure(CONSTANT).")
    return value


def both(first: Value[T], second: Value[U]) -> Value[tuple[T, U]]:
    """The pair of two values."""
    return Value(first.keys | second.keys, lambda context: (first.eval(context), second.eval(context)))
