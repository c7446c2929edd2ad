"""Values computed from keys: they are known when the keys are, and say which keys they need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from mirage_scons.model.key import Key

T = TypeVar("T")
U = TypeVar("U")

Context = Mapping[str, Any]
"""The values that were given, by the name of the key; a key that is not in it has its default."""


@dataclass(frozen=True, eq=False)
class Value(Generic[T]):
    """A computation over keys. ``keys`` are all those that it may read."""

    keys: frozenset[Key]
    compute: Callable[[Context], T]

    def __call__(self, context: Context) -> T:
        """The value in ``context``."""
        return self.compute(context)

    def map(self, function: Callable[[T], U]) -> Value[U]:
        """The value of ``function`` applied to this one."""
        return Value(self.keys, lambda context: function(self(context)))

    def known(self, context: Context) -> bool:
        """Whether every key it reads has been given a value."""
        return all(key.name in context for key in self.keys)


def lookup(key: Key, context: Context) -> Any:
    """The value of ``key`` in ``context``, its default if it was not given."""
    return context.get(key.name, key.arg.default)


def value(key: Key) -> Value[Any]:
    """The value of a key."""
    return Value(frozenset([key]), lambda context: lookup(key, context))


def pure(constant: T) -> Value[T]:
    """A value that needs no key."""
    return Value(frozenset(), lambda _context: constant)


def both(first: Value[T], second: Value[U]) -> Value[tuple[T, U]]:
    """The pair of two values."""
    return Value(first.keys | second.keys, lambda context: (first(context), second(context)))
