"""OCaml's modules Buffer, Bytes, Stack and Queue, whose values change."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, instance
from mirage_scons.config_ml.faults import RaisedError
from mirage_scons.config_ml.library import Table, declared, invalid, module
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.config_ml.values import NONE, UNIT, Char, List, Variant, items, listed, some


class Buffer:
    """A buffer of text."""

    described = "a buffer"

    def __init__(self) -> None:
        self.text = bytearray()


class MutableBytes:
    """Bytes, which can be changed."""

    described = "bytes"

    def __init__(self, text: bytes) -> None:
        self.text = bytearray(text)


class Row:
    """A stack, or a queue: what comes out next is at the right."""

    def __init__(self, described: str) -> None:
        self.described = described
        self.held: deque[Any] = deque()


SHAPES["buffer"] = instance("a buffer", Buffer)
SHAPES["bytes"] = instance("bytes", MutableBytes)
SHAPES["row"] = instance("a stack or a queue", Row)


def _add(machine: Machine, buffer: Buffer, text: bytes) -> tuple[()]:
    machine.spend(len(text) // 64)
    buffer.text += text
    return UNIT


def _part(text: bytearray, start: int, length: int, name: str) -> bytes:
    if start < 0 or length < 0 or start + length > len(text):
        raise invalid(name)
    return bytes(text[start : start + length])


def _add_part(machine: Machine, buffer: Buffer, text: bytes, start: int, length: int) -> tuple[()]:
    return _add(machine, buffer, _part(bytearray(text), start, length, "Buffer.add_substring/add_subbytes"))


def _truncate(buffer: Buffer, length: int) -> tuple[()]:
    if not 0 <= length <= len(buffer.text):
        raise invalid("Buffer.truncate")
    del buffer.text[length:]
    return UNIT


BUFFER = module(
    "Buffer",
    {
        "create": ("int", lambda _size: Buffer()),
        "contents": ("buffer", lambda buffer: bytes(buffer.text)),
        "length": ("buffer", lambda buffer: len(buffer.text)),
        "clear": ("buffer", lambda buffer: buffer.text.clear()),
        "reset": ("buffer", lambda buffer: buffer.text.clear()),
        "sub": ("buffer int int", lambda buffer, start, length: _part(buffer.text, start, length, "Buffer.sub")),
        "nth": ("buffer int", lambda buffer, index: Char(_part(buffer.text, index, 1, "Buffer.nth")[0])),
        "truncate": ("buffer int", _truncate),
    },
    {
        "add_string": ("buffer string", _add),
        "add_char": ("buffer char", lambda machine, buffer, char: _add(machine, buffer, bytes([char.number]))),
        "add_buffer": ("buffer buffer", lambda machine, buffer, other: _add(machine, buffer, bytes(other.text))),
        "add_substring": ("buffer string int int", _add_part),
    },
)
"""The module ``Buffer``."""


def _make(machine: Machine, length: int, char: Any = None) -> MutableBytes:
    if length < 0:
        raise invalid("Bytes.create")
    machine.spend(length // 16)
    return MutableBytes(bytes([char.number if char else 0]) * length)


def _put(value: MutableBytes, index: int, char: Char) -> tuple[()]:
    if not 0 <= index < len(value.text):
        raise invalid("index out of bounds")
    value.text[index] = char.number
    return UNIT


_SUB = "String.sub / Bytes.sub"
BYTES = module(
    "Bytes",
    {
        "of_string": ("string", MutableBytes),
        "to_string": ("bytes", lambda value: bytes(value.text)),
        "length": ("bytes", lambda value: len(value.text)),
        "copy": ("bytes", lambda value: MutableBytes(bytes(value.text))),
        "get": ("bytes int", lambda value, index: Char(_part(value.text, index, 1, "index out of bounds")[0])),
        "set": ("bytes int char", _put),
        "sub": (
            "bytes int int",
            lambda value, start, count: MutableBytes(_part(value.text, start, count, _SUB)),
        ),
        "sub_string": ("bytes int int", lambda value, start, count: _part(value.text, start, count, _SUB)),
        "uppercase_ascii": ("bytes", lambda value: MutableBytes(bytes(value.text).upper())),
        "lowercase_ascii": ("bytes", lambda value: MutableBytes(bytes(value.text).lower())),
    },
    {"make": ("int char", _make), "create": ("int", _make)},
    values={"empty": MutableBytes(b"")},
)
"""The module ``Bytes``."""


def _next(row: Row, keep: bool) -> Any:
    if not row.held:
        raise RaisedError(Variant("Empty", None, "exn"), said=f"the {row.described.partition(' ')[2]} is empty")
    return row.held[-1] if keep else row.held.pop()


def _next_or_none(row: Row, keep: bool) -> Variant:
    return some(_next(row, keep)) if row.held else NONE


def _iter(machine: Machine, function: Any, row: Row) -> Task:
    for value in reversed(list(row.held)):
        yield machine.applied(function, value)
    return UNIT


def _fold(machine: Machine, function: Any, start: Any, row: Row) -> Task:
    for value in reversed(list(row.held)):
        start = yield machine.applied(function, start, value)
    return start


def _of_values(described: str, put: Callable[[Row, Any], None]) -> Callable[[Machine, List], Row]:
    def made(machine: Machine, values: List) -> Row:
        row = Row(described)
        for value in items(values):
            put(row, value)
        return row

    return made


def _copy(machine: Machine, row: Row) -> Row:
    machine.spend(len(row.held) // 32)
    made = Row(row.described)
    made.held = deque(row.held)
    return made


def _rows(described: str, takes: str, tops: tuple[str, ...], put: Callable[[Row, Any], None]) -> tuple[Table, Table]:
    """The functions of stacks, or of queues."""
    pure: Table = {
        "create": ("unit", lambda: Row(described)),
        "push": ("any row", lambda value, row: put(row, value)),
        "add": ("any row", lambda value, row: put(row, value)),
        "is_empty": ("row", lambda row: not row.held),
        "length": ("row", lambda row: len(row.held)),
        "clear": ("row", lambda row: row.held.clear()),
        "to_seq": ("row", lambda row: listed(reversed(list(row.held)))),
        takes: ("row", lambda row: _next(row, False)),
        "pop": ("row", lambda row: _next(row, False)),
        f"{takes}_opt": ("row", lambda row: _next_or_none(row, False)),
        **{top: ("row", lambda row: _next(row, True)) for top in tops},
        **{f"{top}_opt": ("row", lambda row: _next_or_none(row, True)) for top in tops},
    }
    calling: Table = {
        "iter": ("any row", _iter),
        "fold": ("any any row", _fold),
        "copy": ("row", _copy),
        "of_seq": ("list", _of_values(described, put)),
    }
    return pure, calling


_EMPTY = declared("exn", Empty=0)
STACK = module(
    "Stack", *_rows("a stack", "pop", ("top",), lambda row, value: row.held.append(value)), constructors=_EMPTY
)
"""The module ``Stack``."""
QUEUE = module(
    "Queue",
    *_rows("a queue", "take", ("peek", "top"), lambda row, value: row.held.appendleft(value)),
    constructors=_EMPTY,
)
"""The module ``Queue``."""
