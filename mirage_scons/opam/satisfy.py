"""Whether a lock still says what an opam file asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mirage_scons.fetch.checksum import differing
from mirage_scons.fetch.git import is_commit
from mirage_scons.opam.blame import blamed
from mirage_scons.opam.conditions import variables
from mirage_scons.opam.fields import PROVIDED
from mirage_scons.opam.formula import Every, Formula, Need, fits, formula, needs_of, show_bounds
from mirage_scons.opam.lock import Lock
from mirage_scons.opam.package import names, words
from mirage_scons.opam.pins import pins_of
from mirage_scons.opam.sources import source, starter_archive
from mirage_scons.opam.syntax import File
from mirage_scons.opam.universe import Candidate


def unmet(lock: Lock, file: File, env: Mapping[str, str | bool], system: Mapping[str, Candidate]) -> list[str]:
    """What of the opam file ``file``, and the ``system``, the lock does not hold: a line each."""
    provided = set(words(file.get(PROVIDED)))
    versions = {package.name: package.version for package in lock.packages}
    with blamed(file, "depends"):
        root = formula(file.get("depends"), variables(env))
    needs = [] if root is None else list(_unmet(root, versions, provided))
    return [*_of_system(lock, system), *_of_starter(lock), *_superfluous(lock, file), *_unpinned(lock, file), *needs]


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
        if archive is not None and (not archive.exists() or differing(archive, source(locked, lock).checksums)):
            yield f"{locked.directory} of the starter universe is another now"


def _unpinned(lock: Lock, file: File) -> Iterator[str]:
    """Pins that the lock has from another place. A branch stays at the commit that it was locked at."""
    urls = dict(lock.pins)
    for name, version, url in pins_of(file):
        address, _, revision = url.partition("#")
        found, _, commit = urls.get(f"{name}.{version}", "").partition("#")
        if found != address or (is_commit(revision) and revision != commit):
            yield f"{name} is pinned to {url}"


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
