"""Choices by target."""

from __future__ import annotations

from mirage_scons.devices.keys import TARGET
from mirage_scons.model.impl import Impl, match_impl
from mirage_scons.model.package import Package
from mirage_scons.model.value import Value, value
from mirage_scons.targets import TARGETS, Family


def family(target: str) -> Family:
    """The family of the target called ``target``."""
    return TARGETS[target].family


_FAMILY = value(TARGET).map(family)

is_unix = _FAMILY.map(lambda name: name == "unix")
"""Whether the target is ``unix`` or ``macosx``: a value for ``if_impl`` and ``if_``."""
is_solo5 = _FAMILY.map(lambda name: name == "solo5")
"""Whether the target is one of Solo5: ``hvt``, ``spt``, ``virtio``, ``muen``, ``genode``."""
is_xen = _FAMILY.map(lambda name: name == "xen")
"""Whether the target is ``xen`` or ``qubes``."""


def by_family(*, unix: Impl, solo5: Impl, xen: Impl) -> Impl:
    """The implementation for the family of the target."""
    return match_impl(_FAMILY, [("solo5", solo5), ("xen", xen)], default=unix)


def packages_by_target(**packages: tuple[Package, ...]) -> Value[tuple[Package, ...]]:
    """Packages for each target by its name, or by its family's."""
    return value(TARGET).map(lambda target: packages[target if target in packages else family(target)])


def packages_by_family(**packages: Package) -> Value[tuple[Package, ...]]:
    """One package for each family of targets."""
    return _FAMILY.map(lambda name: (packages[name],))
