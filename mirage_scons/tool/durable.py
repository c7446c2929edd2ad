"""Files that are written whole or not at all.

What is being written has a fixed name beside its place, so that a killed run leaves at most what the next one replaces.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path


def unfinished(path: Path) -> Path:
    """Where ``path`` is while it is being written."""
    return path.with_name(f".{path.name}.new")


def write_text(path: Path, text: str) -> None:
    """Make ``path`` hold ``text``; a file that holds it already is not touched."""
    data = text.encode("utf-8", "surrogateescape")
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass  # there is none yet
    _replace(path, lambda new: new.write_bytes(data))


def copy(source: Path, path: Path) -> None:
    """Make ``path`` a copy of the file ``source`` with its permissions, and writable by its owner."""

    def fill(new: Path) -> None:
        shutil.copyfile(source, new)
        new.chmod(source.stat().st_mode & 0o777 | 0o200)

    _replace(path, fill)


def _replace(path: Path, fill: Callable[[Path], object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = unfinished(path)
    try:
        fill(new)
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
