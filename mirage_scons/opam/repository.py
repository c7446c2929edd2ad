"""opam repositories: which versions of a package there are, and their files.

A repository is only looked at where something is asked of it: one has tens of thousands of files.
"""

from __future__ import annotations

import subprocess
from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path
from typing import IO

from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.git_program import command, environment, run

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

    def close(self) -> None:
        """See :class:`Repository`."""

    def _home(self, package: str, version: str) -> Path:
        return self.root / package / f"{package}.{version}"


class GitRepository(Repository):
    """A commit of the bare git repository at ``path``, read without being checked out.

    :class:`FetchError` where that has been damaged.
    """

    def __init__(self, name: str, url: str, path: Path, commit: str) -> None:
        super().__init__(name, url, commit)
        self.path = path
        self._process: subprocess.Popen[bytes] | None = None

    def versions(self, package: str) -> dict[str, str]:
        """See :class:`Repository`; a file is identified by the name that git has for its content."""
        return self._index.get(package, {})

    def read(self, package: str, version: str) -> str:
        """See :class:`Repository`."""
        blob = self._index.get(package, {}).get(version)
        if blob is None:
            raise FileNotFoundError(self.place(package, version))
        return self._blob(blob).decode("utf-8", "surrogateescape")

    def attached(self, package: str, version: str) -> dict[str, bytes]:
        """See :class:`Repository`."""
        home = f"{_PACKAGES}/{package}/{package}.{version}/files/"
        return {path[len(home) :]: self._blob(blob) for path, blob in self._tree(home)}

    @cached_property
    def _index(self) -> dict[str, dict[str, str]]:
        index: dict[str, dict[str, str]] = {}
        for path, blob in self._tree(f"{_PACKAGES}/"):
            parts = path.split("/")
            if len(parts) == 4 and parts[3] == "opam" and parts[2].startswith(f"{parts[1]}."):
                index.setdefault(parts[1], {})[parts[2][len(parts[1]) + 1 :]] = blob
        return index

    def _tree(self, below: str) -> list[tuple[str, str]]:
        """The files below a path, each with the name of its content."""
        done = run(self.path, "ls-tree", "-r", "-z", self.revision, "--", below)
        if done.returncode:
            raise self._damaged((done.stderr.strip().splitlines() or ["nothing"])[-1])
        entries = (entry.partition("\t") for entry in done.stdout.split("\0") if entry)
        return [(path, what.rsplit(" ", 1)[1]) for what, _, path in entries]

    def _blob(self, blob: str) -> bytes:
        sent, received = self._batch
        sent.write(f"{blob}\n".encode())
        sent.flush()
        said = received.readline().split()
        if len(said) != 3:
            raise self._damaged(f"{blob} is missing")
        content = received.read(int(said[2]))
        received.read(1)  # the end of the line
        return content

    def _damaged(self, said: str) -> FetchError:
        return FetchError(f"git: {said}", self.url, f"Remove {self.path}: it is fetched again then.")

    @cached_property
    def _batch(self) -> tuple[IO[bytes], IO[bytes]]:
        process = self._process = subprocess.Popen(
            command(self.path, "cat-file", "--batch"), env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdin is not None
        assert process.stdout is not None
        return process.stdin, process.stdout

    def close(self) -> None:
        """See :class:`Repository`."""
        if self._process is not None:
            self._process.communicate()
            self._process = None
            del self._batch
