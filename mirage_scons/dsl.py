"""Everything that a config.py says: ``from mirage_scons.dsl import *``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mirage_scons.devices import init
from mirage_scons.devices.argv import argv, default_argv
from mirage_scons.devices.clock import default_monotonic_clock, default_posix_clock, mclock, pclock
from mirage_scons.devices.job import job, noop
from mirage_scons.devices.logs import default_reporter, reporter
from mirage_scons.devices.time import default_time, time
from mirage_scons.model.convert import int64, list_of, one_of, pair_of, some
from mirage_scons.model.device import Device, connect_start
from mirage_scons.model.errors import ConfigError, Location, caller
from mirage_scons.model.impl import Impl, if_impl, match_impl, mismatch, of_device
from mirage_scons.model.key import Key, flag, key, opt, opt_all, required
from mirage_scons.model.package import Package, package
from mirage_scons.model.types import JOB, Functor, Signature, Type, check_signature, functor
from mirage_scons.model.unikernel import READING, Unikernel, refuse_unapplied
from mirage_scons.model.value import pure, value

__all__ = [
    "argv", "default_argv", "default_monotonic_clock", "default_posix_clock", "default_reporter", "default_time", "dep",
    "flag", "functor", "if_impl", "int64", "job", "key", "list_of", "main", "match_impl", "mclock", "noop", "one_of",
    "opt", "opt_all", "package", "pair_of", "pclock", "pure", "register", "reporter", "required", "some", "time", "typ",
    "value",
]  # fmt: skip

_ARGV, _REPORTER = argv, reporter


def typ(name: str) -> Type:
    """A new module type, for devices of your own; ``name`` is for messages."""
    return Type(name)


def dep(impl: Impl) -> Impl:
    """A data dependency: connected first and handed to ``start``, but no argument of the functor."""
    if not isinstance(impl, Impl):
        raise ConfigError(f"{impl!r} is not an implementation", caller(), "dep takes a device, such as default_time.")
    return impl


def main(
    module: str,
    type: Signature,
    *,
    packages: Sequence[Package] = (),
    keys: Sequence[Key] = (),
    deps: Sequence[Impl] = (),
) -> Impl:
    """The user's own functor: a module path such as ``Unikernel.Hello``, of a type such as ``time >> job``.

    Its ``start`` is called with its arguments, then with ``deps``. ``packages`` are linked, ``keys`` can be read as
    ``Key_gen.NAME ()``.
    """
    where = caller()
    check_signature(type)
    _check_needs(keys, packages)
    for item in deps:
        dep(item)
    return of_device(Device(module, type, tuple(keys), pure(tuple(packages)), connect_start, where), deps)


def register(
    name: str,
    jobs: Sequence[Impl],
    *,
    argv: Impl = default_argv,
    reporter: Impl | None = None,
    keys: Sequence[Key] = (),
    packages: Sequence[Package] = (),
) -> None:
    """Make the unikernel ``name`` of ``jobs``, which run one after the other.

    ``argv`` is where it takes its command line from, ``reporter`` what prints its logs; ``keys`` and ``packages`` are
    needed beside those of its devices.
    """
    where = caller()
    registry = READING.get()
    if registry is None:
        raise ConfigError("register works in a configuration that is being read", where, "Run scons in its directory.")
    _check_jobs(name, jobs, where)
    _check_needs(keys, packages)
    for what, impl, type in (("argv", argv, _ARGV), ("reporter", reporter, _REPORTER)):
        if impl is not None and dep(impl).type != type:
            raise mismatch(what, impl, type)
    first = (init.command_line(argv), init.backtrace, init.hashtables, init.gc, init.delay)
    last = reporter if reporter is not None else default_reporter()
    registry.add(Unikernel(name, (*first, last), tuple(jobs), tuple(keys), tuple(packages), where))


def _check_jobs(name: str, jobs: Sequence[Impl], where: Location | None) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._+-]*", name):
        hint = "It begins with a letter or digit and holds letters, digits and . _ + - only."
        raise ConfigError(f'"{name}" cannot be the name of a unikernel', where, hint)
    _check_items("jobs", jobs, object, f'Write register("{name}", [JOB, …]).')
    for impl in jobs:
        if not isinstance(impl, Impl) or impl.type != JOB:
            what = f"{impl} is a {impl.type}, not a job" if isinstance(impl, Impl) else f"{impl!r} is not a job"
            raise ConfigError(what, where, _unapplied(impl))
    refuse_unapplied(jobs, where)


def _check_needs(keys: Sequence[Key], packages: Sequence[Package]) -> None:
    _check_items("keys", keys, Key, 'Write keys=[key("hello", …), …].')
    _check_items("packages", packages, Package, 'Write packages=[package("duration"), …].')


def _check_items(what: str, items: object, kind: type, hint: str) -> None:
    if not isinstance(items, Sequence) or isinstance(items, str):
        raise ConfigError(f"{what} is not a list", caller(), hint)
    for item in items:
        if not isinstance(item, kind):
            raise ConfigError(f"{item!r} among {what} is not a {kind.__name__.lower()}", caller(), hint)


def _unapplied(impl: object) -> str:
    if isinstance(impl, Impl) and isinstance(impl.type, Functor):
        return f"Apply it: {impl}(…) to {', '.join(map(str, impl.type.params))}."
    return "Jobs are made by main."
