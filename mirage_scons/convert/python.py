"""The Python that is being written: expressions with how tightly they bind, and blocks of statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Union

# How tightly an expression binds, from the loosest on.
LAMBDA, CONDITIONAL, OR, AND, NOT, COMPARISON, SHIFT, SUM, PRODUCT, SIGN, POSTFIX, ATOM = range(12)


class Py(NamedTuple):
    """An expression: its text, and how tightly what it is made of binds.

    ``literal`` is the text that it stands for, if it is a literal of a text.
    """

    text: str
    level: int = ATOM
    literal: str | None = None

    def at(self, level: int) -> str:
        """The text where something that binds as tightly as ``level`` is wanted."""
        return self.text if self.level >= level else f"({self.text})"


NONE = Py("None")


def call(function: Py | str, arguments: Iterable[str]) -> Py:
    """``function(arguments)``."""
    name = function if isinstance(function, str) else function.at(POSTFIX)
    return Py(f"{name}({', '.join(arguments)})", POSTFIX)


def attribute(of: Py, name: str) -> Py:
    """``of.name``."""
    return Py(f"{of.at(POSTFIX) if not of.text.isdecimal() else f'({of.text})'}.{name}", POSTFIX)


def infix(left: Py, operator: str, right: Py, level: int) -> Py:
    """``left operator right``, of an operator that associates to the left."""
    tight = level + 1
    return Py(f"{left.at(tight if level == COMPARISON else level)} {operator} {right.at(tight)}", level)


def conditional(then: Py, condition: Py, otherwise: Py) -> Py:
    """``then if condition else otherwise``."""
    return Py(f"{then.at(OR)} if {condition.at(OR)} else {otherwise.at(CONDITIONAL)}", CONDITIONAL)


class Line(NamedTuple):
    """A simple statement."""

    text: str


class Suite(NamedTuple):
    """A compound statement: its head, with the colon, and what is in it."""

    head: str
    body: Block


class Remark(NamedTuple):
    """Lines of comments, each with its mark."""

    lines: tuple[str, ...]


class Blank(NamedTuple):
    """An empty line."""


Statement = Union[Line, Suite, Remark, Blank]


class Block:
    """Statements, one after the other."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []

    def __bool__(self) -> bool:
        return bool(self.statements)

    def line(self, text: str) -> None:
        """Add a simple statement."""
        self.statements.append(Line(text))

    def suite(self, head: str) -> Block:
        """Add a compound statement; its body is to be filled."""
        body = Block()
        self.statements.append(Suite(head, body))
        return body

    def remark(self, lines: Iterable[str], place: int | None = None) -> None:
        """Add comments, or put them before the statement at ``place``."""
        self.statements.insert(len(self.statements) if place is None else place, Remark(tuple(lines)))

    def blank(self) -> None:
        """Add an empty line, if there is something above it."""
        if self.statements and not isinstance(self.statements[-1], Blank):
            self.statements.append(Blank())

    def trail(self, comment: str) -> None:
        """Put a comment behind the last statement, or after it if it has a body."""
        last = self.statements[-1] if self.statements else None
        if isinstance(last, Line):
            self.statements[-1] = Line(f"{last.text}  {comment}")
        elif isinstance(last, Suite):
            last.body.trail(comment)
        else:
            self.remark([comment])

    def ends(self) -> bool:
        """Whether what stands after this block is never reached."""
        last = next((one for one in reversed(self.statements) if isinstance(one, (Line, Suite))), None)
        return isinstance(last, Line) and last.text.split(" ")[0].rstrip() in ("return", "raise")

    def render(self, indent: str = "") -> str:
        """The text of these statements. Only first lines are indented: others are in brackets or in texts."""
        lines = []
        for one in self.statements:
            if isinstance(one, Line):
                lines.append(f"{indent}{one.text}\n")
            elif isinstance(one, Suite):
                inner = f"{indent}    "
                body = one.body.render(inner)
                if not any(isinstance(below, (Line, Suite)) for below in one.body.statements):
                    body += f"{inner}pass\n"
                lines.append(f"{indent}{one.head}\n{body}")
            elif isinstance(one, Remark):
                lines.extend(f"{indent}{line}\n" for line in one.lines)
            else:
                lines.append("\n")
        return "".join(lines)
