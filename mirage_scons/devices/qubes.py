"""Qubes' database, from which a virtual machine learns its addresses."""

from __future__ import annotations

from mirage_scons.devices.connect import connecting
from mirage_scons.model.device import Device
from mirage_scons.model.impl import of_device
from mirage_scons.model.package import released
from mirage_scons.model.types import Type
from mirage_scons.model.value import pure

qubesdb = Type("qubesdb")

MIRAGE_QUBES = released("mirage-qubes")

default_qubesdb = of_device(
    Device(
        "Qubes.DB",
        qubesdb,
        packages=pure((MIRAGE_QUBES,)),
        connect=connecting("{m}.connect ~domid:0 ()"),
        targets=("qubes", "xen"),
    )
)
"""The database of the machine itself."""
