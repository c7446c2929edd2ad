"""Time: sleeping."""

from __future__ import annotations

from mirage_scons.devices.choice import by_family
from mirage_scons.model.device import Device, needs
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.package import released
from mirage_scons.model.types import Type

time = Type("time")
"""Sleeping: ``Mirage_time.S``."""


def _time(module: str) -> Impl:
    return of_device(Device(module, time, packages=needs(released("mirage-time"))))


default_time = by_family(unix=_time("Unix_os.Time"), solo5=_time("Solo5_os.Time"), xen=_time("Xen_os.Time"))
"""The time of the target."""
