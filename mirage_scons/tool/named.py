"""The sources that a lock names, remembered: while the lock stays as it is, it is not read again."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from SCons.Errors import BuildError

if TYPE_CHECKING:
    from mirage_scons.opam.lock import Lock
    from mirage_scons.tool.build import Build


@dataclass(frozen=True)
class Named:
    """A source that a lock names: its ``directory`` in a duniverse, its ``key`` in the store, and its ``packages``.

    ``path`` is where it lies if that is a directory, which is used as it is; else it is empty, or that of an archive.
    """

    directory: str
    key: str
    packages: list[str]
    path: str

    @property
    def is_used_as_it_is(self) -> bool:
        """Whether it is a directory of the user's, which need not be there."""
        return bool(self.path) and not os.path.isfile(self.path)

    @property
    def title(self) -> str:
        """The packages in it, for people."""
        return ", ".join(self.packages) or self.directory


def named(path: Path, build: Build) -> list[Named]:
    """The sources that the lock at ``path`` names, none while there is no lock; :class:`BuildError` if it is wrong."""
    content = build.digests.of_file(path)
    if not content:
        return []
    name, state = os.path.relpath(path, build.root), [content, str(path.parent)]
    known = build.plans.locks.get(name)
    if known is None or known["state"] != state:
        known = {"state": state, "sources": _read(path)}
        build.plans.put_lock(name, known)
    return [Named(*source) for source in known["sources"]]


def _read(path: Path) -> list[list[object]]:
    from mirage_scons.fetch.errors import FetchError
    from mirage_scons.opam.sources import place, source
    from mirage_scons.tool.fetch import read

    lock: Lock | None = read(path)
    assert lock is not None, "it has a content"
    top = path.parent
    try:
        return [
            [one.directory, source(one, lock, top).key, list(lock.provides(one)), str(place(one, top) or "")]
            for one in lock.sources
        ]
    except FetchError as error:
        raise BuildError(errstr=str(error)) from None
