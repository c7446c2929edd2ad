"""Whether a lock still says what an opam file asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from mirage_scons.fetch.checksum import differing
from mirage_scons.opam.blame import blamed
from mirage_scons.opam.conditions import variables
from mirage_scons.opam.fields import PROVIDED
from mirage_scons.opam.formula import Every, Formula, Need, fits, formula, needs_of, show_bounds
from mirage_scons.opam.lock import Lock
from mirage_scons.opam.package import names, of_package, words
from mirage_scons.opam.pinned import directories, of_directory
from mirage_scons.opam.pins import Pin, is_kept, pins_of
from mirage_scons.opam.sources import checksums, starter_archive
from mirage_scons.opam.syntax import File
from mirage_scons.opam.universe import Candidate


def unmet(
    lock: Lock, file: File, env: Mapping[str, str | bool], system: Mapping[str, Candidate], top: Path
) -> list[str]:
    """What of the opam file ``file``, and the ``system``, the lock in the directory ``top`` does not hold: a line each.

    :class:`FetchError` for a directory that a package is pinned to, and that has no opam file of it.
    """
    provided = set(words(file.get(PROVIDED)))
    versions = {package.name: package.version for package in lock.packages}
    with blamed(file, "depends"):
        root = formula(file.get("depends"), variables(env))
    needs = [] if root is None else list(_unmet(root, versions, provided))
    pins = [pin for pin in pins_of(file) if pin.name not in provided]
    needs += _of_directories(pins, top, env, lambda needed: _unmet(needed, versions, provided))
    return [*_of_system(lock, system), *_of_starter(lock), *_superfluous(lock, file), *_unpinned(lock, pins), *needs]


def _of_system(lock: Lock, system: Mapping[str, Candidate]) -> Iterator[str]:
    for name in lock.system:
        found = system.get(name)
        if found is None:
            yield f"{name} is not installed any more"
        elif found.version != lock.version(name):
            yield f"{name} is {found.version} now, not {lock.version(name)}"


def _of_starter(lock: Lock) -> Iterator[str]:
    """Sources that come with this package, and are others in another version of it."""
    for locked in lock.sources:
        archive = starter_archive(locked)
        if archive is not None and (not archive.exists() or differing(archive, checksums(locked))):
            yield f"{locked.directory} of the starter universe is another now"


def _unpinned(lock: Lock, pins: Iterable[Pin]) -> Iterator[str]:
    """Pins that the lock has from another place."""
    return (f"{pin.name} is pinned to {pin.url}" for pin in pins if not is_kept(pin, lock))


def _of_directories(
    pins: Iterable[Pin], top: Path, env: Mapping[str, str | bool], unmet: Callable[[Formula], Iterable[str]]
) -> Iterator[str]:
    """What packages need that are pinned to directories, which may change at any time."""
    for pin, directory in directories(pins, top):
        file = of_directory(pin, directory)
        with blamed(file, "depends"):
            needs = formula(file.get("depends"), of_package(pin.name, pin.version, variables(env)))
        for line in () if needs is None else unmet(needs):
            yield f"{line} (by {pin.name} in {directory})"


def _superfluous(lock: Lock, file: File) -> Iterator[str]:
    asked = set(names(file.get("depends")))
    for name in lock.asked:
        if name not in asked:
            yield f"{name} is not asked for any more"


def _unmet(root: Formula, versions: Mapping[str, str], provided: set[str]) -> Iterator[str]:
    for one in root.formulas if isinstance(root, Every) else (root,):
        if not _holds(one, versions, provided):
            needs = " or ".join(f"{need.package} {show_bounds(need.bounds)}".rstrip() for need in needs_of(one))
            had = [f"{need.package} is {versions[need.package]}" for need in needs_of(one) if need.package in versions]
            yield f"{needs} is needed" + (f", and {' and '.join(had)}" if had else "")


def _holds(formula: Formula, versions: Mapping[str, str], provided: set[str]) -> bool:
    if isinstance(formula, Need):
        if formula.package in provided and formula.package not in versions:
            return True
        return formula.package in versions and fits(formula.bounds, versions[formula.package])
    found = (_holds(one, versions, provided) for one in formula.formulas)
    return all(found) if isinstance(formula, Every) else any(found)
