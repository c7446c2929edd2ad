"""The comments of an OCaml file, and where they are put in the Python that is made of it.

Each is claimed by the innermost thing that it stands at: an item of a list, an argument, a case, a statement. What
nothing claims stands before its statement, so that none is lost.
"""

from __future__ import annotations

import re
import textwrap
from typing import NamedTuple

from mirage_scons.config_ml.parser import comments_of
from mirage_scons.config_ml.source import Source


class Comment(NamedTuple):
    """A comment from one byte to before another, as lines of Python."""

    start: int
    end: int
    lines: tuple[str, ...]


class Comments:
    """The comments of ``source`` that nothing has claimed yet."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.left = [
            Comment(at.start, at.end, python(_written(source, at.start, at.end))) for at in comments_of(source)
        ]

    def take(self, start: int, end: int) -> list[Comment]:
        """Claim what stands between two places."""
        found = [one for one in self.left if start <= one.start and one.end <= end]
        if found:
            self.left = [one for one in self.left if one not in found]
        return found

    def behind(self, end: int, limit: int) -> list[str]:
        """Claim what stands on the line that ends at ``end``, before ``limit``: lines of one comment each."""
        stop = self.source.text.find(b"\n", end)
        stop = min(limit, len(self.source.text) if stop < 0 else stop)
        found = [one for one in self.left if end <= one.start < stop and one.end <= limit and len(one.lines) == 1]
        between = self.source.text[end : found[0].start] if found else b""
        if not found or re.search(rb"[^\s;,)\]|}]", between):
            return []
        self.left = [one for one in self.left if one not in found]
        return [one.lines[0] for one in found]

    def blank_between(self, start: int, end: int) -> bool:
        """Whether there is an empty line between two places."""
        return re.search(rb"\n[ \t\r]*\n", self.source.text[start:end]) is not None


def _written(source: Source, start: int, end: int) -> str:
    text = source.text[start:end].decode("utf-8", "replace")
    column = source.column(start)
    return " " * column + text


def python(text: str) -> tuple[str, ...]:
    """The lines of Python of an OCaml comment, which may be indented as it stands in its file."""
    margin = len(text) - len(text.lstrip())
    body = re.sub(r"^\(\*+(?!\))|\*+\)$", lambda match: " " * len(match[0]) if match.start() == 0 else "", text.strip())
    first, *rest = (" " * margin + body).expandtabs().splitlines() or [""]
    if rest and all(line.strip().startswith("*") or not line.strip() for line in rest):
        rest = [re.sub(r"^\s*\*", " " * (margin + 2), line) for line in rest]
    lines = textwrap.dedent("\n".join([first, *rest])).splitlines()
    if rest and first.strip():  # the first line begins after its mark: it does not say how the others are indented
        lines = [first.strip(), *textwrap.dedent("\n".join(rest)).splitlines()]
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return tuple(f"# {line.rstrip()}" if line.strip() else "#" for line in lines) or ("#",)
