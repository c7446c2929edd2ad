"""The note of what was placed in a duniverse."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mirage_scons.tool.durable import write_text

Placed = Mapping[str, Mapping[str, Any]]
"""For each directory the key of its source and what is known of its files, or the directory that is used for it."""

_NAME = ".placed"
_known: dict[Path, tuple[list[int], Placed]] = {}
"""What was read in this run, and the state that the file had then."""


def placed(duniverse: Path) -> Placed:
    """What was placed in ``duniverse``; nothing where there is no note that can be read. Read once while it stays."""
    path = duniverse / _NAME
    try:
        stat = os.stat(path)
        state = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
        known = _known.get(path)
        if known is None or known[0] != state:
            found = json.loads(path.read_bytes())
            known = _known[path] = (state, found if isinstance(found, dict) else {})
        return known[1]
    except (OSError, ValueError):
        return {}


def note_placed(duniverse: Path, said: Placed) -> None:
    """Write down what is placed in ``duniverse`` now."""
    write_text(duniverse / _NAME, json.dumps(said))
