"""Runs of commands, measured, and the table of what was found."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).resolve().parent.parent
HELLO = TOP / "examples" / "hello"
SCONS = (sys.executable, "-m", "SCons", "-Q")
LEFT_BY_BUILDS = ("build", "dist", ".sconsign*", "*.opam.locked")
"""What is not copied with an example."""


class Run(NamedTuple):
    """One run of a command: seconds, and peak memory in MB of it or one of its children."""

    seconds: float
    memory: float


class Row(NamedTuple):
    """A line of a table: a figure in its unit, the limit that it must keep, if any, and what else is to be said."""

    name: str
    figure: float
    unit: str = "s"
    limit: float | None = None
    remark: str = ""

    @property
    def kept(self) -> bool:
        """Whether the figure is within its limit."""
        return self.limit is None or self.figure <= self.limit

    def cells(self) -> tuple[str, str, str, str]:
        """The texts of the line: name, figure, limit, remark."""
        return self.name, self.text(self.figure), "" if self.limit is None else self.text(self.limit), self.remark

    def text(self, figure: float) -> str:
        """A figure with its unit, as exactly as is of interest."""
        return f"{figure:.0f} MB" if self.unit == "MB" else f"{figure:.{1 if self.unit == 'ms' else 2}f} {self.unit}"


def numbers(usage: str | None, *defaults: int) -> list[int]:
    """The arguments of the program, positive numbers each; it ends with its ``usage`` if they are others."""
    given = sys.argv[1:]
    if len(given) > len(defaults) or not all(word.isascii() and word.isdecimal() and int(word) for word in given):
        sys.exit(f"{sys.argv[0]}: {' '.join(given)}?\n\n{usage}")
    return [*map(int, given), *defaults[len(given) :]]


def run(command: Sequence[str], directory: Path) -> Run:
    """Run a command; what it says is shown, and the program ends, where it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed in {directory}:\n{said.decode()}")
    return Run(time.perf_counter() - start, usage.ru_maxrss / 1024)


def scons(directory: Path, *words: str) -> Run:
    """Run SCons to success."""
    return run([*SCONS, *words], directory)


def median(runs: Sequence[Run]) -> float:
    """The median of the seconds."""
    return statistics.median(one.seconds for one in runs)


def memory(runs: Sequence[Run]) -> float:
    """The most memory that one took, in MB."""
    return max(one.memory for one in runs)


def table(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown, and below it whether all limits are kept."""
    lines = [("what", "figure", "limit", "remark"), *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = f"|{'-' * (widths[0] + 2)}|{'-' * (widths[1] + 1)}:|{'-' * (widths[2] + 1)}:|{'-' * (widths[3] + 2)}|"
    text = [
        f"| {name:<{widths[0]}} | {figure:>{widths[1]}} | {limit:>{widths[2]}} | {remark:<{widths[3]}} |"
        for name, figure, limit, remark in lines
    ]
    broken = [row.name for row in rows if not row.kept]
    verdict = f"A LIMIT IS NOT KEPT: {', '.join(broken)}" if broken else "All limits are kept."
    return "\n".join([text[0], rule, *text[1:], "", verdict])
