"""A source: where the files of some packages come from, and how they are made of what is fetched."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum, is_weak, measure
from mirage_scons.fetch.download import download, local_file
from mirage_scons.fetch.errors import FetchError, is_full
from mirage_scons.fetch.git import checkout, is_git
from mirage_scons.fetch.inside import inside
from mirage_scons.fetch.network import Network
from mirage_scons.fetch.patch import apply
from mirage_scons.fetch.swap import swap
from mirage_scons.fetch.tidy import tidy
from mirage_scons.fetch.unpack import unpack

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
    """Files from the first of ``urls`` that has them: an archive with ``checksums``, or a git repository.

    Only an archive on this machine may have no checksum. ``extras`` are put among the files, then those of these that
    ``patches`` names are applied.
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
        what = (_SCHEMA, checksums or self._unverified(), extras, self.patches)
        return hashlib.sha256(repr(what).encode()).hexdigest()[:32]

    def _unverified(self) -> tuple[str, ...]:
        """What stands for the files where no checksum does: the urls, and what a file on this machine is now."""
        path = None if is_git(self.urls[0]) else local_file(self.urls)
        return self.urls if path is None else (*self.urls, measure(path, ["sha256"])["sha256"])


def obtain(
    source: Source, destination: Path, cache: Cache, network: Network, warn: Callable[[str], None] = lambda _: None
) -> None:
    """Make ``destination`` hold the files of ``source``. :class:`FetchError` if that cannot be; then it is as it was.

    ``warn`` is told what is not as it should be, though it can be used. Whoever else makes ``destination``, in this
    process or another, waits.
    """
    turn = hashlib.sha256(str(destination.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:2]
    with cache.held(f"turns/{turn}.lock"):
        new = destination.with_name(f".{destination.name}.made")
        shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
        try:
            new.parent.mkdir(parents=True, exist_ok=True)
            _fetch(source, new, cache, network, warn)
            tidy(new)
            _add(source, new, cache, network)
            swap(new, destination)
        except FetchError as error:
            raise FetchError(error.what, error.url or source.urls[0], error.hint) from None
        except OSError as error:
            hint = f"Make room in {new.parent}." if is_full(error) else f"See to {error.filename or new.parent}."
            raise FetchError(f"cannot be unpacked: {error.strerror}", source.urls[0], hint) from None
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
        path = inside(tree, extra.name)
        fetched = download(extra.urls, extra.checksums, cache, network) if extra.urls else None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(fetched.read_bytes() if fetched else extra.content)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            hint = "Whoever made the package has to name another place."
            raise FetchError(f"there is no place for the file {extra.name} in the sources", hint=hint) from None
    for name in source.patches:
        apply(tree, inside(tree, name))
