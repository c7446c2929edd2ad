"""Packages that a configuration takes from a place of its own: the commit of a git repository, with its opam file."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.download import Network
from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.git import is_git, read_file, resolve
from mirage_scons.fetch.swap import swap
from mirage_scons.opam.parser import parse
from mirage_scons.opam.printer import show
from mirage_scons.opam.repository import Repository
from mirage_scons.opam.syntax import Field, File, Section, Value, listed


class PinnedRepository(Repository):
    """A repository of pinned packages: the opam ``files`` by name and version."""

    def __init__(self, files: Mapping[tuple[str, str], str]) -> None:
        super().__init__("pins", "")
        self.files = files

    def versions(self, package: str) -> dict[str, str]:
        """See :class:`Repository`."""
        return {
            version: f"pin {hashlib.sha256(text.encode()).hexdigest()}"
            for (name, version), text in self.files.items()
            if name == package
        }

    def read(self, package: str, version: str) -> str:
        """See :class:`Repository`."""
        return self.files[package, version]

    def attached(self, package: str, version: str) -> dict[str, bytes]:
        """See :class:`Repository`; files beside the opam file are among the sources."""
        return {}

    def tree(self, cache: Cache) -> Path:
        """See :class:`Repository`; one for each set of pinned packages."""
        name = hashlib.sha256(repr(sorted(self.files.items())).encode("utf-8", "surrogateescape")).hexdigest()
        tree = cache.root / "repositories" / name
        with cache.held(f"repositories/{name}.lock"):
            if not tree.exists():
                self._write(tree.with_name(f".{name}.new"), tree)
        return tree

    def _write(self, new: Path, tree: Path) -> None:
        shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
        for (package, version), text in self.files.items():
            home = new / "packages" / package / f"{package}.{version}"
            home.mkdir(parents=True)
            (home / "opam").write_text(text, encoding="utf-8", errors="surrogateescape")
        swap(new, tree)

    def close(self) -> None:
        """See :class:`Repository`."""


def pins_of(file: File) -> list[tuple[str, str, str]]:
    """The name, version and url of each package that an opam file pins."""
    pairs = [[str(one) for one in listed(value)] for value in listed(file.get("pin-depends"))]
    return [(*_split(package), url) for package, url in pairs]


def _split(package: str) -> tuple[str, str]:
    name, _, version = package.partition(".")
    return name, version


def pinned(pins: Iterable[tuple[str, str, str]], cache: Cache, network: Network) -> PinnedRepository:
    """The repository of some packages, each as it is at its url now; :class:`FetchError` for what cannot be had."""
    files = {}
    for name, version, url in pins:
        if not is_git(url):
            hint = "Pin it to a git repository: git+https://…#REVISION."
            raise FetchError(f"{name} is pinned to what is no git repository", url, hint)
        commit = resolve(url, cache, offline=network.offline)
        files[name, version] = _opam_file(name, url, commit, cache)
    return PinnedRepository(files)


def _opam_file(name: str, url: str, commit: str, cache: Cache) -> str:
    address = url.partition("#")[0]
    for path in (f"{name}.opam", f"opam/{name}.opam", "opam"):
        text = read_file(address, commit, path, cache)
        if text is not None:
            return show(_taken_from(parse(text, f"{url}: {path}"), f"{address}#{commit}"))
    raise FetchError(f"there is no {name}.opam", url, "Pin another revision, or another repository.")


def _taken_from(file: File, url: str) -> File:
    """An opam file whose sources are at ``url``."""
    items = [
        item
        for item in file.items
        if not (isinstance(item, Section) and item.kind == "url")
        and not (isinstance(item, Field) and item.name in ("version", "url"))
    ]
    home: Value = url.partition("#")[0]
    known = [] if file.get("dev-repo") else [Field("dev-repo", home)]
    return File([*items, *known, Section("url", None, [Field("src", url)])])
