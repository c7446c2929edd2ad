"""The state of translating one file, and the way into what translates each kind of expression."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Union

from mirage_scons.config_ml.source import Span
from mirage_scons.convert.comments import Comments
from mirage_scons.convert.names import declare, name_of
from mirage_scons.convert.nodes import Expression, s
from mirage_scons.convert.python import Block, Py
from mirage_scons.convert.resolve import Resolution
from mirage_scons.convert.scopes import Binder, File, Function, Known, Use

Operand = Union[Expression, Py]
"""What is to be translated, or is already."""


class Part(NamedTuple):
    """What stands between brackets, with its place in the file, of which comments tell where they belong."""

    text: str
    start: int
    end: int


class Translator:
    """What translates one file.

    ``imports`` are the lines that it will need at its head; ``kept`` are nodes that were made on the way, which are
    known by their identity.
    """

    def __init__(self, file: File, resolution: Resolution) -> None:
        self.file = file
        self.resolution = resolution
        self.comments = Comments(file.source)
        self.imports: set[str] = set()
        self.handlers: dict[type, Callable[[Translator, Any, Block, str], Py]] = {}
        self.function = file.function
        self.kept: list[Any] = []

    def expr(self, node: Operand, out: Block, want: str = "") -> Py:
        """The Python of an expression; what has to be said before it goes ``out``. ``want`` is the word of a shape."""
        if isinstance(node, Py):
            return node
        return self.handlers[type(node)](self, node, out, want)

    def all(self, nodes: Sequence[Operand], out: Block, want: str = "") -> list[Py]:
        """The Python of several expressions."""
        return [self.expr(node, out, want) for node in nodes]

    def alone(self, node: Operand, want: str = "") -> tuple[Block, Py]:
        """An expression with what has to be said before it."""
        out = Block()
        return out, self.expr(node, out, want)

    def target(self, node: Any) -> Binder | Known | None:
        """What a name stands for, if ``node`` is one."""
        return self.resolution.targets.get(id(node)) if isinstance(node, s.Name) else None

    def known(self, node: Any) -> str:
        """The library's name that ``node`` is, if it is one."""
        target = self.target(node)
        return target.name if isinstance(target, Known) else ""

    def name(self, binder: Binder) -> str:
        """What a name is in Python where it is used: those of other files are taken from their modules."""
        for file in self.resolution.files.values():
            if file is not self.file and file.function is binder.function:
                self.imports.add(f"import {file.name}")
                return f"{file.name}.{declare(binder)}"
        return declare(binder)

    def declare(self, node: Any, wanted: str = "") -> str:
        """The name in Python of what ``node`` binds."""
        return declare(self.resolution.bound[id(node)], wanted)

    def fresh(self, name: str, at: Span) -> str:
        """A name for something that has none in the configuration."""
        binder = Binder(name, at, self.function, ())
        binder.uses.append(Use(at.end, self.function))
        self.function.binders.append(binder)
        return declare(binder, name_of(name))

    def inside(self, function: Function) -> Inside:
        """The state while what ``function`` holds is translated."""
        return Inside(self, function)

    def bracketed(self, opening: str, parts: Sequence[Part], closing: str, start: int, end: int) -> str:
        """Parts between brackets, each with the comments that stand at it in the file."""
        order = sorted(range(len(parts)), key=lambda index: parts[index].start)
        before: dict[int, list[str]] = {}
        behind: dict[int, list[str]] = {}
        last = start
        for number, index in enumerate(order):
            part = parts[index]
            before[index] = [line for one in self.comments.take(last, part.start) for line in one.lines]
            limit = parts[order[number + 1]].start if number + 1 < len(order) else end
            behind[index] = self.comments.behind(part.end, limit)
            last = max(last, part.end)
        rest = [line for one in self.comments.take(last, end) for line in one.lines]
        if not rest and not any(before.values()) and not any(behind.values()):
            return f"{opening}{', '.join(part.text for part in parts)}{closing}"
        lines = [opening]
        for index, part in enumerate(parts):
            lines += before[index]
            lines.append(f"{part.text},{'  ' + together(behind[index]) if behind[index] else ''}")
        return "\n".join([*lines, *rest, closing])


def together(comments: Sequence[str]) -> str:
    """Comments on one line as one."""
    return "; ".join([*comments[:1], *(comment.removeprefix("# ") for comment in comments[1:])])


class Inside:
    """Translating within a function."""

    def __init__(self, translator: Translator, function: Function) -> None:
        self.translator = translator
        self.function = function

    def __enter__(self) -> None:
        self.before, self.translator.function = self.translator.function, self.function

    def __exit__(self, *_: object) -> None:
        self.translator.function = self.before
