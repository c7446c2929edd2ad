"""Directories that are replaced whole: whoever looks sees the old one or the new one, or for a moment none."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def swap(new: Path, destination: Path) -> None:
    """Move the directory ``new`` to ``destination``, in place of what is there."""
    old = destination.with_name(f".{destination.name}.old")
    _remove(old)  # of a run that was killed
    if os.path.lexists(destination):
        destination.rename(old)
    new.rename(destination)
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)
