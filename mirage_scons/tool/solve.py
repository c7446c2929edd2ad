"""The versions of a lock: our own solver finds them, or opam-monorepo."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from SCons.Environment import Base as Environment

from mirage_scons.model.errors import nearest
from mirage_scons.opam.lock import Lock, LockError
from mirage_scons.opam.locking import Request, UnlockableError, make_lock
from mirage_scons.opam.monorepo_program import Workshop
from mirage_scons.opam.monorepo_program import make_lock as monorepo_lock
from mirage_scons.opam.pinned import pinned
from mirage_scons.opam.pins import Pin, pins_of, settled
from mirage_scons.opam.repositories import open_repository
from mirage_scons.opam.repository import Repository
from mirage_scons.opam.syntax import File
from mirage_scons.opam.universe import Candidate, Universe
from mirage_scons.tool.network import cache_of, network_of
from mirage_scons.tool.wanted import Wanted

_MORE = "opam's repositories have more packages, and all those for guests: scons lock repositories=opam"


def solved(
    wanted: Wanted,
    file: File,
    values: Mapping[str, str | bool],
    system: Mapping[str, Candidate],
    known: Lock | None,
    home: Path,
    env: Environment,
) -> Lock:
    """The lock for the opam file ``file``, where the variables ``values`` hold and there are the packages ``system``.

    It is to lie in the directory ``home``. Versions of the lock that is ``known`` stay if they can. :class:`LockError`
    if no versions fit together.
    """
    pins = [pin if known is None or wanted.update & {"all", pin.name} else settled(pin, known) for pin in pins_of(file)]
    repositories = _repositories(wanted, pins, home, env)
    universe = Universe(repositories, system, values, cache_of(env).root / "opam")
    try:
        request = _request(wanted, file, pins, universe, known)
        if wanted.by_monorepo:
            return monorepo_lock(request, universe, values, _workshop(wanted, env))
        return make_lock(request, universe, values, wanted.asks.get)
    except UnlockableError as error:
        what = f"no versions of what {wanted.name} needs fit together:"
        hint = [_MORE] if list(wanted.repositories) == ["starter"] else []
        raise LockError("\n  ".join([what, *str(error).splitlines(), *hint])) from None
    finally:
        universe.save()
        for repository in repositories:
            repository.close()


def _repositories(wanted: Wanted, pins: list[Pin], home: Path, env: Environment) -> list[Repository]:
    """Where packages are looked for: first among those that are pinned."""
    cache, network, top = cache_of(env), network_of(env), Path(env.Dir("#").abspath)
    found = [open_repository(address, top, cache, network) for address in wanted.repositories]
    return [pinned(pins, home, cache, network), *found] if pins else found


def _request(wanted: Wanted, file: File, pins: list[Pin], universe: Universe, known: Lock | None) -> Request:
    _check_update(wanted.update, known)
    kept = {} if known is None or "all" in wanted.update else {one.name: one.version for one in known.packages}
    preferred = {name: version for name, version in kept.items() if name not in wanted.update}
    given = {**_given(universe), **{name: version for name, version, _ in pins}}
    return Request(wanted.name, file, given, preferred, cross=bool(wanted.toolchain))


def _check_update(update: Collection[str], known: Lock | None) -> None:
    """:class:`LockError` for a package that is to be updated and that the lock does not have."""
    names = [package.name for package in known.packages] if known else []
    for name in sorted(update):
        if known is not None and name not in ("all", *names):
            hint = nearest(name, names) or "scons lock update=all updates all that it has."
            raise LockError(f"update={name}: the lock has no package of this name\n  {hint}")


def _given(universe: Universe) -> dict[str, str]:
    """The versions of the tools that compile, where a repository knows these."""
    found = {name: universe.system[name].version for name in ("ocaml", "dune") if name in universe.system}
    return {
        name: version
        for name, version in found.items()
        if any(candidate.version == version for candidate in universe.candidates(name))
    }


def _workshop(wanted: Wanted, env: Environment) -> Workshop:
    directory = env["MIRAGE_BUILD"].state / f"opam-monorepo-{wanted.name}"
    return Workshop(directory, env["ENV"], cache_of(env), network_of(env).offline)
