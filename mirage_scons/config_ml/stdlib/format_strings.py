"""Format strings: what is in ``"%s: %d@."``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple


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


_CONVERSION = (
    rb"%(?P<flags>[-0+ #]*)(?P<width>\d+|\*)?(?:\.(?P<precision>\d+|\*)?)?"
    rb"(?P<kind>[lnL][diuxXo]|[diuxXosScCfFeEgGhHBbat%!@,lnLN])"
)
_LAYOUT = rb"@(?:(\[)(?:<(h|v|hv|hov|b)?\s*(\d*)>)?|(;)(?:<(-?\d+) (-?\d+)>)?|([\],. ?@n]|\\n|<\d+>|\{[^}]*|\}|\n))"
"""Patterns that are compiled when a format is read, which is not in every configuration."""


_compiled = cache(re.compile)

_WIDEST = 10_000
"""The widest that a break may be, and the furthest that a box may be indented."""


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
        match = _compiled(_CONVERSION).match(form, place)
        if match is None:
            raise ValueError(f'"{form[place : place + 3].decode("utf-8", "replace")}" is not a conversion')
        return _conversion(match), match.end()
    match = _compiled(_LAYOUT).match(form, place) if byte == b"@" and layout else None
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
    if any(number and (len(number) > 9 or int(number) > _WIDEST) for number in (indent, width, offset)):
        raise ValueError(f"more than {_WIDEST} columns")
    if box:
        return Layout("v" if mode == b"v" else "[", (int(indent or 0),))
    if hint:
        return Layout(";", (int(width or 1), int(offset or 0)))
    return {b"@": Literal(b"@"), b"n": Literal(b"@n")}.get(plain) or Layout(plain.decode("latin-1"))


def arity(pieces: Sequence[Piece]) -> int:
    """How many arguments a format takes."""
    return sum(takes(piece) for piece in pieces if isinstance(piece, Conversion))


def takes(piece: Conversion) -> int:
    """How many arguments a conversion takes."""
    return (piece.width == -1) + (piece.precision == -1) + (2 if piece.kind == "a" else 1)
