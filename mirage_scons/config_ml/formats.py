"""Format strings: what Printf, Format and Fmt write for ``"%s: %d@."``.

Of the pretty printer of Format this has boxes as far as they decide where a break is a line's end: in ``@[<v>`` it is,
in other boxes it is not, as if lines had no margin.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from mirage_scons.config_ml.faults import MisfitError
from mirage_scons.config_ml.functions import Native
from mirage_scons.config_ml.machine import Machine
from mirage_scons.config_ml.shapes import SHAPES, Shape, mapped, of_class
from mirage_scons.config_ml.strings import escaped
from mirage_scons.config_ml.trampoline import Step, Task
from mirage_scons.config_ml.values import UNIT, Char, Int32, NativeInt


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


class Literal(NamedTuple):
    """Text as it is."""

    text: bytes


class Conversion(NamedTuple):
    """``%-5.2f``: ``width`` and ``precision`` are numbers, ``-1`` for ``*``, or none."""

    flags: str
    width: int | None
    precision: int | None
    kind: str


class Layout(NamedTuple):
    """What ``@`` asks of the pretty printer."""

    kind: str
    numbers: tuple[int, ...] = ()


Piece = Literal | Conversion | Layout

_CONVERSION = re.compile(
    rb"%(?P<flags>[-0+ #]*)(?P<width>\d+|\*)?(?:\.(?P<precision>\d+|\*)?)?"
    rb"(?P<kind>[lnL][diuxXo]|[diuxXosScCfFeEgGhHBbat%!@,lnLN])"
)
_LAYOUT = re.compile(
    rb"@(?:(\[)(?:<(h|v|hv|hov|b)?\s*(\d*)>)?|(;)(?:<(-?\d+) (-?\d+)>)?|([\],. ?@n]|\\n|<\d+>|\{[^}]*|\}|\n))"
)


@lru_cache(maxsize=256)
def parse(form: bytes, layout: bool) -> tuple[Piece, ...]:
    """The pieces of a format; ``layout`` is whether ``@`` has a meaning. :class:`ValueError` for a wrong one."""
    pieces: list[Piece] = []
    text = bytearray()
    place = 0
    while place < len(form):
        piece, place = _piece(form, place, layout)
        if isinstance(piece, Literal):
            text += piece.text
            continue
        if text:
            pieces.append(Literal(bytes(text)))
            text.clear()
        pieces.append(piece)
    if text:
        pieces.append(Literal(bytes(text)))
    return tuple(pieces)


def _piece(form: bytes, place: int, layout: bool) -> tuple[Piece, int]:
    byte = form[place : place + 1]
    if byte == b"%":
        match = _CONVERSION.match(form, place)
        if match is None:
            raise ValueError(f'"{form[place : place + 3].decode("utf-8", "replace")}" is not a conversion')
        return _conversion(match), match.end()
    match = _LAYOUT.match(form, place) if byte == b"@" and layout else None
    return (_layout(match), match.end()) if match else (Literal(byte), place + 1)


def _conversion(match: re.Match[bytes]) -> Piece:
    kind = match["kind"].decode()
    if kind in "%@":
        return Literal(kind.encode())
    if kind in "!,":
        return Literal(b"")
    dotted = b"." in match[0][: -len(kind)]
    precision = _count(match["precision"]) if match["precision"] else 0 if dotted else None
    return Conversion(match["flags"].decode(), _count(match["width"]), precision, kind)


def _count(digits: bytes | None) -> int | None:
    return None if digits is None else -1 if digits == b"*" else int(digits)


def _layout(match: re.Match[bytes]) -> Piece:
    box, mode, indent, hint, width, offset, plain = match.groups()
    if box:
        return Layout("v" if mode == b"v" else "[", (int(indent or 0),))
    if hint:
        return Layout(";", (int(width or 1), int(offset or 0)))
    return {b"@": Literal(b"@"), b"n": Literal(b"@n")}.get(plain) or Layout(plain.decode("latin-1"))


def arity(pieces: Sequence[Piece]) -> int:
    """How many arguments a format takes."""
    return sum(_takes(piece) for piece in pieces if isinstance(piece, Conversion))


def _takes(piece: Conversion) -> int:
    return (piece.width == -1) + (piece.precision == -1) + (2 if piece.kind == "a" else 1)


def integer(conversion: Conversion, number: int, bits: int) -> bytes:
    """A whole number as a conversion writes it."""
    kind = conversion.kind[-1]
    digits = {"x": "x", "X": "X", "o": "o"}.get(kind)
    if digits or kind == "u":
        number %= 1 << bits
    body = format(abs(number), digits or "d")
    if conversion.precision is not None:
        body = body.rjust(conversion.precision, "0")
    sign = "-" if number < 0 else _sign(conversion) if kind in "di" else ""
    prefix = {"x": "0x", "X": "0X", "o": "0"}.get(kind, "") if "#" in conversion.flags and number else ""
    return _padded(conversion, sign + prefix, body, conversion.precision is None)


def _sign(conversion: Conversion) -> str:
    return "+" if "+" in conversion.flags else " " if " " in conversion.flags else ""


def _padded(conversion: Conversion, sign: str, body: str, zeros: bool = True) -> bytes:
    """``body`` after its ``sign``, as wide as is asked for."""
    width = conversion.width or 0
    if "-" in conversion.flags:
        return (sign + body).ljust(width).encode()
    if "0" in conversion.flags and zeros:
        return (sign + body.rjust(width - len(sign), "0")).encode()
    return (sign + body).rjust(width).encode()


def real(conversion: Conversion, number: float) -> bytes:
    """A float as a conversion writes it."""
    kind = conversion.kind
    precision = 6 if conversion.precision is None else conversion.precision
    sign = "-" if math.copysign(1, number) < 0 else _sign(conversion)
    if not math.isfinite(number):
        body = ("infinity" if kind == "F" else "inf") if math.isinf(number) else "nan"
        return _padded(conversion, sign if math.isinf(number) else "", body, False)
    if kind == "F":
        return _padded(conversion, sign, _exact(abs(number), conversion.precision))
    if kind in "hH":
        body = abs(number).hex().replace("0x1.0000000000000p", "0x1p").replace("0x0.0p", "0x0p")
        return _padded(conversion, sign, body.upper() if kind == "H" else body)
    return _padded(conversion, sign, format(abs(number), f".{precision}{kind}"))


def _exact(number: float, precision: int | None) -> str:
    """``%F``: as OCaml writes a literal."""
    written = f"{number:.{12 if precision is None else precision}g}"
    return written if set(written) & set(".e") else f"{written}."


def _text(conversion: Conversion, text: bytes) -> bytes:
    width = conversion.width or 0
    return text.ljust(width) if "-" in conversion.flags else text.rjust(width)


def _quoted_char(char: Char) -> bytes:
    return b"'%b'" % (b"\\'" if char.number == 39 else escaped(bytes([char.number])).replace(b'\\"', b'"'))


_CONVERSIONS: dict[str, tuple[str, Callable[[Conversion, Any], bytes]]] = {
    "s": ("string", _text),
    "S": ("string", lambda conversion, text: _text(conversion, b'"%b"' % escaped(text))),
    "c": ("char", lambda conversion, char: _text(conversion, bytes([char.number]))),
    "C": ("char", lambda conversion, char: _text(conversion, _quoted_char(char))),
    "b": ("bool", lambda conversion, value: _text(conversion, b"true" if value else b"false")),
    "B": ("bool", lambda conversion, value: _text(conversion, b"true" if value else b"false")),
}
_CONVERSIONS.update({kind: ("int", lambda c, value: integer(c, value, 63)) for kind in "diuxXolLnN"})
_CONVERSIONS.update(dict.fromkeys("fFeEgGhH", ("float", real)))
for _letter in ("L", "l", "n"):
    for _digit in "diuxXo":
        _word = {"L": "int64", "l": "int32", "n": "nativeint"}[_letter]
        _CONVERSIONS[_letter + _digit] = (_word, lambda c, value: integer(c, value.number, value.bits))

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
            words += ["int"] * (_takes(piece) - (2 if piece.kind == "a" else 1))
            words += ["any", "any"] if piece.kind == "a" else ["any" if piece.kind == "t" else _shape(piece.kind)]
    return words


def _shape(kind: str) -> str:
    return _CONVERSIONS[kind][0]


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
            to.write(_CONVERSIONS[piece.kind][1](piece, next(arguments)))
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
