"""The sources that a lock names, ready to be fetched."""

from __future__ import annotations

import os
from pathlib import Path

from mirage_scons.fetch.address import path_of
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.git import is_git
from mirage_scons.fetch.source import Extra, Source
from mirage_scons.opam.lock import Lock
from mirage_scons.opam.lock import Source as Locked

STARTER = Path(__file__).resolve().parent.parent / "ocaml"
"""The starter universe."""

_VARIABLE = "/$MIRAGE_SCONS_STARTER"
"""What stands in its urls for where it is installed."""

HERE = "$OPAM_MONOREPO_CWD"
"""What stands in urls for the directory of the lock."""


def starter_archive(locked: Locked) -> Path | None:
    """The archive of a source that comes with the starter universe; ``None`` for any other."""
    _, variable, path = locked.url.partition(_VARIABLE)
    return STARTER / path.lstrip("/") if variable else None


def directory_of(locked: Locked, top: Path) -> Path | None:
    """The directory that is used as it is, without being fetched; ``None`` for what is fetched.

    ``top`` is the directory of the lock. The directory need not be there.
    """
    path = place(locked, top)
    return None if path is None or path.is_file() else path


def place(locked: Locked, top: Path) -> Path | None:
    """Where a source lies that needs no checksum, a directory or an archive; ``None`` for any other."""
    path = None if is_git(locked.url) or locked.checksums else path_of(_address(locked, top))
    return None if path is None else Path(os.path.normpath(path))


def checksums(locked: Locked) -> tuple[Checksum, ...]:
    """The checksums of a source; :class:`FetchError` for what is none."""
    return tuple(map(Checksum.parse, locked.checksums))


def source(locked: Locked, lock: Lock, top: Path) -> Source:
    """What is fetched for a source of a lock in the directory ``top``; :class:`FetchError` for a wrong checksum."""
    extras = tuple(
        Extra(extra.name, extra.urls, tuple(map(Checksum.parse, extra.checksums)), extra.content.encode("latin-1"))
        for extra in lock.extras
        if extra.url == locked.url and extra.content is not None
    )
    patches = tuple(extra.name for extra in lock.extras if extra.url == locked.url and extra.is_patch)
    return Source((_address(locked, top), *locked.mirrors), checksums(locked), extras, patches)


def _address(locked: Locked, top: Path) -> str:
    return locked.url.replace(_VARIABLE, str(STARTER)).replace(HERE, str(top))
