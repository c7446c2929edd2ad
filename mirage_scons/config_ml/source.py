"""The text of an OCaml file, and places in it as messages name them."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from mirage_scons.model.errors import ConfigError, Location

LARGEST = 1 << 18
"""The bytes that a file may have: reading it is to end soon, whatever it is."""


class Source:
    """A file and its bytes; OCaml's strings, and tree-sitter's positions, are of bytes."""

    def __init__(self, path: Path, text: bytes) -> None:
        self.path = path
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *(index + 1 for index, byte in enumerate(self.text) if byte == 10)]

    def begins(self, line: int) -> int:
        """Where a line begins, of which the first is 1; the end of the text for one that it does not have."""
        return self._starts[line - 1] if 0 < line <= len(self._starts) else len(self.text)

    def row(self, offset: int) -> int:
        """The number of the line with the byte at ``offset``, from 0."""
        return bisect_right(self._starts, offset) - 1

    def column(self, offset: int) -> int:
        """How many bytes of its line are before the byte at ``offset``."""
        return offset - self._starts[self.row(offset)]

    def location(self, start: int, end: int) -> Location:
        """The place from one byte to before another, with its line and a mark below it."""
        row = self.row(start)
        begin = self._starts[row]
        stop = self._starts[row + 1] - 1 if row + 1 < len(self._starts) else len(self.text)
        line = self.text[begin:stop].rstrip(b"\r")
        before, marked = _text(line[: start - begin]), _text(line[start - begin : end - begin])
        return Location(str(self.path), row + 1, len(before) + 1, _excerpt(_text(line), len(before), len(marked)))


def load(path: Path) -> Source:
    """The file of a configuration at ``path``; :class:`ConfigError` if it cannot be read, or is none."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from None
    if len(text) > LARGEST:
        raise ConfigError(f"{path} has {len(text)} bytes: it is no configuration", None, f"{LARGEST} are the most.")
    return Source(path, text)


class Span(NamedTuple):
    """A part of a source."""

    source: Source
    start: int
    end: int

    def location(self) -> Location:
        """It as messages name it."""
        return self.source.location(self.start, self.end)


_WIDEST = 200
"""How much of a line is shown: lines that programs write may have any length."""


def _excerpt(line: str, start: int, length: int) -> str:
    """``line`` with a mark below what begins at ``start``."""
    left = max(0, start - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = line[left : left + _WIDEST]
    indent = "".join(char if char == "\t" else " " for char in shown[: start - left])
    return f"{shown}\n{indent}{'^' * max(min(length, len(shown) - len(indent)), 1)}"


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace")
