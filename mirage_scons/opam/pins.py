"""Packages that a configuration takes from a place of its own: what is pinned, and what a lock has of it."""

from __future__ import annotations

import os
from typing import NamedTuple

from mirage_scons.fetch.address import path_of
from mirage_scons.fetch.git import is_commit, is_git
from mirage_scons.opam.lock import Lock
from mirage_scons.opam.sources import HERE
from mirage_scons.opam.syntax import File, listed


class Pin(NamedTuple):
    """The package ``name`` in the version that it has then, taken from ``url``.

    That is a git repository with a revision or without (``git+https://…#main``), an archive with a checksum or without
    (``https://….tar.gz#sha256=…``), or a directory of this machine, which may be relative to that of the lock.
    """

    name: str
    version: str
    url: str


def pins_of(file: File) -> list[Pin]:
    """What an opam file pins, each once."""
    pairs = [[str(one) for one in listed(value)] for value in listed(file.get("pin-depends"))]
    return list(dict.fromkeys(Pin(*_split(package), url) for package, url in pairs))


def _split(package: str) -> tuple[str, str]:
    name, _, version = package.partition(".")
    return name, version


def address_of(url: str) -> str:
    """What a lock calls the place that a pin's url names, without revision or checksum."""
    address = url.partition("#")[0]
    path = None if is_git(url) else path_of(address)
    if path is None:
        return address
    plain = os.path.normpath(path).replace("%", "%25")
    return f"file://{plain}" if os.path.isabs(path) else f"file://{HERE}/{plain}"


def is_kept(pin: Pin, lock: Lock) -> bool:
    """Whether a lock has a package from where it is pinned to.

    A branch may have gone on since it was locked, and a server may have another archive.
    """
    named, (locked, revision, checksums) = pin.url.partition("#")[2], _locked(pin, lock)
    if locked != address_of(pin.url):
        return False
    if is_git(pin.url):
        return not is_commit(named) or named == revision
    return not named or named.lower() in checksums


def settled(pin: Pin, lock: Lock | None) -> Pin:
    """A pin to the very commit or archive that a lock has of it; the pin itself if that is of another place."""
    if lock is None or not is_kept(pin, lock):
        return pin
    _, revision, checksums = _locked(pin, lock)
    if not (revision or checksums):
        return pin
    return pin._replace(url=f"{pin.url.partition('#')[0]}#{revision or checksums[0]}")


def _locked(pin: Pin, lock: Lock) -> tuple[str, str, tuple[str, ...]]:
    """The address, the revision and the checksums that a lock has for a package."""
    url = dict(lock.pins).get(f"{pin.name}.{pin.version}", "")
    checksums = next((source.checksums for source in lock.sources if source.url == url), ())
    address, _, revision = url.partition("#")
    return address, revision, checksums
