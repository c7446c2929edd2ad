r"""The words of opam's format.

One regular expression splits a whole file, because a lock reads thousands of files. The words are those of
``opamLexer.mll`` in ``opam-file-format``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple


@dataclass
class OpamSyntaxError(Exception):
    """What is wrong in a file of opam's format, with its name, and line and column from 1."""

    what: str
    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file or 'opam file'}:{self.line}:{self.column}: {self.what}"


class Token(NamedTuple):
    """A word: its kind, its text, and where it begins in the file's text."""

    kind: str
    text: str
    start: int


_IDENT = r"(?:[A-Za-z0-9_-]*[A-Za-z][A-Za-z0-9_-]*|_)"
_WORD = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+|\#[^\n]*)
  | (?P<comment>\(\*)
  | (?P<long>\"\"\"(?P<long_text>(?:[^"\\]|\\.|"(?!""))*)\"\"\")
  | (?P<string>"(?P<string_text>(?:[^"\\]|\\.)*)")
  | (?P<ident>{_IDENT}(?:\+{_IDENT})*(?::{_IDENT})?)
  | (?P<int>-?[0-9_]+)
  | (?P<update>[+:]=|=[+:]=?)
  | (?P<relop>!?=|[<>]=?|~)
  | (?P<logic>[&|])
  | (?P<prefix>[!?])
  | (?P<mark>[\[\](){{}}:])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:([\\'\"ntbr ])|([0-9]{3})|x([0-9A-Fa-f]{2})|(\r?\n[ \t]*)|(.))", re.DOTALL)
_SHORT = {"n": "\n", "t": "\t", "b": "\b", "r": "\r"}


def tokens(text: str, file: str = "") -> list[Token]:
    """The words of ``text``; :class:`OpamSyntaxError` where there is none."""
    found = []
    position, end = 0, len(text)
    match_at = _WORD.match
    while position < end:
        match = match_at(text, position)
        if match is None:
            raise error("unknown character, or a string without end", text, position, file)
        kind = match.lastgroup or ""
        if kind == "comment":
            position = _after_comment(text, position, file)
            continue
        if kind == "string":
            found.append(Token(kind, unescape(match["string_text"], text, position, file), position))
        elif kind == "long":
            found.append(Token("string", unescape(match["long_text"], text, position, file), position))
        elif kind != "space":
            found.append(Token(kind, match[0], position))
        position = match.end()
    return found


def _after_comment(text: str, start: int, file: str) -> int:
    """Where the comment that begins at ``start`` ends; comments may hold comments."""
    depth, position = 0, start
    for mark in re.compile(r"\(\*|\*\)").finditer(text, start):
        depth += 1 if mark[0] == "(*" else -1
        position = mark.end()
        if depth == 0:
            return position
    raise error("a comment without end", text, start, file)


def unescape(string: str, text: str, start: int, file: str) -> str:
    """A string without its escapes; :class:`OpamSyntaxError` for one that does not exist."""
    string = string.replace("\r\n", "\n")
    if "\\" not in string:
        return string

    def meaning(match: re.Match[str]) -> str:
        short, decimal, hexadecimal, newline, _ = match.groups()
        if short is not None:
            return _SHORT.get(short, short)
        if newline is not None:
            return ""
        code = int(decimal) if decimal is not None else int(hexadecimal, 16) if hexadecimal is not None else 256
        if code > 255:
            raise error(f"unknown escape {match[0]}", text, start, file)
        return bytes([code]).decode("latin-1")

    return _ESCAPE.sub(meaning, string)


def error(what: str, text: str, position: int, file: str) -> OpamSyntaxError:
    """An error at a position of ``text``."""
    line = text.count("\n", 0, position) + 1
    return OpamSyntaxError(what, file, line, position - text.rfind("\n", 0, position))
