"""What the members of an archive become: files, directories and links below one directory, and nothing elsewhere.

What an archive says of itself is not believed: bytes and files are counted as they come, and every name is checked.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.links import HINT

BLOCK = 1 << 20
"""How many bytes are read at a time."""


@dataclass
class Members:
    """The members that an archive has had so far, below ``root``: each with its kind, and how many bytes in all."""

    root: Path
    limit_bytes: int
    limit_files: int
    size: int = 0
    kinds: dict[str, str] = field(default_factory=dict)

    def directory(self, name: str) -> None:
        """Make a directory."""
        self._place(name, "directory").mkdir(parents=True, exist_ok=True)

    def file(self, name: str, content: IO[bytes], mode: int) -> None:
        """Write a file; of its ``mode`` only matters whether its owner may execute it."""
        path = self._place(name, "file")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            while block := content.read(BLOCK):
                self.size += len(block)
                if self.size > self.limit_bytes:
                    raise FetchError(f"the archive has more than {self.limit_bytes} bytes", hint=HINT)
                file.write(block)
        path.chmod(0o755 if mode & 0o100 else 0o644)

    def link(self, name: str, target: str) -> None:
        """Make a symbolic link, through which no member is written: where it leads is looked at when all are there."""
        path = self._place(name, "link")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)

    def copy(self, name: str, target: str) -> None:
        """Make of a hard link a copy of what it names, which is a file that came before it."""
        aim = posixpath.normpath(target)
        if self.kinds.get(aim) != "file":
            raise FetchError(f"the link {name} of the archive leads to {target}, which is no file of it", hint=HINT)
        source = self.root / aim
        with source.open("rb") as content:
            self.file(name, content, source.stat().st_mode)

    def _place(self, name: str, kind: str) -> Path:
        """Where the member ``name`` goes; :class:`FetchError` if it may not be there."""
        clean = posixpath.normpath(name)
        if not name or "\0" in name or "\\" in name or name.startswith("/") or ".." in name.split("/"):
            raise FetchError(f"the archive has a member called {name!r}, outside of it", hint=HINT)
        for end in (at for at, letter in enumerate(clean) if letter == "/"):
            if self.kinds.setdefault(clean[:end], "directory") != "directory":
                raise FetchError(f"the member {name} of the archive is to be written through a link", hint=HINT)
        if self.kinds.get(clean, kind) != kind or (clean in self.kinds and kind != "directory"):
            raise FetchError(f"the archive has two members called {name}", hint=HINT)
        self.kinds[clean] = kind
        if len(self.kinds) > self.limit_files:  # the directories of a long name among them
            raise FetchError(f"the archive has more than {self.limit_files} files", hint=HINT)
        return self.root / clean
