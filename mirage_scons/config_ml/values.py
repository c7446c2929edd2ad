"""The values of OCaml while a configuration is evaluated.

Ints, bools, floats and tuples are Python's own (``()`` is the empty tuple), strings are ``bytes``, arrays Python lists;
what else there is has its class here. Devices, types, packages and the like are the model's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, Union

from mirage_scons.config_ml.faults import RaisedError, UnlikeError
from mirage_scons.model import ocaml

UNIT: tuple[()] = ()


def wrapped(number: int, bits: int = 63) -> int:
    """``number`` as so many bits hold it."""
    half = 1 << (bits - 1)
    return (number + half) % (half << 1) - half


class Boxed:
    """A whole number of a type of its own."""

    bits: ClassVar[int]
    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = wrapped(number, self.bits)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Boxed) and self.number == other.number

    def __hash__(self) -> int:
        return hash(self.number)

    def __repr__(self) -> str:
        return _shown(self)


class Int64(Boxed):
    """``1L``."""

    bits = 64
    __slots__ = ()


class Int32(Boxed):
    """``1l``."""

    bits = 32
    __slots__ = ()


class NativeInt(Boxed):
    """``1n``."""

    bits = 64
    __slots__ = ()


class Char(Boxed):
    """``'a'``."""

    bits = 9
    __slots__ = ()


class Variant:
    """A constructor or, where ``family`` is ``None``, a polymorphic variant.

    ``family`` names the type that declares it, ``index`` is its place there; it may have an ``argument``.
    """

    __slots__ = ("argument", "family", "index", "tag")

    def __init__(self, tag: str, argument: object = None, family: str | None = None, index: int = 0) -> None:
        self.tag = tag
        self.argument = argument
        self.family = family
        self.index = index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Variant) and equal(self, other)

    def __hash__(self) -> int:
        return hash(self.tag)

    def __repr__(self) -> str:
        return _shown(self)


class Cons:
    """A list that is not empty, which knows its ``length``."""

    __slots__ = ("head", "length", "tail")

    def __init__(self, head: Any, tail: List) -> None:
        self.head = head
        self.tail = tail
        self.length: int = tail.length + 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cons) and equal(self, other)

    def __hash__(self) -> int:
        return 1  # lists are compared, and are no keys of a dict

    def __repr__(self) -> str:
        return _shown(self)


class Nil:
    """The empty list, of which there is one."""

    __slots__ = ()
    length = 0

    def __repr__(self) -> str:
        return "[]"


List = Union[Cons, Nil]
NIL = Nil()
NONE = Variant("None", None, "option")


def some(value: object) -> Variant:
    """``Some value``."""
    return Variant("Some", value, "option", 1)


def ok(value: object) -> Variant:
    """``Ok value``."""
    return Variant("Ok", value, "result")


def error(value: object) -> Variant:
    """``Error value``."""
    return Variant("Error", value, "result", 1)


def option(value: object) -> Variant:
    """``None`` for Python's, else ``Some value``."""
    return NONE if value is None else some(value)


def listed(values: Iterable[object], rest: List = NIL) -> List:
    """The list of ``values``, before ``rest``."""
    for value in reversed(list(values)):
        rest = Cons(value, rest)
    return rest


def items(values: List) -> Iterator[Any]:
    """What is in a list."""
    while isinstance(values, Cons):
        yield values.head
        values = values.tail


class Record:
    """A record: its fields by name. Some can be changed; a reference is a record with the field ``contents``."""

    __slots__ = ("fields",)

    def __init__(self, fields: dict[str, object]) -> None:
        self.fields = fields

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and equal(self, other)

    def __hash__(self) -> int:
        return hash(tuple(self.fields))

    def __repr__(self) -> str:
        return _shown(self)


def text(value: bytes) -> str:
    """A string of OCaml as the model has it: bytes that are no UTF-8 are kept."""
    return value.decode("utf-8", "surrogateescape")


def string(value: str) -> bytes:
    """A text of the model as a string of OCaml."""
    return value.encode("utf-8", "surrogateescape")


def _ranks(value: Variant) -> tuple[int, int]:
    """Where OCaml puts a variant in order: those without an argument come first."""
    rank = value.index if value.family is not None else ocaml.variant_value(value.tag)
    return (0 if value.argument is None else 1, rank)


_SCALARS = (int, bool, float, bytes)


_MOST_PARTS = 1_000_000
"""How many parts of two values are compared: what is more goes round in circles."""


def equal(left: object, right: object) -> bool:
    """Whether two values are equal; those of two types are not, which OCaml's ``=`` would not compare."""
    try:
        return compare(left, right) == 0
    except UnlikeError:
        return False


def compare(left: object, right: object, spend: Callable[[int], None] | None = None) -> int:
    """OCaml's ``compare``: below, at or above 0. Functions cannot be compared, which raises as it does in OCaml.

    ``spend`` counts what that takes, every so many parts. :class:`~mirage_scons.config_ml.faults.UnlikeError` for
    values of two types.
    """
    pending: list[tuple[object, object]] = [(left, right)]
    parts = 0
    while pending:
        parts += 1
        if parts % 64 == 0 and spend is not None:
            spend(64)
        if parts > _MOST_PARTS:
            raise RaisedError(Variant("Stack_overflow", None, "exn"))
        one, other = pending.pop()
        if one is other and not isinstance(one, float):
            continue
        order = _parts(one, other, pending)
        if order:
            return order
    return 0


def _parts(one: Any, other: Any, pending: list[tuple[object, object]]) -> int:
    """Compare what two values are at once, and leave their parts ``pending``."""
    if type(one) is not type(other):
        if isinstance(one, (Cons, Nil)) and isinstance(other, (Cons, Nil)):
            return _order(one.length, other.length)
        raise UnlikeError(one, other)
    if isinstance(one, _SCALARS):
        return _order(one, other) if one == one and other == other else _order(one == one, other == other)
    if isinstance(one, Boxed):
        return _order(one.number, other.number)
    if isinstance(one, Variant):
        if one.family != other.family:
            raise UnlikeError(one, other)
        if _ranks(one) != _ranks(other) or one.tag != other.tag:
            return _order(_ranks(one), _ranks(other)) or 1
        if one.argument is not None:
            pending.append((one.argument, other.argument))
        return 0
    if isinstance(one, Cons):
        pending.extend(((one.tail, other.tail), (one.head, other.head)))
        return 0
    return _compound(one, other, pending)


def _compound(one: Any, other: Any, pending: list[tuple[object, object]]) -> int:
    if isinstance(one, Record):
        if one.fields.keys() != other.fields.keys():
            raise UnlikeError(one, other)
        pending.extend((value, other.fields[name]) for name, value in reversed(one.fields.items()))
        return 0
    if isinstance(one, (tuple, list)):
        pending.extend(zip(reversed(one), reversed(other), strict=False))
        return _order(len(one), len(other))
    raise RaisedError(Variant("Invalid_argument", b"compare: functional value", "exn"))


def _order(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


class Lazy:
    """``lazy body``: ``value`` is a task until it is forced."""

    described = "a lazy value"

    def __init__(self, value: Any, is_forced: bool = False) -> None:
        self.value = value
        self.is_forced = is_forced


def _shown(value: object) -> str:
    from mirage_scons.config_ml.describe import show  # which knows all values

    return show(value)
