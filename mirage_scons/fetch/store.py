"""Unpacked sources: one tree of each, which workspaces share by hard links.

The files of a tree are read-only, so that an editor that writes into a file instead of replacing it cannot change the
sources of other workspaces. Directories are never links: dune would take them for two places of one file.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from mirage_scons.fetch.swap import swap

State = dict[str, list[int]]
"""For each file below a directory its size and the time of its last change, in nanoseconds."""


def state(root: Path) -> State:
    """What is below a directory; nothing if there is none."""
    found: State = {}
    pending = [("", os.fspath(root))]
    while pending:
        below, directory = pending.pop()
        with contextlib.suppress(OSError), os.scandir(directory) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append((f"{below}{entry.name}/", entry.path))
                else:
                    stat = entry.stat(follow_symlinks=False)
                    found[below + entry.name] = [stat.st_size, stat.st_mtime_ns]
    return found


def differing(before: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    """The files that are not as they were, that are new or gone, sorted."""
    return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))


def protect(tree: Path) -> None:
    """Make the files of a tree read-only."""
    for directory, _, files in os.walk(tree):
        for name in files:
            path = Path(directory, name)
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & 0o555)


def place(tree: Path, destination: Path) -> None:
    """Make ``destination`` hold the files of ``tree``, all at once: as hard links, else as copies."""
    new = destination.with_name(f".{destination.name}.new")
    shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copytree(tree, new, symlinks=True, copy_function=link)
        swap(new, destination)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def link(source: str | Path, path: str | Path) -> None:
    """Make ``path`` a hard link to a file, or where that does not work a copy of it."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        os.link(source, path, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, path, follow_symlinks=False)
