"""What a tree held when it was made, and what of it somebody has changed since.

Files are looked at by size and time; where these differ, content decides: a tree that comes from another machine, or is
only touched, is as it was.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from SCons.Script import GetOption

from mirage_scons.fetch.store import State, differing, state
from mirage_scons.tool.digest import Digests

Noted = dict[str, list[Any]]
"""For each file below a directory its size, the time of its last change, and what its content is."""

_seen: dict[Path, State] = {}


def look(root: Path) -> State:
    """What is below a directory. It is looked at once in a run, which is long only if it is interactive."""
    if GetOption("interactive"):
        return state(root)
    seen = _seen  # what another thread forgets meanwhile is not to be remembered
    found = seen.get(root)
    if found is None:
        found = seen[root] = state(root)
    return found


def forget() -> None:
    """Look again at all directories: something was placed."""
    global _seen
    _seen = {}


def note(root: Path) -> Noted:
    """What a tree holds that has just been made."""
    digests = Digests(root)  # what is known of files that nobody looks at again is not to be kept
    return {name: [*stat, content(root / name, digests)] for name, stat in sorted(state(root).items())}


def content(path: Path, digests: Digests) -> str:
    """What identifies the content of a file or link; empty if there is none."""
    to = f"link to {os.readlink(path)} " if path.is_symlink() else ""
    return to + digests.of_file(path)


def changed(noted: Noted, root: Path, now: State, digests: Digests) -> dict[str, str]:
    """The files below ``root``, of which ``now`` is the state, that are not as noted, each with its content."""
    stats: Mapping[str, object] = {name: said[:2] for name, said in noted.items()}
    found = {name: content(root / name, digests) for name in differing(stats, now)}
    return {name: what for name, what in found.items() if name not in noted or noted[name][2:] != [what]}
