"""JSON whose values know their line, for errors that name it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[-+.\w]+|[][{}:,]|\Z)')
_KINDS = {str: "STRING", int: "INTEGER", float: "REAL", bool: "BOOLEAN", type(None): "NULL"}


class NotJsonError(ValueError):
    """The text is not JSON."""


@dataclass(frozen=True)
class Value:
    """A value, its kind, and the line on which it begins; what it holds depends on the kind."""

    line: int
    kind: str
    text: str = ""
    items: tuple[Value, ...] = ()
    members: tuple[tuple[str, Value], ...] = ()


def parse(text: str) -> Value:
    """The value that a text states."""
    reader = _Reader(text)
    try:
        value = reader.value()
        reader.expect("")
    except (ValueError, RecursionError) as error:
        raise NotJsonError from error
    return value


class _Reader:
    """Reads token by token; the end of the text is an empty token."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def value(self) -> Value:
        token, line = self._take()
        if token == "{":
            return Value(line, "OBJECT", members=tuple(self._member() for _ in self._separated("}")))
        if token == "[":
            return Value(line, "ARRAY", items=tuple(self.value() for _ in self._separated("]")))
        scalar = json.loads(token)
        return Value(line, _KINDS[type(scalar)], str(scalar))

    def _member(self) -> tuple[str, Value]:
        name = json.loads(self._take()[0])
        if not isinstance(name, str):
            raise NotJsonError
        self.expect(":")
        return name, self.value()

    def _separated(self, end: str) -> Iterator[None]:
        """One step for each of the values up to the end; the caller reads the value."""
        if self._peek() != end:
            yield
            while self._peek() == ",":
                self._take()
                yield
        self.expect(end)

    def expect(self, token: str) -> None:
        if self._take()[0] != token:
            raise NotJsonError

    def _peek(self) -> str:
        return self._match()[1]

    def _take(self) -> tuple[str, int]:
        found = self._match()
        self._at = found.end()
        return found[1], self._text.count("\n", 0, found.start(1)) + 1

    def _match(self) -> re.Match[str]:
        found = _TOKEN.match(self._text, self._at)
        if found is None:
            raise NotJsonError
        return found
