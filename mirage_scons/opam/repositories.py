"""The repositories that a build names: the starter universe, directories, git repositories, archives."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.download import Network, download
from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.git import is_git, mirror, resolve
from mirage_scons.fetch.latest import latest
from mirage_scons.fetch.objects import Objects
from mirage_scons.fetch.unpack import unpack
from mirage_scons.opam.repository import DirectoryRepository, GitRepository, Repository
from mirage_scons.opam.sources import STARTER

_ARCHIVE = re.compile(r"\.(tar(\.\w+)?|t[a-z]{2,3}|zip)$")
"""What the path of an archive's url ends in; other urls are those of opam's own servers, which have it below them."""


def open_repository(address: str, top: Path, cache: Cache, network: Network) -> Repository:
    """The repository at ``address``, a directory below ``top`` or a url.

    ``starter`` is the one that comes with this package. A git repository is named with its revision or without
    (``git+https://…#REVISION``), an archive with its checksum (``https://…#sha256=…``) or without: then it is what the
    server has now. :class:`FetchError` if there is none.
    """
    if address == "starter":
        return DirectoryRepository("starter", STARTER, url="starter")
    if is_git(address):
        plain = address.partition("#")[0]
        commit = resolve(address, cache, offline=network.offline)
        return GitRepository(_name(plain), Objects(plain, mirror(plain, cache)), commit)
    if address.startswith(("http://", "https://")):
        return _of_server(address, cache, network)
    root = top / address.removeprefix("file://")
    if not (root / "packages").is_dir():
        raise _nowhere(address)
    return DirectoryRepository(_name(address), root, url=address)


def _of_server(address: str, cache: Cache, network: Network) -> Repository:
    """The repository in an archive: the one with the checksum that is named, else the newest."""
    url, _, named = address.partition("#")
    archive = url if named or _ARCHIVE.search(urlsplit(url).path) else f"{url.rstrip('/')}/index.tar.gz"
    try:
        checksum = Checksum.parse(named) if named else latest(archive, cache, network)
    except FetchError as error:
        raise FetchError(error.what, error.url or address, error.hint) from None
    tree = cache.root / "repositories" / checksum.hex
    with cache.held(f"repositories/{checksum.hex}.lock"):
        if not tree.exists():
            _unpack(download([archive], [checksum], cache, network), tree, archive)
    return DirectoryRepository(_name(url), tree, url=url, revision=str(checksum))


def _unpack(archive: Path, tree: Path, url: str) -> None:
    try:
        unpack(archive, tree)
    except FetchError as error:
        raise FetchError(error.what, url, error.hint) from None
    if not (tree / "packages").is_dir():
        shutil.rmtree(tree)
        raise _nowhere(url)


def _nowhere(address: str) -> FetchError:
    hint = "Write starter, a directory, git+https://…#REVISION, or https://….tar.gz."
    return FetchError("there is no repository of opam packages", address, hint)


def _name(address: str) -> str:
    """What a repository is called in messages: the last part of its address."""
    return address.rstrip("/").rpartition("/")[2].removesuffix(".git") or address
