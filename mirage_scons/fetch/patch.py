"""Patches applied to sources, with the program ``patch``, as opam does."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from mirage_scons.fetch.errors import FetchError


def apply(tree: Path, patch: Path) -> None:
    """Apply a patch to the files below ``tree``; :class:`FetchError` if it does not fit, or has been applied before."""
    if not patch.is_file():
        hint = "Whoever made the package has to name a file of its sources."
        raise FetchError(f"there is no patch {patch.relative_to(tree)} among the sources", hint=hint)
    # without --forward, --batch would take back what has been applied before
    command = ["patch", "-p1", "--batch", "--forward", "--no-backup-if-mismatch", "-i", str(patch.absolute())]
    environ = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(
            command, cwd=tree, env=environ, capture_output=True, text=True, errors="replace", check=False
        )
    except FileNotFoundError:
        raise FetchError("patch is not installed", hint="On Debian: sudo apt-get install patch") from None
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines() or [f"exit status {done.returncode}"]
        hint = "It was made for other sources. Tell whoever made the package."
        raise FetchError(f"the patch {patch.name} does not fit: {said[-1]}", hint=hint)
