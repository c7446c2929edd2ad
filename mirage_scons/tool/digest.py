"""Digests of many files as one string, without reading again what has not changed."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable
from pathlib import Path

from mirage_scons.tool.durable import write_text

_TICK = 50_000_000
"""Nanoseconds within which a file could change again without a new time stamp."""

FileState = list[int]
"""What shows that a file was changed: its size, times, inode and mode."""


def brief(digest: str) -> str:
    """As much of a digest as tells contents apart where a person sees it, among what SCons explains."""
    return f"[{digest[:16]}]"


class Digests:
    """What is known of the contents of files, each with the state of the file when it was taken; kept at ``path``."""

    def __init__(self, path: Path, known: dict[str, list[int | str]] | None = None) -> None:
        self.path = path
        self.known = {} if known is None else known
        self.changed = False

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
        return self.of_files((name, root / name) for name in files)

    def of_files(self, files: Iterable[tuple[str, Path]]) -> str:
        """The digest of the names of ``files`` and of what lies at their paths."""
        whole = hashlib.sha256()
        for name, path in files:
            whole.update(f"{name}\0{self.of_file(path)}\n".encode("utf-8", "surrogateescape"))
        return whole.hexdigest()

    def of_file(self, path: Path) -> str:
        """The digest of a file's content and of whether it may be executed; empty if it cannot be read."""
        try:
            state = state_of(path)
            content = self.recall(path, state)
            if content is None:
                executable = state[-1] & 0o100
                content = f"{hashlib.sha256(path.read_bytes()).hexdigest()} {executable:o}"
                self.keep(path, state, content)
            return content
        except OSError:
            return ""

    def recall(self, path: str | Path, state: FileState) -> str | None:
        """What is known of a file that has this ``state``."""
        known = self.known.get(str(path))
        return str(known[-1]) if known is not None and known[:-1] == state else None

    def keep(self, path: str | Path, state: FileState, content: str) -> None:
        """Remember what was found in a file that had this ``state`` before it was read."""
        _, written, moved, _, _ = state
        if time.time_ns() - max(written, moved) > _TICK:
            self.known[str(path)] = [*state, content]
            self.changed = True

    def save(self) -> None:
        """Write what is known if anything changed."""
        if self.changed:
            write_text(self.path, json.dumps(self.known))
            self.changed = False


def state_of(path: str | Path) -> FileState:
    """The state of a file now; :class:`OSError` if there is none."""
    stat = os.stat(path)
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_mode]
