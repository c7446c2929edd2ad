"""Digests of many files as one string, without reading again what has not changed."""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from mirage_scons.tool.durable import write_text

_TICK = 50_000_000
"""Nanoseconds within which a file could change again without a new time stamp."""


@dataclass
class Digests:
    """The digests of files by path, each with the state of the file (size, times, inode) when it was taken."""

    path: Path
    known: dict[str, list[int | str]] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def load(cls, path: Path) -> Digests:
        """Read what is known; a file that is missing or unreadable counts as empty."""
        try:
            known = json.loads(path.read_bytes())
            return cls(path, known) if isinstance(known, dict) else cls(path)
        except (OSError, ValueError):
            return cls(path)

    def of_tree(self, root: Path, files: list[str]) -> str:
        """The digest of the names and contents of ``files`` below ``root``. A touch does not change it."""
        whole = hashlib.sha256()
        for name in files:
            whole.update(f"{name}\0{self.of_file(root / name)}\n".encode("utf-8", "surrogateescape"))
        return whole.hexdigest()

    def of_file(self, path: Path) -> str:
        """The digest of a file's content and of whether it may be executed; empty if it cannot be read."""
        try:
            stat = os.stat(path)
            state = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_mode]
            known = self.known.get(str(path))
            if known is not None and known[:-1] == state:
                return str(known[-1])
            content = f"{hashlib.sha256(path.read_bytes()).hexdigest()} {stat.st_mode & 0o100:o}"
        except OSError:
            return ""
        if time.time_ns() - max(stat.st_mtime_ns, stat.st_ctime_ns) > _TICK:
            self.known[str(path)] = [*state, content]
            self.changed = True
        return content

    def save(self) -> None:
        """Write what is known if anything changed."""
        if self.changed:
            write_text(self.path, json.dumps(self.known))
            self.changed = False
