"""What a lock knows of a package, and who needs it there: nothing is fetched for it, and nothing is written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from SCons.Environment import Base as Environment

from mirage_scons.fetch.download import Network
from mirage_scons.fetch.errors import FetchError
from mirage_scons.model.errors import ConfigError
from mirage_scons.opam.host import LOCKING, host
from mirage_scons.opam.lexer import OpamSyntaxError
from mirage_scons.opam.lock import Lock, LockError, load_lock
from mirage_scons.opam.needers import Needer, needers, needs_within
from mirage_scons.opam.parser import parse
from mirage_scons.opam.pinned import pinned
from mirage_scons.opam.pins import pins_of, settled
from mirage_scons.opam.repositories import open_repository
from mirage_scons.opam.repository import Repository
from mirage_scons.opam.system import ToolError, system_packages
from mirage_scons.opam.universe import Universe
from mirage_scons.targets import TARGETS
from mirage_scons.tool.network import cache_of


@dataclass(frozen=True)
class InLock:
    """What the lock called ``lock`` knows of a package.

    ``origin`` is where it comes from: a url, or ``system``. ``needers`` are the packages that need it, ``None`` if that
    was not looked up; ``unknown`` says what of it is not known.
    """

    lock: str
    version: str
    origin: str
    needers: tuple[Needer, ...] | None = None
    unknown: str = ""


def lock_at(path: Path) -> Lock | None:
    """The lock at ``path``, ``None`` if there is none; :class:`ConfigError` if it cannot be read."""
    try:
        return load_lock(path, os.path.relpath(path))
    except LockError as error:
        raise ConfigError(str(error)) from None


def in_lock(name: str, lock: Lock, path: Path) -> InLock | None:
    """What ``lock``, which lies at ``path``, says of the package ``name``; ``None`` if it does not have it."""
    version = lock.version(name)
    if version is None:
        return None
    origin = "system" if name in lock.system else dict(lock.pins).get(f"{name}.{version}", "")
    return InLock(os.path.relpath(path), version, origin)


def with_needers(found: InLock, name: str, lock: Lock, home: Path, needs: str, env: Environment) -> InLock:
    """What a lock in the directory ``home`` says of the package ``name``, with who needs it there.

    ``needs`` is what decided it of the opam file, and ``env`` the environment of the target. The repositories of the
    lock are read as far as they are on this machine.
    """
    try:
        with _universe(lock, home, needs, env) as universe:
            known, unread = needs_within(lock, universe)
    except (FetchError, ToolError, OpamSyntaxError, OSError) as error:
        return replace(found, unknown=str(error))
    unknown = f"the repositories of the lock do not have {', '.join(unread)} any more" if unread else ""
    return replace(found, needers=tuple(needers(name, lock, known)), unknown=unknown)


@contextmanager
def _universe(lock: Lock, home: Path, needs: str, env: Environment) -> Iterator[Universe]:
    """The packages that the lock was made of; what is not on this machine is a :class:`FetchError`."""
    repositories = _repositories(lock, home, needs, env)
    try:
        target = TARGETS[env["MIRAGE_TARGET"]]
        toolchain = "" if target.is_process else target.context
        system = system_packages(env["ENV"], env.subst("$DUNE"), toolchain)
        yield Universe(repositories, system, {**host(), **LOCKING})
    finally:
        for repository in repositories:
            repository.close()


def _repositories(lock: Lock, home: Path, needs: str, env: Environment) -> list[Repository]:
    cache, network, top = cache_of(env), Network(offline=True), Path(env.Dir("#").abspath)
    found = [open_repository(address, top, cache, network) for address in lock.repositories]
    pins = [settled(pin, lock) for pin in pins_of(parse(needs))]
    return [pinned(pins, home, cache, network), *found] if pins else found
