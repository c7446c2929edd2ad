"""What Printf, Format and Fmt write for a format.

Of the pretty printer of Format this has boxes as far as they decide where a break is a line's end: in ``@[<v>`` it is,
in other boxes it is not, as if lines had no margin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mirage_scons.config_ml.evaluate.functions import Native
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, Shape, mapped, of_class
from mirage_scons.config_ml.faults import MisfitError
from mirage_scons.config_ml.stdlib.conversions import CONVERSIONS
from mirage_scons.config_ml.stdlib.format_strings import Conversion, Layout, Literal, Piece, arity, parse, takes
from mirage_scons.config_ml.trampoline import Step, Task
from mirage_scons.config_ml.values import UNIT, Int32, NativeInt


class Formatter:
    """Where printers write: the text so far, and the boxes that are open, with how far lines in them are indented."""

    described = "a formatter"

    def __init__(self) -> None:
        self.text = bytearray()
        self.boxes: list[tuple[bool, int]] = []

    def write(self, text: bytes) -> None:
        """Add ``text``."""
        self.text += text

    def open(self, vertical: bool, indent: int) -> None:
        """Open a box, whose breaks are ends of lines if it is ``vertical``."""
        self.boxes.append((vertical, self._column() + indent))

    def close(self) -> None:
        """Close the innermost box."""
        if self.boxes:
            self.boxes.pop()

    def space(self, width: int, offset: int = 0) -> None:
        """A break: so many spaces, or the end of a line and ``offset``."""
        vertical, indent = self.boxes[-1] if self.boxes else (False, 0)
        self.text += b"\n" + b" " * (indent + offset) if vertical else b" " * width

    def _column(self) -> int:
        return len(self.text) - (self.text.rfind(b"\n") + 1)


SHAPES["formatter"] = Shape("a formatter", lambda value: _is_formatter(value))


SHAPES["int32"] = of_class("an int32", Int32)


SHAPES["nativeint"] = of_class("a nativeint", NativeInt)


def _is_formatter(value: Any) -> Formatter:
    if not isinstance(value, Formatter):
        raise MisfitError
    return value


def _format(layout: bool) -> Callable[[bytes], tuple[Piece, ...]]:
    def read(form: bytes) -> tuple[Piece, ...]:
        try:
            return parse(form, layout)
        except ValueError as error:
            raise MisfitError(str(error)) from None

    return read


SHAPES["format"] = mapped(SHAPES["string"], _format(True), "a format")


SHAPES["printf"] = mapped(SHAPES["string"], _format(False), "a format")


Finish = Callable[[Formatter], Step]
"""What is done with what was printed."""


def printing(machine: Machine, name: str, pieces: Sequence[Piece], to: Formatter, finish: Finish) -> Step:
    """The function of a format's arguments that prints to ``to``; what ``finish`` gives, if it takes none."""
    count = arity(pieces)
    if not count:
        return _print(machine, name, pieces, (), to, finish)
    signature = " ".join(_shapes(pieces))

    def run(machine: Machine, *arguments: Any) -> Task:
        return _print(machine, name, pieces, arguments, to, finish)

    return Native(name, signature, run, calls=True)


def _shapes(pieces: Sequence[Piece]) -> list[str]:
    """What each argument of a format is to be."""
    words: list[str] = []
    for piece in pieces:
        if isinstance(piece, Conversion):
            words += ["int"] * (takes(piece) - (2 if piece.kind == "a" else 1))
            words += ["any", "any"] if piece.kind == "a" else ["any" if piece.kind == "t" else _shape(piece.kind)]
    return words


def _shape(kind: str) -> str:
    return CONVERSIONS[kind][0]


def _print(
    machine: Machine, _name: str, pieces: Sequence[Piece], given: Sequence[Any], to: Formatter, finish: Finish
) -> Task:
    arguments = iter(given)
    for piece in pieces:
        if isinstance(piece, Literal):
            to.write(piece.text)
        elif isinstance(piece, Layout):
            _LAYOUTS.get(piece.kind, _quiet)(to, piece.numbers)
        elif piece.kind == "a":
            printer, value = next(arguments), next(arguments)
            yield machine.applied(printer, to, value)
        elif piece.kind == "t":
            yield machine.applied(next(arguments), to)
        else:
            piece = _measured(piece, arguments)
            machine.spend((piece.width or 0) + (piece.precision or 0))
            to.write(CONVERSIONS[piece.kind][1](piece, next(arguments)))
    machine.spend(len(to.text) // 64)
    return finish(to)


def _measured(piece: Conversion, arguments: Any) -> Conversion:
    """``piece`` with what ``*`` stands for."""
    if piece.width == -1:
        width = next(arguments)
        piece = piece._replace(width=abs(width), flags=piece.flags + ("-" if width < 0 else ""))
    if piece.precision == -1:
        piece = piece._replace(precision=max(next(arguments), 0))
    return piece


def _line(to: Formatter, _numbers: tuple[int, ...]) -> None:
    to.write(b"\n")


def _quiet(_to: Formatter, _numbers: tuple[int, ...]) -> None:
    """Tags, flushes and the like leave nothing in a string."""


_LAYOUTS: dict[str, Callable[[Formatter, tuple[int, ...]], None]] = {
    "[": lambda to, numbers: to.open(False, numbers[0]),
    "v": lambda to, numbers: to.open(True, numbers[0]),
    "]": lambda to, _: to.close(),
    ",": lambda to, _: to.space(0),
    " ": lambda to, _: to.space(1),
    ";": lambda to, numbers: to.space(*numbers),
    ".": _line,
    "\n": _line,
    "\\n": _line,
}


def written(to: Formatter) -> bytes:
    """What was printed, as a string."""
    return bytes(to.text)


def nothing(_to: Formatter) -> tuple[()]:
    """Unit: what was printed stays where it was printed to."""
    return UNIT
