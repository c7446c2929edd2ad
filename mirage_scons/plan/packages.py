"""The packages of a device graph, merged, with the release's bounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mirage_scons.model.device import Device
from mirage_scons.model.package import Package, merge
from mirage_scons.model.value import Context
from mirage_scons.releases import Release


def collect(
    devices: Iterable[Device], more: Iterable[Package], context: Context, release: Release
) -> tuple[Package, ...]:
    """All packages of ``devices`` and ``more``, one for each name, sorted.

    Within one device a later package replaces an earlier one of its name; over devices they are merged.
    :class:`~mirage_scons.model.errors.ConfigError` where two needs contradict each other.
    """
    merged: dict[str, Package] = {}
    needs = [device.packages.eval(context) for device in devices]
    groups = [{package.name: package for package in packages}.values() for packages in needs]
    for package in (package for group in (tuple(more), *groups) for package in group):
        bounded = bind(package, release)
        known = merged.get(package.name)
        merged[package.name] = merge(known, bounded) if known else bounded
    return tuple(merged[name] for name in sorted(merged))


def bind(package: Package, release: Release) -> Package:
    """``package`` with the bounds that the release states for it, if it leaves them to the release."""
    if package.use is None:
        return package
    low, high = release.bounds(package.name, package.use)
    return replace(package, min=frozenset(filter(None, [low])), max=frozenset(filter(None, [high])), use=None)


def libraries(packages: Iterable[Package]) -> list[str]:
    """The findlib libraries to link: those of all packages but the tools of the build, sorted."""
    return sorted({library for package in packages if not package.build for library in package.libs})
