"""What every kind of node has to do: nothing when nothing changed, else what is needed, and no more."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from project import Project

LINES = "Generating|Building|Locking|Fetching|Placing|Checking|Compiling|Linking"


@dataclass(frozen=True)
class NodeCase:
    """A node: its file, the line that SCons prints when it makes it, and an edit after which it must be made again.

    ``input`` is a file that it is made from, whose touch changes nothing. ``edit`` is ``None`` for what no edit of a
    project changes. ``content`` is what has to be equal when it is made twice; ``stays`` says that cleaning leaves it.
    """

    name: str
    output: str
    line: str
    edit: Callable[[Project], object] | None
    input: str
    content: Callable[[Path], object] = field(default=Path.read_bytes)
    stays: bool = False


def lines(text: str) -> list[str]:
    """The lines of output that name an action."""
    return re.findall(rf"^(?:{LINES}).*$", text, re.MULTILINE)


def edited(built: Project, case: NodeCase) -> None:
    """An edit makes the node again, and the way back gives the same bytes."""
    if case.edit is None:
        built.replace("config.py", "Hello World!", "Salut")
        assert case.line not in lines(built.run().output)
        return
    output = built.path(case.output)
    before = case.content(output)
    original = built.read(case.input)
    case.edit(built)
    built.not_up_to_date()
    assert case.line in lines(built.run().output)
    assert case.content(output) != before
    built.up_to_date()
    built.write(case.input, original)
    built.run()
    assert case.content(output) == before
    built.up_to_date()


def touched(built: Project, case: NodeCase) -> None:
    """A touch makes nothing again."""
    built.run()
    later = time.time() + 100
    os.utime(built.path(case.input), (later, later))
    built.up_to_date()


def deleted(built: Project, case: NodeCase) -> None:
    """A deleted output comes back."""
    output = built.path(case.output)
    before = case.content(output)
    output.unlink()
    assert case.line in lines(built.run().output)
    assert case.content(output) == before
    built.up_to_date()


def dry(built: Project, case: NodeCase) -> None:
    """A dry run leaves every byte, and says what it would do."""
    built.run()
    built.path(case.output).unlink()
    before = built.snapshot(times=True)
    assert case.line in lines(built.run("-n").output)
    assert built.snapshot(times=True) == before


def cleaned(built: Project, case: NodeCase) -> None:
    """Cleaning removes the output, but for a lock."""
    built.run("-c")
    assert built.path(case.output).exists() == case.stays
