"""``register``: the unikernel that a configuration is about (the original's ``lib/mirage/mirage.ml``, register)."""

from __future__ import annotations

from collections.abc import Sequence

from mirage_scons.devices import argv as argvs
from mirage_scons.devices import init, logs
from mirage_scons.model import check
from mirage_scons.model.errors import ConfigError, Location, caller, idiom, warn
from mirage_scons.model.impl import Dev, Impl, mismatch, walk
from mirage_scons.model.key import Key
from mirage_scons.model.module import check_packages, dep
from mirage_scons.model.package import Package
from mirage_scons.model.types import JOB, Functor
from mirage_scons.model.unikernel import READING, Unikernel, refuse_unapplied


def register(
    name: str,
    jobs: Sequence[Impl],
    *,
    argv: Impl = argvs.default_argv,
    reporter: Impl | None = None,
    keys: Sequence[Key] = (),
    packages: Sequence[Package] = (),
    src: str | None = "auto",
) -> Unikernel:
    """Make the unikernel ``name`` of ``jobs``, which all run, side by side.

    In a configuration it is the one that is built; in an SConstruct it is handed to ``env.Unikernel``.

    ``argv`` is where it takes its command line from, ``reporter`` what prints its logs; ``keys`` and ``packages`` are
    needed beside those of its devices. ``src`` is the URL of the sources in the opam file: ``"auto"`` takes it from
    git, ``None`` leaves it out.
    """
    where = caller()
    registry = READING.get()
    check.unikernel_name(name, where)
    _check_jobs(name, jobs, where)
    check.items("keys", keys, Key, "a key", 'Write keys=[key("hello", …), …].')
    check_packages(packages)
    for what, impl, type in (("argv", argv, argvs.argv), ("reporter", reporter, logs.reporter)):
        if impl is not None and dep(impl).type != type:
            raise mismatch(what, impl, type)
    first = [init.keys(argv), init.backtrace, init.hashtables, init.gc, init.delay]
    if reporter is not logs.no_reporter:
        first.append(logs.default_reporter() if reporter is None else reporter)
    source = None if src is None else check.text(src, "src")
    _warn_of_deprecated(jobs, where)
    made = Unikernel(name, tuple(first), tuple(jobs), tuple(keys), tuple(packages), source, where)
    if registry is not None:
        registry.add(made)
    return made


def _warn_of_deprecated(jobs: Sequence[Impl], where: Location | None) -> None:
    def visit(impl: Impl) -> None:
        if isinstance(impl, Dev) and impl.device.deprecated:
            warn(impl.device.deprecated, impl.device.where or where)

    for job in jobs:
        walk(job, visit)


def _check_jobs(name: str, jobs: Sequence[Impl], where: Location | None) -> None:
    hint = idiom(where, f'Write register("{name}", [JOB, …]).', f'Write register "{name}" [ JOB; … ].')
    if not check.items("jobs", jobs, object, "a job", hint):
        raise ConfigError("there is no job", where, hint)
    for impl in jobs:
        if not isinstance(impl, Impl) or impl.type != JOB:
            what = f"{impl} is a {impl.type}, not a job" if isinstance(impl, Impl) else f"{impl!r} is not a job"
            raise ConfigError(what, where, _unapplied(impl, where))
    refuse_unapplied(jobs, where)


def _unapplied(impl: object, where: Location | None) -> str:
    if isinstance(impl, Impl) and isinstance(impl.type, Functor):
        wanted = ", ".join(map(str, impl.type.params))
        return f"Apply it: {idiom(where, f'{impl}(…)', f'{impl} $ …')} to {wanted}."
    return "Jobs are made by main."
