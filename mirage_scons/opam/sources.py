"""The sources that a lock names, ready to be fetched."""

from __future__ import annotations

from pathlib import Path

from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.source import Extra, Source
from mirage_scons.opam.lock import Lock
from mirage_scons.opam.lock import Source as Locked

STARTER = Path(__file__).resolve().parent.parent / "ocaml"
"""The starter universe."""

_VARIABLE = "/$MIRAGE_SCONS_STARTER"
"""What stands in its urls for where it is installed."""


def starter_archive(locked: Locked) -> Path | None:
    """The archive of a source that comes with the starter universe; ``None`` for any other."""
    _, variable, path = locked.url.partition(_VARIABLE)
    return STARTER / path.lstrip("/") if variable else None


def source(locked: Locked, lock: Lock) -> Source:
    """What is fetched for a source of a lock; :class:`FetchError` for a checksum that is none."""
    address = locked.url.replace(_VARIABLE, str(STARTER))
    extras = tuple(
        Extra(extra.name, extra.urls, tuple(map(Checksum.parse, extra.checksums)), extra.content.encode("latin-1"))
        for extra in lock.extras
        if extra.url == locked.url and extra.content is not None
    )
    patches = tuple(extra.name for extra in lock.extras if extra.url == locked.url and extra.is_patch)
    return Source((address, *locked.mirrors), tuple(map(Checksum.parse, locked.checksums)), extras, patches)
