"""Qubes' database, from which a virtual machine learns its addresses."""

from __future__ import annotations

from mirage_scons.devices.connect import connecting
from mirage_scons.model.device import Device, needs
from mirage_scons.model.impl import of_device
from mirage_scons.model.package import released
from mirage_scons.model.types import Type

qubesdb = Type("qubesdb")
"""Qubes' database: ``Qubes.S.DB``."""

MIRAGE_QUBES = released("mirage-qubes")

default_qubesdb = of_device(
    Device(
        "Qubes.DB",
        qubesdb,
        packages=needs(MIRAGE_QUBES),
        connect=connecting("{m}.connect ~domid:0 ()"),
        targets=("qubes", "xen"),
    )
)
"""The database of the machine itself."""
