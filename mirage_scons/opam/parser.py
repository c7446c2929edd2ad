"""Reading opam's format: opam files, ``repo`` files, lock files.

Written by hand, by recursive descent: a lock reads thousands of files, and the parser that lark makes took four times
as long. The grammar is that of ``opamBaseParser.mly`` in ``opam-file-format``; from loose to tight: ``|``, ``&``, ``!``
and ``?``, braces, comparisons.
"""

from __future__ import annotations

from mirage_scons.opam.lexer import OpamSyntaxError, Token, error, tokens
from mirage_scons.opam.syntax import (
    Bound,
    Comparison,
    Field,
    File,
    Group,
    Ident,
    Item,
    Logic,
    Option,
    Prefix,
    Section,
    Update,
    Value,
)

_END = Token("end", "the end of the file", -1)
_CLOSING = {"[": "]", "(": ")", "{": "}"}


def parse(text: str, file: str = "") -> File:
    """The fields and sections of ``text``, of the file called ``file``.

    :class:`OpamSyntaxError` with line and column if it is not in opam's format.
    """
    try:
        return File(_Parser(text, file).items(None), file)
    except RecursionError:
        raise error("nested too deeply", text, 0, file) from None


def parse_value(text: str, file: str = "") -> Value:
    """One value; :class:`OpamSyntaxError` if there is more, or none."""
    parser = _Parser(text, file)
    value = parser.value()
    if parser.token is not _END:
        raise parser.unexpected("the end")
    return value


class _Parser:
    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.words = tokens(text, file)
        self.words.append(_END)
        self.position = 0
        self.token = self.words[0]

    def advance(self) -> Token:
        token = self.token
        self.position += 1
        if self.position < len(self.words):
            self.token = self.words[self.position]
        return token

    def unexpected(self, wanted: str) -> OpamSyntaxError:
        found = self.token
        position = len(self.text) if found is _END else found.start
        return error(f"{wanted} expected, not {found.text}", self.text, position, self.file)

    def accept(self, mark: str) -> bool:
        if self.token.kind == "mark" and self.token.text == mark:
            self.advance()
            return True
        return False

    def expect(self, mark: str) -> None:
        if not self.accept(mark):
            raise self.unexpected(mark)

    def items(self, closing: str | None) -> list[Item]:
        found: list[Item] = []
        while self.token is not _END and not (closing and self.token.text == closing and self.token.kind == "mark"):
            found.append(self.item())
        if closing:
            self.expect(closing)
        return found

    def item(self) -> Item:
        if self.token.kind != "ident":
            raise self.unexpected("a field")
        name = self.advance()
        line, column = self.place(name.start)
        if self.accept(":"):
            return Field(name.text, self.value(), line, column)
        title = self.advance().text if self.token.kind == "string" else None
        self.expect("{")
        return Section(name.text, title, self.items("}"), line, column)

    def place(self, start: int) -> tuple[int, int]:
        return self.text.count("\n", 0, start) + 1, start - self.text.rfind("\n", 0, start)

    def value(self) -> Value:
        left = self.conjunction()
        while self.token.kind == "logic" and self.token.text == "|":
            self.advance()
            left = Logic("|", left, self.conjunction())
        return left

    def conjunction(self) -> Value:
        left = self.prefixed()
        while self.token.kind == "logic" and self.token.text == "&":
            self.advance()
            left = Logic("&", left, self.prefixed())
        return left

    def prefixed(self) -> Value:
        if self.token.kind == "prefix":
            return Prefix(self.advance().text, self.prefixed())
        return self.optional()

    def optional(self) -> Value:
        value = self.compared()
        while self.accept("{"):
            value = Option(value, self.values("}"))
        return value

    def compared(self) -> Value:
        if self.token.kind == "relop":
            return Bound(self.advance().text, self.atom())
        if self.token.kind == "mark" and self.token.text in "[(":
            bracket = self.advance().text
            values = self.values(_CLOSING[bracket])
            return values if bracket == "[" else Group(values)
        left = self.atom()
        if self.token.kind == "relop":
            return Comparison(self.advance().text, left, self.atom())
        if self.token.kind == "update":
            return Update(self.advance().text, left, self.atom())
        return left

    def values(self, closing: str) -> list[Value]:
        found: list[Value] = []
        while not (self.token.kind == "mark" and self.token.text == closing):
            found.append(self.value())
        self.advance()
        return found

    def atom(self) -> Value:
        kind, text, _ = self.token
        if kind == "string":
            self.advance()
            return text
        if kind == "ident":
            self.advance()
            return text == "true" if text in ("true", "false") else Ident(text)
        if kind == "int":
            self.advance()
            return int(text.replace("_", ""))
        raise self.unexpected("a value")
