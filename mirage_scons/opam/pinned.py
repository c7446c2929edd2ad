"""Pinned packages, read where they are pinned to: in git repositories, archives and directories."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from mirage_scons.fetch.address import path_of
from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.download import Network, download
from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.git import is_git, mirror, resolve
from mirage_scons.fetch.latest import latest
from mirage_scons.fetch.objects import Objects
from mirage_scons.fetch.swap import swap
from mirage_scons.fetch.unpack import unpack
from mirage_scons.opam.package import url
from mirage_scons.opam.parser import parse
from mirage_scons.opam.pins import Pin, address_of
from mirage_scons.opam.printer import show
from mirage_scons.opam.repository import Repository
from mirage_scons.opam.syntax import Field, File, Item, Section, Value

_PLACES = ("{}.opam", "opam/{}.opam", "{}.opam/opam", "opam/opam", "opam")
"""Where sources have the opam file of a package."""

_Read = Callable[[str], "bytes | None"]
"""The content of a file of sources; ``None`` if there is none."""


class PinnedRepository(Repository):
    """A repository of pinned packages: the opam ``files`` by name and version."""

    def __init__(self, files: Mapping[tuple[str, str], File]) -> None:
        super().__init__("pins", "")
        self.files = files

    def versions(self, package: str) -> dict[str, str]:
        """See :class:`Repository`."""
        found = {version: show(file) for (name, version), file in self.files.items() if name == package}
        return {version: f"pin {_digest(text)}" for version, text in found.items()}

    def read(self, package: str, version: str) -> str:
        """See :class:`Repository`."""
        return show(self.files[package, version])

    def place(self, package: str, version: str) -> str:
        """See :class:`Repository`."""
        return self.files[package, version].name

    def attached(self, package: str, version: str) -> dict[str, bytes]:
        """See :class:`Repository`; files beside the opam file are among the sources."""
        return {}

    def tree(self, cache: Cache) -> Path:
        """See :class:`Repository`; one for each set of pinned packages."""
        texts = {key: show(self._at_home(file)) for key, file in sorted(self.files.items())}
        name = _digest(repr(texts))
        tree = cache.root / "repositories" / name
        with cache.held(f"repositories/{name}.lock"):
            if not tree.exists():
                _write(texts, tree.with_name(f".{name}.new"))
                swap(tree.with_name(f".{name}.new"), tree)
        return tree

    def _at_home(self, file: File) -> File:
        """An opam file that says where it is developed, without which opam-monorepo leaves out its sources.

        It is one place for all packages that are pinned to one, called as the first of them.
        """
        place = url(file)
        if place is None or file.get("dev-repo"):
            return file
        first = min(name for (name, _), other in self.files.items() if url(other) == place)
        home = f"https://pinned.invalid/{_digest(place.src)}/{first}"
        return File([Field("dev-repo", home), *file.items], file.name)

    def close(self) -> None:
        """See :class:`Repository`."""


def _write(texts: Mapping[tuple[str, str], str], new: Path) -> None:
    shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
    for (package, version), text in texts.items():
        home = new / "packages" / package / f"{package}.{version}"
        home.mkdir(parents=True)
        (home / "opam").write_text(text, encoding="utf-8", errors="surrogateescape")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def pinned(pins: Iterable[Pin], top: Path, cache: Cache, network: Network) -> PinnedRepository:
    """The repository of some packages, each as it is at its url now; paths are relative to ``top``.

    :class:`FetchError` for what cannot be had, :class:`OpamSyntaxError` for an opam file that is wrong.
    """
    files = {}
    for pin in pins:
        try:
            files[pin.name, pin.version] = _read(pin, top, cache, network)
        except FetchError as error:
            raise FetchError(error.what, error.url or pin.url, error.hint).of(pin.name) from None
    return PinnedRepository(files)


def directories(pins: Iterable[Pin], top: Path) -> Iterator[tuple[Pin, Path]]:
    """The pins to directories of this machine, and where these are."""
    for pin in pins:
        path = None if is_git(pin.url) or "#" in pin.url else path_of(pin.url)
        directory = None if path is None else Path(os.path.normpath(top / path))
        if directory is not None and directory.is_dir():
            yield pin, directory


def texts_of(pin: Pin, directory: Path) -> Iterator[str]:
    """What says what a package needs that is pinned to a directory, as far as it can be read."""
    for place in _PLACES:
        with contextlib.suppress(OSError):
            yield (directory / place.format(pin.name)).read_text(encoding="latin-1")


def of_directory(pin: Pin, directory: Path) -> File:
    """The opam file of a package that is pinned to a directory; :class:`FetchError` if it has none that will do."""
    file = _found(pin, _in(directory), str(directory))
    if file.get("patches") or any(file.sections("extra-source")):
        hint = "Pin it to an archive or a git repository, or take patches and extra-source out of its opam file."
        raise FetchError("nothing is put into a directory of yours, and its opam file asks for that", pin.url, hint)
    return _taken_from(file, address_of(pin.url))


def _read(pin: Pin, top: Path, cache: Cache, network: Network) -> File:
    if is_git(pin.url):
        return _of_git(pin, cache, network)
    for _, directory in directories([pin], top):
        return of_directory(pin, directory)
    address, path = pin.url.partition("#")[0], path_of(pin.url.partition("#")[0])
    if path is not None:
        return _of_archive(pin, os.path.normpath(top / path), cache, network)
    if not address.startswith(("http://", "https://")):
        hint = "Pin it to git+https://…#REVISION, git+ssh://…, https://….tar.gz or a directory."
        raise FetchError(f"urls of {address.partition('://')[0]} are not known", pin.url, hint)
    return _of_archive(pin, address, cache, network)


def _of_git(pin: Pin, cache: Cache, network: Network) -> File:
    address = address_of(pin.url)
    commit = resolve(pin.url, cache, offline=network.offline)
    objects = Objects(address, mirror(address, cache))

    def read(path: str) -> bytes | None:
        name = objects.files(commit, path).get(path)
        return None if name is None else objects.content(name)

    try:
        return _taken_from(_found(pin, read, pin.url), f"{address}#{commit}", home=address)
    finally:
        objects.close()


def _of_archive(pin: Pin, url: str, cache: Cache, network: Network) -> File:
    named = pin.url.partition("#")[2]
    checksum = Checksum.parse(named) if named else latest(url, cache, network)
    archive = download([url], [checksum], cache, network)
    with tempfile.TemporaryDirectory(dir=cache.root) as directory:
        tree = Path(directory, "tree")
        try:
            unpack(archive, tree)
        except FetchError as error:
            raise FetchError(error.what, pin.url, error.hint) from None
        return _taken_from(_found(pin, _in(tree), pin.url), address_of(pin.url), [str(checksum)])


def _in(tree: Path) -> _Read:
    def read(path: str) -> bytes | None:
        return (tree / path).read_bytes() if (tree / path).is_file() else None

    return read


def _found(pin: Pin, read: _Read, place: str) -> File:
    for path in (place.format(pin.name) for place in _PLACES):
        content = read(path)
        if content is not None:
            return parse(content.decode("utf-8", "surrogateescape"), f"{place}: {path}")
    raise FetchError(f"there is no {pin.name}.opam", pin.url, "Pin it to a place that has its sources.")


def _taken_from(file: File, url: str, checksums: Iterable[str] = (), *, home: str = "") -> File:
    """An opam file whose sources are at ``url``, and developed at ``home`` if it does not say where."""
    items: list[Item] = [
        item
        for item in file.items
        if not (isinstance(item, Section) and item.kind == "url")
        and not (isinstance(item, Field) and item.name in ("version", "url"))
    ]
    known: list[Item] = [Field("dev-repo", home)] if home and not file.get("dev-repo") else []
    listed: list[Value] = list(checksums)
    source: list[Item] = [Field("src", url), *([Field("checksum", listed)] if listed else [])]
    return File([*items, *known, Section("url", None, source)], file.name)
