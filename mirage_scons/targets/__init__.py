"""The targets of MirageOS: one frozen record each, by name."""

from __future__ import annotations

from mirage_scons.targets.record import Family, Target
from mirage_scons.targets.solo5 import GENODE, HVT, MUEN, SPT, VIRTIO
from mirage_scons.targets.unix import MACOSX, UNIX
from mirage_scons.targets.xen import QUBES, XEN

TARGETS: dict[str, Target] = {
    target.name: target for target in (UNIX, MACOSX, XEN, VIRTIO, HVT, MUEN, QUBES, GENODE, SPT)
}
"""Every target by its name, in the order in which the original lists them."""

__all__ = ["TARGETS", "Family", "Target"]
