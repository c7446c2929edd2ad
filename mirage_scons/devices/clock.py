"""Clocks."""

from __future__ import annotations

from mirage_scons.devices.choice import packages_by_family
from mirage_scons.model.device import Device
from mirage_scons.model.impl import of_device
from mirage_scons.model.package import released
from mirage_scons.model.types import Type

pclock = Type("pclock")
"""A clock that knows the time of day: ``Mirage_clock.PCLOCK``."""
mclock = Type("mclock")
"""A clock that only goes forward: ``Mirage_clock.MCLOCK``."""

_SOLO5 = released("mirage-clock-solo5")

default_posix_clock = of_device(
    Device("Pclock", pclock, packages=packages_by_family(unix=released("mirage-clock-unix"), solo5=_SOLO5, xen=_SOLO5))
)
"""The wall clock of the target."""

default_monotonic_clock = of_device(
    Device(
        "Mclock",
        mclock,
        packages=packages_by_family(unix=released("mirage-clock-unix", "mclock"), solo5=_SOLO5, xen=_SOLO5),
    )
)
"""The clock of the target that measures how much time passes, whatever the wall clock is set to."""
