"""opam packages that a device needs, and how the needs of several devices are one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from mirage_scons.model import check
from mirage_scons.model.errors import ConfigError, Location, caller

Scope = Literal["monorepo", "switch"]
"""Where a package is: vendored and compiled with the program, or installed in the switch of opam."""


@dataclass(frozen=True)
class Package:
    """A package with everything that is required of it.

    ``scope`` is ``monorepo`` for what is compiled with the unikernel and ``switch`` for what the opam switch provides;
    ``build`` marks a tool that only the build needs; ``libs`` are findlib libraries to link; ``min`` (inclusive) and
    ``max`` (exclusive) collect every bound; ``pin`` is a source that wins over all bounds, as (name.version, url).
    ``use`` is not ``None`` while the bounds are still to be taken from the release, for that use of the package.
    """

    name: str
    scope: Scope = "monorepo"
    build: bool = False
    libs: frozenset[str] = frozenset()
    min: frozenset[str] = frozenset()
    max: frozenset[str] = frozenset()
    pin: tuple[str, str] | None = None
    use: str | None = field(default=None, compare=False)
    where: Location | None = field(default=None, compare=False)


def package(
    name: str,
    *,
    scope: Scope = "monorepo",
    build: bool = False,
    sublibs: Sequence[str] | None = None,
    libs: Sequence[str] | None = None,
    min: str | None = None,
    max: str | None = None,
    pin: str | None = None,
    pin_version: str = "dev",
) -> Package:
    """A dependency on the opam package ``name``, in versions from ``min`` to below ``max``.

    Its findlib library is ``name``, or those in ``libs``, or its ``sublibs`` (``package("arp", sublibs=["mirage"])``
    links ``arp.mirage``). ``pin`` is where to take it from instead of the repository's versions: the URL of a git
    repository or of an archive, or a directory.
    """
    where = caller()
    check.text(name, "the name of a package")
    if not re.fullmatch(r"[A-Za-z0-9_-]*[A-Za-z][A-Za-z0-9_-]*", name):
        raise ConfigError(
            f'package name "{name}" is invalid',
            where,
            "It holds letters, digits, - and _; libraries go into libs or sublibs.",
        )
    if sublibs is not None and libs is not None:
        raise ConfigError(f"package {name} has both sublibs and libs", where, "Give one of them.")
    if scope not in ("monorepo", "switch"):
        raise ConfigError(f'"{scope}" is not a scope', where, 'Scopes are "monorepo" and "switch".')
    for words, what in ((sublibs, "sublibs"), (libs, "libs")):
        check.items(f"{what} of package {name}", words or (), str, "a text", f'Write {what}=["a", "b"].')
    if pin is not None:
        check.text(pin, f"the pin of package {name}")
    _check_versions(name, where, min, max, pin and pin_version)
    libraries = [f"{name}.{sub}" for sub in sublibs] if sublibs is not None else libs if libs is not None else [name]
    return Package(
        name,
        scope,
        build,
        frozenset(libraries),
        frozenset([min] if min else []),
        frozenset([max] if max else []),
        (f"{name}.{pin_version}", pin) if pin else None,
        where=where,
    )


def _check_versions(name: str, where: Location | None, *versions: str | None) -> None:
    for version in versions:
        if version is not None and not re.fullmatch(r"[A-Za-z0-9_+.~-]+", check.text(version, f"a version of {name}")):
            hint = "It holds letters, digits and _ + . ~ - only."
            raise ConfigError(f'"{version}" cannot be a version of {name}', where, hint)


def released(
    name: str, use: str = "", *, sublibs: list[str] | None = None, scope: Scope = "monorepo", build: bool = False
) -> Package:
    """A package whose bounds the release states; ``use`` tells apart uses that have bounds of their own."""
    return replace(package(name, sublibs=sublibs, scope=scope, build=build), use=use, where=None)


def merge(a: Package, b: Package) -> Package:
    """Everything that ``a`` and ``b``, two needs of one package, require together.

    Bounds and libraries add up, a pin wins over all bounds. :class:`ConfigError` where one is wanted in the switch and
    the other beside the unikernel, or pinned to two places; it names both.
    """
    if a.scope != b.scope:
        raise _conflict(a, b, f"is wanted in two scopes: {a.scope} and {b.scope}")
    if a.pin and b.pin and a.pin != b.pin:
        raise _conflict(a, b, f"is pinned twice: to {' '.join(a.pin)} and {' '.join(b.pin)}")
    pin = a.pin or b.pin
    return Package(
        a.name,
        a.scope,
        a.build or b.build,
        a.libs | b.libs,
        frozenset() if pin else a.min | b.min,
        frozenset() if pin else a.max | b.max,
        pin,
        where=a.where or b.where,
    )


def _conflict(a: Package, b: Package, what: str) -> ConfigError:
    where = a.where or b.where
    places = [str(place) for place in (a.where, b.where) if place and place != where]
    also = (
        f" (the other is {places[0]})"
        if places
        else " (the other is a device's own)"
        if not (a.where and b.where)
        else ""
    )
    return ConfigError(f"package {a.name} {what}{also}", where, "Make both say the same.")
