"""A unikernel as its configuration registers it."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace

from mirage_scons.model.errors import ConfigError, Location, idiom
from mirage_scons.model.impl import Dev, If, Impl
from mirage_scons.model.key import Key
from mirage_scons.model.package import Package


@dataclass(frozen=True, eq=False)
class Unikernel:
    """What ``register`` says: the name, the devices forced first, the jobs, and what is needed beside them.

    ``src`` is the URL of its sources: ``"auto"`` is to be taken from git, ``None`` is none. ``family`` is the name that
    is registered where it is built under another: all that is built of one configuration has one lock.
    """

    name: str
    init: tuple[Impl, ...]
    jobs: tuple[Impl, ...]
    keys: tuple[Key, ...] = ()
    packages: tuple[Package, ...] = ()
    src: str | None = "auto"
    where: Location | None = None
    family: str = ""

    def called(self, name: str) -> Unikernel:
        """It under another ``name``; under its own, if that is empty."""
        return replace(self, name=name, family=self.name) if name else self


class Registry:
    """Takes the unikernel that a configuration registers while it is read."""

    def __init__(self) -> None:
        self.unikernel: Unikernel | None = None

    def add(self, unikernel: Unikernel) -> None:
        """Register one; a second is a :class:`ConfigError` that names the first."""
        if self.unikernel is not None:
            raise ConfigError(
                "register is called a second time",
                unikernel.where,
                f"The first is {self.unikernel.where}; a config registers one.",
            )
        self.unikernel = unikernel


READING: ContextVar[Registry | None] = ContextVar("READING", default=None)
"""The registry of the configuration that is being read; each reading has its own."""


def refuse_unapplied(jobs: Sequence[Impl], where: Location | None) -> None:
    """Refuse a job that is applied to nothing: OCaml would run nothing of it (the original's message M1)."""
    for job in jobs:
        if isinstance(job, If):
            refuse_unapplied([*(branch for _, branch in job.branches), job.default], where)
        elif isinstance(job, Dev) and not job.args and job.device.module != "Unit":
            place = job.device.where or where
            given = idiom(place, f'main("{job}", job >> job)', f'main "{job}" (job @-> job)')
            hint = f"Give it one: {given}, and register it applied to noop."
            raise ConfigError(f"job {job} has no argument", place, hint)
