"""A project in a directory of its own, and SCons run on it as a user runs it."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

AUDIT = Path(__file__).parent / "audit"
EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True)
class Result:
    """What a run printed and did: the ``processes`` that SCons itself started, the ``modules`` that it imported.

    ``opened`` are the files of the project that it opened, for reading or writing.
    """

    status: int
    output: str
    errors: str
    processes: tuple[str, ...]
    modules: frozenset[str]
    opened: frozenset[str]

    @property
    def text(self) -> str:
        """Both streams."""
        return self.output + self.errors

    def did(self, *words: str) -> list[str]:
        """The lines of output that begin with one of ``words``, such as ``Building``."""
        return [line for line in self.output.splitlines() if line.startswith(words)]

    @property
    def dune_runs(self) -> int:
        """How often dune was asked to build."""
        return sum("'build'" in process and "dune" in process for process in self.processes)


@dataclass
class Project:
    """A directory with an SConstruct; ``environ`` replaces variables of the environment, ``None`` removes one.

    ``words`` stand before the arguments of each run.
    """

    root: Path
    scons: tuple[str, ...] = (sys.executable, "-m", "SCons")
    environ: dict[str, str | None] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    def path(self, name: str) -> Path:
        """A path in the project."""
        return self.root / name

    def read(self, name: str) -> str:
        """The text of a file."""
        return self.path(name).read_text()

    def write(self, name: str, text: str) -> Path:
        """Write a file, and the directories above it."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace text that is in a file."""
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new))

    def process_environment(self, log: Path, more: Mapping[str, str | None]) -> dict[str, str]:
        """The environment of SCons: none of its own variables, the audit loaded, and nothing compiled elsewhere."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("SCONS", "MIRAGE", "MODE"))}
        search = [str(AUDIT), *filter(None, [os.environ.get("PYTHONPATH")])]
        alone = {"PYTHONPATH": os.pathsep.join(search), "AUDIT_LOG": str(log), "DUNE_CACHE": "disabled"}
        changed = {**own, **alone, **self.environ, **more}
        return {name: value for name, value in changed.items() if value is not None}

    def run(
        self,
        *args: str,
        status: int | None = 0,
        environ: Mapping[str, str | None] | None = None,
        typed: str | None = None,
    ) -> Result:
        """Run SCons with ``args``; its exit status must be ``status`` (``None``: any)."""
        log = self.root.parent / f"{self.root.name}.audit"
        log.unlink(missing_ok=True)
        done = subprocess.run(
            [*self.scons, "-Q", *self.words, *args],
            cwd=self.root,
            env=self.process_environment(log, environ or {}),
            capture_output=True,
            text=True,
            input=typed or "",
            timeout=900,
            check=False,
        )
        audit = [line.partition(" ") for line in log.read_text().splitlines()] if log.exists() else []
        processes = tuple(str(ast.literal_eval(what)) for word, _, what in audit if word == "process")
        modules = {name for word, _, what in audit if word == "modules" for name in ast.literal_eval(what).split()}
        opened = {name for word, _, what in audit if word == "opened" for name in ast.literal_eval(what)}
        result = Result(done.returncode, done.stdout, done.stderr, processes, frozenset(modules), frozenset(opened))
        assert status is None or result.status == status, f"exit status {result.status}:\n{result.text}"
        return result

    def start(self, *args: str) -> subprocess.Popen[bytes]:
        """Start SCons with ``args``, in a session of its own, and do not wait for it."""
        return subprocess.Popen(
            [*self.scons, "-Q", *self.words, *args],
            cwd=self.root,
            env=self.process_environment(self.root.parent / "started.audit", {}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def up_to_date(self, *args: str) -> None:
        """SCons with ``args`` has nothing to do, starts nothing, and says so; ``-q`` agrees."""
        result = self.run(*args)
        assert re.search(r"is up to date\.$", result.output.strip()), result.text
        assert result.processes == ()
        assert result.did("Building", "Generating", "Copying", "Checking") == []
        assert self.run("-q", *args).processes == ()

    def not_up_to_date(self, *args: str) -> None:
        """``-q`` says that SCons with ``args`` would do something."""
        assert self.run("-q", *args, status=None).status == 1

    def snapshot(self, *, times: bool = False) -> dict[str, str]:
        """Every file, link and directory with its content (and its time of change), but SCons' own record."""
        found = {}
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if name.startswith(".sconsign"):
                continue
            state = path.lstat()
            if path.is_symlink():
                content = os.readlink(path)
            elif path.is_dir():
                content = "directory"
            else:
                content = hashlib.sha256(path.read_bytes()).hexdigest()
            found[name] = f"{content} {state.st_mode} {state.st_mtime_ns if times and not path.is_dir() else ''}"
        return found

    def image(self, name: str = "hello-key", *args: str) -> str:
        """What the built program says."""
        done = subprocess.run([str(self.path(f"dist/{name}")), *args], capture_output=True, text=True, check=True)
        return done.stdout + done.stderr


def copied(template: Project, to: Path) -> Project:
    """A copy of a project, with links and times as they are."""
    shutil.copytree(template.root, to, symlinks=True)
    return Project(to, template.scons, dict(template.environ), template.words)
