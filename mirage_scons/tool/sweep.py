"""Cleaning of the sources that unikernels share: those go that no workspace has which stays."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Collection
from pathlib import Path

from SCons.Script import GetOption

from mirage_scons.render import layout
from mirage_scons.tool.placed import in_short

STORE = "sources"
"""Where a build directory has the sources, each in a directory called by its key."""


def sweep(root: Path, cleaned: Collection[Path]) -> None:
    """Remove from the build directory ``root`` the sources that only the homes ``cleaned`` have; -n only says so."""
    staying = (path for path in root.glob(f"*/workspace/*/{layout.DUNIVERSE}") if path.parents[2] not in cleaned)
    kept = {one["key"] for path in staying for one in in_short(path).values()}
    store = root / STORE
    for tree in sorted(store.iterdir()) if store.is_dir() else ():
        if tree.name not in kept and tree.is_dir():
            remove(tree)


def remove(tree: Path) -> None:
    """Remove a directory and say so once, where SCons would name each of its files; -n only says so."""
    if not GetOption("no_exec"):
        shutil.rmtree(tree, ignore_errors=True)
    if not GetOption("silent"):
        sys.stdout.write(f"Removed directory {os.path.relpath(tree)}\n")
