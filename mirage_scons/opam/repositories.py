"""The repositories that a build names: the starter universe, directories, git repositories, archives."""

from __future__ import annotations

import re
from pathlib import Path

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.download import Network, download
from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.git import is_git, mirror, resolve
from mirage_scons.fetch.objects import Objects
from mirage_scons.fetch.unpack import unpack
from mirage_scons.opam.repository import DirectoryRepository, GitRepository, Repository
from mirage_scons.opam.sources import STARTER

_ARCHIVE = re.compile(r"(?P<url>https?://[^#]+)#(?P<checksum>(?:md5|sha256|sha512)=[0-9a-f]+)")


def open_repository(address: str, top: Path, cache: Cache, network: Network) -> Repository:
    """The repository at ``address``, a directory below ``top`` or a url.

    ``starter`` is the one that comes with this package. A git repository is named with its revision or without
    (``git+https://…#REVISION``), an archive with its checksum (``https://…#sha256=…``). :class:`FetchError` if there is
    none.
    """
    if address == "starter":
        return DirectoryRepository("starter", STARTER, url="starter")
    if is_git(address):
        plain = address.partition("#")[0]
        commit = resolve(address, cache, offline=network.offline)
        return GitRepository(_name(plain), Objects(plain, mirror(plain, cache)), commit)
    archive = _ARCHIVE.fullmatch(address)
    if archive:
        return _unpacked(archive["url"], Checksum.parse(archive["checksum"]), cache, network)
    root = top / address.removeprefix("file://")
    if not (root / "packages").is_dir():
        hint = "Write starter, a directory, git+https://…#REVISION, or https://…#sha256=… of an archive."
        raise FetchError("there is no repository of opam packages", address, hint)
    return DirectoryRepository(_name(address), root, url=address)


def _unpacked(url: str, checksum: Checksum, cache: Cache, network: Network) -> Repository:
    tree = cache.root / "repositories" / checksum.hex
    with cache.held(f"repositories/{checksum.hex}.lock"):
        if not tree.exists():
            unpack(download([url], [checksum], cache, network), tree)
    return DirectoryRepository(_name(url), tree, url=url, revision=str(checksum))


def _name(address: str) -> str:
    """What a repository is called in messages: the last part of its address."""
    return address.rstrip("/").rpartition("/")[2].removesuffix(".git") or address
