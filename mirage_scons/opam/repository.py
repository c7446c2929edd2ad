"""opam repositories: which versions of a package there are, and their files.

A repository is only looked at where something is asked of it: one has tens of thousands of files.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.git import checkout
from mirage_scons.fetch.objects import Objects

_PACKAGES = "packages"


class Repository(ABC):
    """A repository called ``name``, whose ``revision`` says what is in it, as far as that is known."""

    def __init__(self, name: str, url: str, revision: str = "") -> None:
        self.name, self.url, self.revision = name, url, revision

    @abstractmethod
    def versions(self, package: str) -> dict[str, str]:
        """The versions of a package, each with what identifies its opam file's content."""

    @abstractmethod
    def read(self, package: str, version: str) -> str:
        """The text of an opam file; :class:`OSError` if there is none."""

    @abstractmethod
    def attached(self, package: str, version: str) -> dict[str, bytes]:
        """The files beside the opam file, below ``files/``: patches and what is put into the sources."""

    @abstractmethod
    def tree(self, cache: Cache) -> Path:
        """A directory that holds the whole repository, for other programs; it is made in ``cache`` if there is none."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what reading needs; what is asked for later is read anew."""

    def place(self, package: str, version: str) -> str:
        """Where an opam file lies, for messages."""
        return f"{self.url}: {_PACKAGES}/{package}/{package}.{version}/opam"


class DirectoryRepository(Repository):
    """A repository in the directory ``root``."""

    def __init__(self, name: str, root: Path, *, url: str | None = None, revision: str = "") -> None:
        super().__init__(name, url or str(root), revision)
        self.root = root / _PACKAGES

    def versions(self, package: str) -> dict[str, str]:
        """See :class:`Repository`; a file is identified by its size and time."""
        found = {}
        try:
            entries = sorted((self.root / package).iterdir())
        except OSError:
            return {}
        for entry in entries:
            opam = entry / "opam"
            if entry.name.startswith(f"{package}.") and opam.is_file():
                stat = opam.stat()
                found[entry.name[len(package) + 1 :]] = f"{opam} {stat.st_size} {stat.st_mtime_ns}"
        return found

    def read(self, package: str, version: str) -> str:
        """See :class:`Repository`."""
        return self._home(package, version).joinpath("opam").read_text(encoding="utf-8", errors="surrogateescape")

    def attached(self, package: str, version: str) -> dict[str, bytes]:
        """See :class:`Repository`."""
        home = self._home(package, version) / "files"
        paths = sorted(path for path in home.rglob("*") if path.is_file())
        return {path.relative_to(home).as_posix(): path.read_bytes() for path in paths}

    def tree(self, cache: Cache) -> Path:
        """See :class:`Repository`; that is where it lies."""
        return self.root.parent

    def close(self) -> None:
        """See :class:`Repository`."""

    def _home(self, package: str, version: str) -> Path:
        return self.root / package / f"{package}.{version}"


class GitRepository(Repository):
    """A commit of a git repository, read out of its ``objects`` without being checked out."""

    def __init__(self, name: str, objects: Objects, commit: str) -> None:
        super().__init__(name, objects.address, commit)
        self._objects = objects

    def versions(self, package: str) -> dict[str, str]:
        """See :class:`Repository`; a file is identified by the name that git has for its content."""
        return self._index.get(package, {})

    def read(self, package: str, version: str) -> str:
        """See :class:`Repository`."""
        name = self._index.get(package, {}).get(version)
        if name is None:
            raise FileNotFoundError(self.place(package, version))
        return self._objects.content(name).decode("utf-8", "surrogateescape")

    def attached(self, package: str, version: str) -> dict[str, bytes]:
        """See :class:`Repository`."""
        home = f"{_PACKAGES}/{package}/{package}.{version}/files/"
        found = self._objects.files(self.revision, home)
        return {path[len(home) :]: self._objects.content(name) for path, name in found.items()}

    def tree(self, cache: Cache) -> Path:
        """See :class:`Repository`; it is checked out once."""
        tree = cache.root / "repositories" / self.revision
        with cache.held(f"repositories/{self.revision}.lock"):
            if not tree.exists():
                checkout(f"{self.url}#{self.revision}", tree, cache, offline=True)
        return tree

    @cached_property
    def _index(self) -> dict[str, dict[str, str]]:
        index: dict[str, dict[str, str]] = {}
        for path, name in self._objects.files(self.revision, f"{_PACKAGES}/").items():
            parts = path.split("/")
            if len(parts) == 4 and parts[3] == "opam" and parts[2].startswith(f"{parts[1]}."):
                index.setdefault(parts[1], {})[parts[2][len(parts[1]) + 1 :]] = name
        return index

    def close(self) -> None:
        """See :class:`Repository`."""
        self._objects.close()
