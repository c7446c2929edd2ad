"""The note of what was placed in a duniverse, and the short form of it that suffices while nothing is changed there."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mirage_scons.tool.durable import write_text

Placed = Mapping[str, Mapping[str, Any]]
"""For each directory the key of its source and what is known of its files, or the directory that is used for it."""

_NAME, _SHORT = ".placed", ".placed.short"
_known: dict[Path, tuple[list[int], Any]] = {}
"""What was read in this run, and the state that the file had then."""


def placed(duniverse: Path) -> Placed:
    """What was placed in ``duniverse``; nothing where there is no note that can be read. Read once while it stays."""
    found: Placed = _read(duniverse / _NAME)
    return found


def in_short(duniverse: Path) -> Placed:
    """What :func:`placed` says, without the files: of thousands, reading what is known of each takes a while."""
    short = _read(duniverse / _SHORT)
    if short.get("of") == _state(duniverse / _NAME):
        found: Placed = short["placed"]
        return found
    return placed(duniverse)


def note_placed(duniverse: Path, said: Placed) -> None:
    """Write down what is placed in ``duniverse`` now."""
    write_text(duniverse / _NAME, json.dumps(said))
    short = {name: {what: one for what, one in of.items() if what != "files"} for name, of in said.items()}
    write_text(duniverse / _SHORT, json.dumps({"of": _state(duniverse / _NAME), "placed": short}))


def _read(path: Path) -> Any:
    state = _state(path)
    known = _known.get(path)
    if known is None or known[0] != state:
        try:
            found = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return {}
        known = _known[path] = (state, found if isinstance(found, dict) else {})
    return known[1]


def _state(path: Path) -> list[int]:
    try:
        stat = os.stat(path)
    except OSError:
        return []
    return [stat.st_size, stat.st_mtime_ns, stat.st_ino]
