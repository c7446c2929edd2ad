"""A source: where the files of some packages come from, and how they are made of what is fetched."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum, is_weak
from mirage_scons.fetch.download import Network, download
from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.git import checkout, is_git
from mirage_scons.fetch.patch import apply
from mirage_scons.fetch.unpack import tidy, unpack

_SCHEMA = 1
"""Changes with what is made of what is fetched."""


@dataclass(frozen=True)
class Extra:
    """A file that is put at ``name`` among the sources: fetched from ``urls``, or of this ``content``."""

    name: str
    urls: tuple[str, ...] = ()
    checksums: tuple[Checksum, ...] = ()
    content: bytes = b""


@dataclass(frozen=True)
class Source:
    """Files from the first of ``urls`` that has them: an archive with ``checksums``, a git repository, a directory.

    ``extras`` are put among them, then those of these that ``patches`` names are applied.
    """

    urls: tuple[str, ...]
    checksums: tuple[Checksum, ...] = ()
    extras: tuple[Extra, ...] = ()
    patches: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Identifies the files: sources of one key are the same files."""
        checksums = sorted(map(str, self.checksums))
        extras = [(extra.name, sorted(map(str, extra.checksums)), extra.content) for extra in self.extras]
        what = (_SCHEMA, checksums or self.urls, extras, self.patches)
        return hashlib.sha256(repr(what).encode()).hexdigest()[:32]


def obtain(
    source: Source, destination: Path, cache: Cache, network: Network, warn: Callable[[str], None] = lambda _: None
) -> None:
    """Make ``destination`` hold the files of ``source``. :class:`FetchError` if that cannot be; then it is as it was.

    ``warn`` is told what is not as it should be, though it can be used.
    """
    new = destination.with_name(f".{destination.name}.made")
    shutil.rmtree(new, ignore_errors=True)
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        _fetch(source, new, cache, network, warn)
        tidy(new)
        _add(source, new, cache, network)
        shutil.rmtree(destination, ignore_errors=True)
        new.rename(destination)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _fetch(source: Source, new: Path, cache: Cache, network: Network, warn: Callable[[str], None]) -> None:
    url = source.urls[0]
    if is_git(url):
        checkout(url, new, cache, offline=network.offline)
        return
    if is_weak(source.checksums):
        warn(f"{url} has no checksum but md5, which can be forged")
    archive = download(source.urls, source.checksums, cache, network)
    try:
        unpack(archive, new)
    except FetchError as error:
        raise FetchError(error.what, url, error.hint) from None


def _add(source: Source, tree: Path, cache: Cache, network: Network) -> None:
    for extra in source.extras:
        path = _inside(tree, extra.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if extra.urls:
            shutil.copyfile(download(extra.urls, extra.checksums, cache, network), path)
        else:
            path.write_bytes(extra.content)
    for name in source.patches:
        apply(tree, _inside(tree, name))


def _inside(tree: Path, name: str) -> Path:
    path = tree / name
    if not name or ".." in Path(name).parts or not path.resolve().is_relative_to(tree.resolve()):
        raise FetchError(f"a file is to be put at {name!r}, outside of the sources")
    return path
