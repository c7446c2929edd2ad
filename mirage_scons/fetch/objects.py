"""What a commit holds, read out of a repository in which nothing is checked out."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import IO

from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.git_program import converse, run

_FILES = ("100644", "100664", "100755")
_LINK = "120000"


class Objects:
    """The objects of the bare repository ``known``, which was fetched from ``address``.

    One process of git reads all that is asked for, until :meth:`close`. :class:`FetchError` for what is not there.
    """

    def __init__(self, address: str, known: Path) -> None:
        self.address, self.known = address, known
        self._process: subprocess.Popen[bytes] | None = None

    def files(self, commit: str, below: str) -> dict[str, str]:
        """The files of a commit below a path, each with what :meth:`content` is asked for."""
        done = run(self.known, "ls-tree", "-r", "-z", commit, "--", below)
        if done.returncode:
            raise self._damaged(done.stderr.strip().rpartition("\n")[2])
        found = {}
        for what, _, path in (entry.partition("\t") for entry in done.stdout.split("\0") if entry):
            mode, _, name = what.split(" ")
            if mode in _FILES:
                found[path] = name
            elif mode == _LINK and "\n" not in path:
                found[path] = f"{commit}:{path}"  # of what it leads to
        return found

    def content(self, name: str) -> bytes:
        """The content of a file."""
        sent, received = self._reading()
        try:
            sent.write(name.encode("utf-8", "surrogateescape") + b"\n")
            sent.flush()
            said = received.readline().split()
        except BrokenPipeError:
            said = []
        if len(said) != 3 or said[1] != b"blob":
            raise self._damaged(f"{name} cannot be read")
        content = received.read(int(said[2]))
        received.read(1)  # the end of the line
        return content

    def close(self) -> None:
        """End the process that reads; what is asked for later begins another."""
        process, self._process = self._process, None
        if process is not None:
            process.communicate()

    def _reading(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = converse(self.known, "cat-file", "--batch", "--follow-symlinks")
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout

    def _damaged(self, what: str) -> FetchError:
        self.close()  # what it says next may be the rest of this
        return FetchError(f"git: {what}", self.address, f"Remove {self.known}: it is fetched again then.")
