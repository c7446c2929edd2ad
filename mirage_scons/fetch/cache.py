"""A cache of downloads that all builds of a user share, laid out as opam's: ``sha256/84/84358d8e…``."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mirage_scons.fetch.checksum import Checksum, measure
from mirage_scons.fetch.errors import FetchError


class Cache:
    """The cache in the directory ``root``. Entries appear whole or not at all, so several builds may use it at once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def default(cls, environ: Mapping[str, str]) -> Cache:
        """The cache of the user: below ``XDG_CACHE_HOME``, or ``~/.cache``."""
        home = environ.get("XDG_CACHE_HOME") or os.path.join(environ.get("HOME") or os.path.expanduser("~"), ".cache")
        return cls(Path(home, "mirage_scons"))

    def find(self, checksums: Sequence[Checksum]) -> Path | None:
        """The file that has all of ``checksums``; one that is damaged is removed."""
        for one in checksums:
            path = self._place(one)
            try:
                found = measure(path, {other.kind for other in checksums})
            except OSError:
                continue  # there is none, or somebody has just removed it
            if all(found[other.kind] == other.hex for other in checksums):
                return path
            if found[one.kind] != one.hex:  # else it is what it says, and others may want it
                path.unlink(missing_ok=True)
        return None

    def add(self, path: Path, checksums: Sequence[Checksum]) -> Path:
        """Move the verified file ``path`` in, under every checksum and its sha256; where it is then.

        It is one file under several names, or copies of it where a file system has one name for a file.
        """
        known = next((one for one in checksums if one.kind == "sha256"), None)
        sha256 = known or Checksum("sha256", measure(path, ["sha256"])["sha256"])
        home = self._place(sha256)
        with _usable(home):
            home.parent.mkdir(parents=True, exist_ok=True)
            for one in checksums:
                if one != sha256:
                    self._link(path, self._place(one))  # while nobody else knows of the file
            os.replace(path, home)
        return home

    def _link(self, path: Path, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        new = place.with_name(f".{place.name}.{os.getpid()}.{threading.get_ident()}")
        new.unlink(missing_ok=True)
        try:
            os.link(path, new)
        except OSError:
            shutil.copyfile(path, new)
        os.replace(new, place)
        new.unlink(missing_ok=True)  # rename does nothing to two links of one file

    def _place(self, checksum: Checksum) -> Path:
        return self.root / checksum.kind / checksum.hex[:2] / checksum.hex

    @contextlib.contextmanager
    def partial(self, what: str) -> Iterator[Path]:
        """Where an unfinished download of ``what`` is; nobody else has it meanwhile."""
        name = _digest(what)
        with self.held(f"partial/{name}.lock"):
            yield self.root / "partial" / name

    def remember(self, what: str, text: str) -> None:
        """Keep a line about ``what``, instead of the one before; nobody else may do so meanwhile."""
        path = self.root / "remembered" / _digest(what)
        with _usable(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(".new")
            new.write_text(f"{text}\n", encoding="utf-8")
            os.replace(new, path)

    def remembered(self, what: str) -> str | None:
        """The line that was kept about ``what``; ``None`` if there is none."""
        try:
            return (self.root / "remembered" / _digest(what)).read_text(encoding="utf-8").strip() or None
        except (OSError, ValueError):
            return None

    @contextlib.contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Nobody else holds ``name`` meanwhile; whoever wants it waits. :class:`FetchError` if nobody can."""
        path = self.root / name
        with contextlib.ExitStack() as opened:
            with _usable(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                lock = opened.enter_context(path.open("w"))
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _digest(what: str) -> str:
    return hashlib.sha256(what.encode("utf-8", "surrogateescape")).hexdigest()


@contextlib.contextmanager
def _usable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "Name a directory that can be written and has room, in XDG_CACHE_HOME or MIRAGE_CACHE_DIR."
        raise FetchError(f"the cache cannot be used: {error.strerror}", str(path), hint) from None
