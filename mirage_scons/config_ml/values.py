"""The values of OCaml while a configuration is evaluated.

Ints, bools, floats and tuples are Python's own (``()`` is the empty tuple), strings are ``bytes``, arrays Python lists;
what else there is has its class here. Devices, types, packages and the like are the model's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, Union

from mirage_scons.config_ml.faults import RaisedError
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
        return show(self)


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
        return show(self)


class Cons:
    """A list that is not empty."""

    __slots__ = ("head", "tail")

    def __init__(self, head: object, tail: List) -> None:
        self.head = head
        self.tail = tail

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cons) and equal(self, other)

    def __hash__(self) -> int:
        return 1  # lists are compared, and are no keys of a dict

    def __repr__(self) -> str:
        return show(self)


class Nil:
    """The empty list, of which there is one."""

    __slots__ = ()

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
        return show(self)


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


def equal(left: object, right: object) -> bool:
    """OCaml's ``=``."""
    return compare(left, right) == 0


def compare(left: object, right: object) -> int:
    """OCaml's ``compare``: below, at or above 0. Functions cannot be compared, which raises as it does in OCaml."""
    pending: list[tuple[object, object]] = [(left, right)]
    while pending:
        one, other = pending.pop()
        if one is other and not isinstance(one, float):
            continue
        order = _parts(one, other, pending)
        if order:
            return order
    return 0


def _parts(one: Any, other: Any, pending: list[tuple[object, object]]) -> int:
    """Compare what two values are at once, and leave their parts ``pending``."""
    if type(one) is not type(other) or isinstance(one, Nil):
        return _order(isinstance(one, Cons), isinstance(other, Cons)) or (0 if isinstance(one, Nil) else 1)
    if isinstance(one, _SCALARS):
        return _order(one, other)
    if isinstance(one, Boxed):
        return _order(one.number, other.number)
    if isinstance(one, Variant):
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
            return 1
        pending.extend((value, other.fields[name]) for name, value in reversed(one.fields.items()))
        return 0
    if isinstance(one, (tuple, list)):
        pending.extend(zip(reversed(one), reversed(other), strict=False))
        return _order(len(one), len(other))
    raise RaisedError(Variant("Invalid_argument", b"compare: functional value", "exn"))


def _order(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


_DEEPEST = 6
_LONGEST = 8


def show(value: object, depth: int = 0) -> str:
    """``value`` as messages show it: as OCaml writes it, shortened."""
    shown = _SHOWN.get(type(value))
    if shown is None:
        return f"<{describe(value)}>"
    return "…" if depth > _DEEPEST else shown(value, depth + 1)


def _between(opening: str, values: Iterable[object], closing: str, depth: int, separator: str = "; ") -> str:
    shown: list[str] = []
    for value in values:
        if len(shown) == _LONGEST:
            shown.append("…")
            break
        shown.append(show(value, depth))
    return f"{opening}{separator.join(shown)}{closing}"


def _variant(value: Variant, depth: int) -> str:
    tag = value.tag if value.family is not None else f"`{value.tag}"
    if value.argument is None:
        return tag
    argument = show(value.argument, depth)
    simple = not isinstance(value.argument, Variant) or value.argument.argument is None
    return f"{tag} {argument}" if simple and not argument.startswith("-") else f"{tag} ({argument})"


def _record(value: Record, depth: int) -> str:
    fields = [f"{name} = {show(field, depth)}" for name, field in value.fields.items()]
    return f"{{{'; '.join(fields)}}}"


def _char(value: Char) -> str:
    quoted = ocaml.string(chr(value.number))[1:-1] if 32 <= value.number < 127 else f"\\{value.number:03d}"
    return {"'": "'\\''", '\\"': "'\"'"}.get(quoted, f"'{quoted}'")


_SHOWN: dict[type, Any] = {
    bool: lambda value, _: "true" if value else "false",
    int: lambda value, _: str(value),
    float: lambda value, _: f"{value:.12g}" + ("" if set(f"{value:.12g}") & set(".enai") else "."),
    bytes: lambda value, _: ocaml.string(text(value)),
    tuple: lambda value, depth: _between("(", value, ")", depth, ", "),
    list: lambda value, depth: _between("[|", value, "|]", depth),
    Cons: lambda value, depth: _between("[", items(value), "]", depth),
    Nil: lambda _value, _: "[]",
    Variant: _variant,
    Record: _record,
    Char: lambda value, _: _char(value),
    Int64: lambda value, _: f"{value.number}L",
    Int32: lambda value, _: f"{value.number}l",
    NativeInt: lambda value, _: f"{value.number}n",
}

_KINDS: dict[type, str] = {
    bool: "a bool", int: "an int", float: "a float", bytes: "a string", list: "an array", Cons: "a list", Nil: "a list",
    Record: "a record", Char: "a char", Int64: "an int64", Int32: "an int32", NativeInt: "a nativeint",
}  # fmt: skip


def describe(value: object) -> str:
    """What ``value`` is, with its article: ``a string``, ``a kv_ro``."""
    kind = _KINDS.get(type(value))
    if kind is not None:
        return kind
    if isinstance(value, tuple):
        return "a tuple" if value else "unit"
    if isinstance(value, Variant):
        known = {"option": "an option", "result": "a result", "exn": "an exception"}
        return f"the variant {show(value)}" if value.family is None else known.get(value.family, f"a {value.family}")
    for known_class, describer in DESCRIBERS:
        if isinstance(value, known_class):
            return describer(value)
    said = getattr(value, "described", None)
    return str(said) if said is not None else f"a {type(value).__name__.lower()}"


DESCRIBERS: list[tuple[type, Callable[[Any], str]]] = []
"""How what is of a class of the model is described; the modules of the language add theirs."""


class Lazy:
    """``lazy body``: ``value`` is a task until it is forced."""

    described = "a lazy value"

    def __init__(self, value: Any, is_forced: bool = False) -> None:
        self.value = value
        self.is_forced = is_forced
