"""A recorder in the place of opam-monorepo: it solves nothing, writes down how it was run, and makes a given lock."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from project import Project

_SCRIPT = """#!/bin/sh
# A recorder, not opam-monorepo.
here=${0%/*}
printf '%s\\n' "$@" > "$here/arguments"
env > "$here/environment"
cp -r . "$here/project"
for link in ../repositories/*; do readlink "$link"; done > "$here/repositories"
test -f "$OPAMROOT/config" || exit 9
. "$here/does"
"""


class Recorder:
    """The recorder in a directory ``home``, which makes the lock of a text."""

    def __init__(self, home: Path, lock: str = "") -> None:
        self.home = home
        home.mkdir(parents=True)
        (home / "opam-monorepo").write_text(_SCRIPT)
        (home / "opam-monorepo").chmod(0o755)
        self.does('cp "$here/lock" "$6"')
        self.makes(lock)

    def makes(self, lock: str) -> None:
        """Have it make this lock."""
        (self.home / "lock").write_text(lock)

    def does(self, script: str) -> None:
        """Have it do something else than make a lock."""
        (self.home / "does").write_text(script)

    def forget(self) -> None:
        """Forget how it was run."""
        shutil.rmtree(self.home / "project", ignore_errors=True)

    @property
    def arguments(self) -> list[str]:
        """What it was given on the command line."""
        return (self.home / "arguments").read_text().splitlines()

    @property
    def environ(self) -> dict[str, str]:
        """The variables of its environment."""
        lines = (line.partition("=") for line in (self.home / "environment").read_text().splitlines())
        return {name: value for name, _, value in lines}

    @property
    def repositories(self) -> list[str]:
        """The directories of its repositories."""
        return (self.home / "repositories").read_text().splitlines()

    def found(self, name: str) -> str:
        """The text of a file that it found where it was run."""
        return (self.home / "project" / name).read_text()


def installed(project: Project, recorder: Recorder) -> None:
    """Have a project find the recorder on its ``PATH``."""
    project.environ["PATH"] = f"{recorder.home}{os.pathsep}{os.environ['PATH']}"
