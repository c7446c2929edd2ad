"""Xen, and Qubes on it: programs of their own with mirage-xen, linked with Solo5's Xen binding."""

from __future__ import annotations

from mirage_scons.model.package import released
from mirage_scons.targets.record import Target
from mirage_scons.targets.solo5 import SDK

_PACKAGES = (*SDK, released("mirage-xen"))

XEN = Target("xen", "xen", "xen", "Xen_os", "solo5", "{}.xen", _PACKAGES, "a guest of Xen", "xen")
QUBES = Target("qubes", "xen", "qubes", "Xen_os", "solo5", "qubes/{}.xen", _PACKAGES, "a guest of Qubes", "xen")
