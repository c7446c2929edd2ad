"""Patches applied to sources, with the program ``patch``, as opam does."""

from __future__ import annotations

import subprocess
from pathlib import Path

from mirage_scons.fetch.errors import FetchError


def apply(tree: Path, patch: Path) -> None:
    """Apply a patch to the files below ``tree``; :class:`FetchError` if it does not fit."""
    command = ["patch", "-p1", "--batch", "--no-backup-if-mismatch", "-i", str(patch.absolute())]
    try:
        done = subprocess.run(command, cwd=tree, capture_output=True, text=True, errors="replace", check=False)
    except FileNotFoundError:
        raise FetchError("patch is not installed", hint="On Debian: sudo apt-get install patch") from None
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines() or [f"exit status {done.returncode}"]
        raise FetchError(f"the patch {patch.name} does not fit: {said[-1]}")
