"""What git knows of a directory: the root of its repository, the branch, and where others fetch it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mirage_scons.render.origin import public_url


class Repository(NamedTuple):
    """The repository at ``root``; ``url`` is ``None`` where it has no origin. ``inputs`` are the files that say so."""

    root: Path
    url: str | None
    inputs: tuple[Path, ...]


def find(directory: Path, environ: Mapping[str, str]) -> tuple[Repository | None, tuple[Path, ...]]:
    """The repository that holds ``directory``, and the paths that decide that: another answer changes one of them.

    Where git is not installed there is none.
    """
    looked_at: list[Path] = []
    for place in (directory, *directory.parents):
        mark = place / ".git"
        if mark.exists():
            own = {name: value for name, value in environ.items() if not name.startswith("GIT_")}
            repository = _ask(place, tuple(own.items()))
            inputs = repository.inputs if repository else (mark / "HEAD",)
            return repository, (*looked_at, *inputs)
        looked_at.append(mark / "HEAD")
    return None, tuple(looked_at)


@cache  # many unikernels, each for some targets, lie in one repository
def _ask(root: Path, environ: tuple[tuple[str, str], ...]) -> Repository | None:
    env = dict(environ)
    paths = _git(root, env, "rev-parse", "--git-path", "HEAD", "--git-path", "config")
    branch = _git(root, env, "symbolic-ref", "--quiet", "--short", "HEAD") or _git(root, env, "rev-parse", "HEAD")
    if not paths or not branch:
        return None
    remote = _git(root, env, "remote", "get-url", "origin")
    if remote and not os.path.isabs(remote) and os.path.isdir(root / remote):
        remote = str((root / remote).resolve())
    url = public_url(remote, branch) if remote else None
    return Repository(root, url, tuple(root / line for line in paths.splitlines()))


def _git(root: Path, env: Mapping[str, str], *args: str) -> str:
    """What git says; nothing if it fails or is not installed."""
    try:
        done = subprocess.run(["git", *args], cwd=root, env=env, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
