"""``scons why=NAME``: who brings a package, a library, a key or a module into a unikernel, and into its lock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from SCons.Environment import Base as Environment

from mirage_scons.opam.lock import Lock
from mirage_scons.opam.needers import Needer
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.diagram import Places
from mirage_scons.render.opam import lock_name, needs
from mirage_scons.render.why import Asker, Reason, known, reasons, show
from mirage_scons.targets import TARGETS
from mirage_scons.tool.build import build_at
from mirage_scons.tool.describe import Subject
from mirage_scons.tool.environment import architecture, target_environment
from mirage_scons.tool.locked import InLock, in_lock, lock_at, with_needers
from mirage_scons.tool.render import Rendered


@dataclass(frozen=True)
class Why:
    """A reason, and of a package what the lock knows of it."""

    reason: Reason
    locked: InLock | None


class Inquiry:
    """What may be asked of a unikernel, which is ``done`` for its target, and of its lock."""

    def __init__(self, subject: Subject, done: Rendered) -> None:
        self.subject, self.done = subject, done
        self._path = subject.place.source / f"{lock_name(done.plan)}.opam.locked"

    @cached_property
    def _lock(self) -> Lock | None:
        return lock_at(self._path)

    @property
    def is_locked(self) -> bool:
        """Whether there is a lock."""
        return self._lock is not None

    def known(self) -> set[str]:
        """All names that may be asked for."""
        return known(self.done.plan) | {package.name for package in (self._lock.packages if self._lock else ())}

    def ask(self, name: str, *, whole: bool) -> list[Why]:
        """Why there is what is called ``name``, which may be several things; empty if there is no such thing.

        Which packages need it is looked up only for one that nobody else asks for, or for the ``whole`` answer.
        """
        found = reasons(name, self.done.unikernel, self.done.plan, R4_4)
        if not any(reason.kind == "package" for reason in found) and self._lock and self._lock.version(name):
            found = [Reason("package", name, name, ()), *found]
        return [Why(reason, self._locked(reason, whole)) for reason in found]

    def _locked(self, reason: Reason, whole: bool) -> InLock | None:
        if self._lock is None or reason.kind != "package":
            return None
        locked = in_lock(reason.name, self._lock, self._path)
        if locked is None or not (whole or not reason.askers):
            return locked
        wanted = needs(self.done.plan)
        return with_needers(locked, reason.name, self._lock, self._path.parent, wanted, self._environment())

    def _environment(self) -> Environment:
        env = self.subject.env
        build = build_at(Path(env.Dir("$MIRAGE_BUILD_DIR").abspath))
        return target_environment(env, TARGETS[self.subject.target], build, architecture(env))

    def say(self, why: Why, places: Places) -> str:
        """A reason in words."""
        lines = self._of_lock(why.locked) if why.reason.kind == "package" else ()
        return show(why.reason, self.subject.name, self.subject.target, list(lines), places)

    def _of_lock(self, locked: InLock | None) -> Iterator[str]:
        if locked is None:
            yield f"not in {self._path.name}" if self._lock else "not locked yet: scons lock"
            return
        origin = "the system's" if locked.origin == "system" else f"from {locked.origin}" if locked.origin else "a tool"
        yield f"locked in {locked.lock}: {locked.version}, {origin}"
        for needer in locked.needers or ():
            bounds = f" {needer.bounds}" if needer.bounds else ""
            yield f"{needer.package.name} {needer.package.version} needs it{bounds}"
            yield f"  {' -> '.join([self.subject.name, *needer.path])}"
        if locked.needers == () and not locked.unknown:
            yield "no package of the lock needs it"
        if locked.unknown:
            yield "\n    ".join(f"who needs it is not known: {locked.unknown}".split("\n  "))

    def facts(self, why: Why, places: Places) -> dict[str, Any]:
        """A reason for other programs."""
        return {
            "unikernel": self.subject.name,
            "target": self.subject.target,
            "kind": why.reason.kind,
            "name": why.reason.name,
            "needs": why.reason.needs,
            "askers": [_asker(asker, places) for asker in why.reason.askers],
            "locked": _locked(why.locked),
        }


def _asker(asker: Asker, places: Places) -> dict[str, Any]:
    paths = [[{"module": step.module, "where": places(step.where) or None} for step in path] for path in asker.paths]
    return {"who": asker.who, "where": places(asker.where) or None, "needs": asker.needs or None, "paths": paths}


def _locked(locked: InLock | None) -> dict[str, Any] | None:
    if locked is None:
        return None
    return {
        "lock": locked.lock,
        "version": locked.version,
        "origin": locked.origin or None,
        "needers": [_needer(one) for one in locked.needers or ()],
        "unknown": locked.unknown or None,
    }


def _needer(needer: Needer) -> dict[str, Any]:
    package = needer.package
    return {"name": package.name, "version": package.version, "bounds": needer.bounds, "path": list(needer.path)}
