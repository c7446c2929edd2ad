"""NAME.xl and NAME.xl.in: how Xen's tools start an image, with usual values and with places for others'."""

from __future__ import annotations

from collections.abc import Callable

from mirage_scons.plan.plan import Plan
from mirage_scons.render.template import fill

MEMORY = "256"
"""Megabytes."""
BRIDGE = "br"
"""What the name of a bridge begins with; a number follows. It does not depend on the machine that builds."""


def xl(plan: Plan) -> str:
    """The configuration with usual values."""
    return _fill(plan, plan.name, plan.image, MEMORY, str, lambda number, _name: f"{BRIDGE}{number}")


def xl_in(plan: Plan) -> str:
    """The configuration with a word between @ signs for each value."""
    return _fill(
        plan,
        "@NAME@",
        "@KERNEL@",
        "@MEMORY@",
        lambda name: f"@BLOCK:{name}@",
        lambda _number, name: f"@NETWORK:{name}@",
    )


def vdev(number: int, prefix: str = "xvd") -> str:
    """Linux's name of the block device ``number``, from 0: 1 is xvdb (mirage-block-xen, device_number)."""
    letters = ""
    while number >= 0:
        letters = chr(ord("a") + number % 26) + letters
        number = number // 26 - 1
    return prefix + letters


def _fill(
    plan: Plan,
    name: str,
    kernel: str,
    memory: str,
    disk: Callable[[str], str],
    bridge: Callable[[int, str], str],
) -> str:
    names = [attached.name for attached in plan.attachments if attached.kind == "block"]
    networks = [attached.name for attached in plan.attachments if attached.kind == "network"]
    disks = [f"format=raw, vdev={vdev(number)}, access=rw, target={disk(file)}" for number, file in enumerate(names, 1)]
    bridges = [f"bridge={bridge(number, network)}" for number, network in enumerate(networks)]
    return fill("xl.j2", name=name, kernel=kernel, memory=memory, disks=disks, bridges=bridges)
