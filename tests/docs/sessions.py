"""What a page of the documentation shows: commands with what they print, and files that a reader writes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Union

TOP = Path(__file__).parents[2]
PAGES = [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_CONSOLE = re.compile(r"^```console\n(?P<session>.*?)^```", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"^`(?P<path>[\w./-]+)`[^\n]*:\n\n```\w*\n(?P<text>.*?)^```", re.DOTALL | re.MULTILINE)


class Command(NamedTuple):
    """A command of a console block, and what is printed below it."""

    line: str
    shown: str


class File(NamedTuple):
    """A block whose paragraph is a line that begins with the path of a file, and ends in a colon."""

    path: str
    text: str


Step = Union[Command, File]


def commands(page: str) -> list[Command]:
    """Each command of a page's console blocks, in order."""
    found = [
        command
        for block in _CONSOLE.finditer(page)
        for command in re.split(r"^\$ ", block["session"], flags=re.MULTILINE)
        if command
    ]
    return [Command(command.partition("\n")[0], command.partition("\n")[2]) for command in found]


def steps(page: str) -> list[Step]:
    """What a reader of the page does, in order: commands, and files to write."""
    found: dict[int, list[Step]] = {}
    for block in _FILE.finditer(page):
        found[block.start()] = [File(block["path"], block["text"])]
    for block in _CONSOLE.finditer(page):
        found[block.start()] = [*commands(block[0])]
    return [step for start in sorted(found) for step in found[start]]


def pattern(shown: str) -> str:
    """A regular expression of what is shown: times vary, and an ellipsis stands for anything, also for whole lines."""
    text = re.escape(_TIME.sub("TIME", shown)).replace("TIME", _TIME.pattern)
    return re.sub(r"(?m)^…\\\n", r"(?:.*\\n)*?", text).replace("…", "[^\n]*")


def environment(home: Path, sdk: Path) -> dict[str, str]:
    """The environment of a reader whose home is ``home``, and who has the tools for guests that ``sdk`` holds."""
    return {
        "HOME": str(home),
        "PATH": os.pathsep.join([str(Path(sys.prefix) / "bin"), str(sdk / "bin"), os.environ["PATH"]]),
        "LANG": "C.UTF-8",
        "OCAMLFIND_CONF": str(sdk / "lib" / "findlib.conf"),
        "PYTHONUNBUFFERED": "1",
    }


def check(command: Command, directory: Path, environ: Mapping[str, str], sdk: Path) -> None:
    """Run a command in ``directory``: it prints what is shown. ``repositories=opam`` is what ``sdk`` has of opam's."""
    done = subprocess.run(
        ["bash", "-c", command.line.replace("repositories=opam", f"repositories={sdk / 'repository'},starter")],
        cwd=directory,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    printed = "".join(line for line in done.stdout.splitlines(keepends=True) if not line.startswith("setup:"))
    assert re.fullmatch(pattern(command.shown), printed), f"$ {command.line}\n{printed}"


def follow(page: str, directory: Path, environ: Mapping[str, str], sdk: Path) -> None:
    """Do what the page says in ``directory``: write its files, and run its commands."""
    for step in steps(page):
        if isinstance(step, File):
            (directory / step.path).parent.mkdir(parents=True, exist_ok=True)
            (directory / step.path).write_text(step.text)
        else:
            check(step, directory, environ, sdk)
