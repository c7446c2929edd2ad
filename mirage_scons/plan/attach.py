"""What a target lets a unikernel have: the devices that work there, and what is attached to its image."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mirage_scons.model.device import Attachment, Device, Info
from mirage_scons.model.errors import ConfigError, Location, idiom
from mirage_scons.plan.graph import DeviceGraph
from mirage_scons.plan.hooks import devices
from mirage_scons.targets import TARGETS


def check_targets(graph: DeviceGraph, target: str, where: Location | None) -> None:
    """:class:`ConfigError` for a device that does not work for ``target``; ``where`` the unikernel is registered."""
    for device in devices(graph):
        if device.targets and target not in device.targets:
            what = f"the device {device.module} works for {', '.join(device.targets)}, not for {target}"
            place = device.where or where
            choice = idiom(
                place,
                "match_impl(value(target), [(TARGET, DEVICE), …], default=DEVICE)",
                "match_impl (Key.value Key.target) ~default:DEVICE [ (TARGET, DEVICE); … ]",
            )
            raise ConfigError(what, place, f"Choose by target: {choice}.")


def attachments(graph: DeviceGraph, info: Info) -> tuple[Attachment, ...]:
    """What is attached, each once, in the order of connecting; two interfaces of one name are refused."""
    found: dict[Attachment, Device] = {}
    for vertex in graph.emission():
        for attachment in vertex.device.attach(info):
            other = found.setdefault(attachment, vertex.device)
            if other is not vertex.device and attachment.kind == "network":
                what = f'two network devices are the interface "{attachment.name}"'
                places = f" (the other is {other.where})" if other.where else ""
                hint = "Use one device for both, or give one of them another interface."
                raise ConfigError(what + places, vertex.device.where, hint)
    if TARGETS[info.target].family == "solo5":
        _check_manifest(found)
    return tuple(found)


_MOST_ATTACHED = 63
"""How many devices Solo5 attaches to one image (its ``mft_abi.h``): 64 entries, of which it takes the first."""


def _check_manifest(found: Mapping[Attachment, Device]) -> None:
    """Refuse what Solo5's manifest cannot hold."""
    names: set[str] = set()
    for attachment, device in found.items():
        if not re.fullmatch(r"[A-Za-z0-9]{1,67}", attachment.name):
            what = f'Solo5 cannot attach a {attachment.kind} device called "{attachment.name}"'
            raise ConfigError(what, device.where, "Its name holds 1 to 67 letters and digits; unix may have another.")
        if attachment.name in names:
            what = f'a network device and a block device are called "{attachment.name}"'
            raise ConfigError(what, device.where, "Give one of them another name.")
        names.add(attachment.name)
    if len(found) > _MOST_ATTACHED:
        last = list(found.values())[_MOST_ATTACHED]
        raise ConfigError(f"{len(found)} devices are too many for Solo5", last.where, f"At most {_MOST_ATTACHED}.")
