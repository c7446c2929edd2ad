"""How a guest is started: as a process that finds its command line and its devices in the environment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from notes import Device

PREFIX = "SOLO5_STANDIN_"
MTU = 1500
SECTOR = 512


@dataclass
class Block:
    """A file as a block device. The descriptor is the guest's to use."""

    device: Device
    descriptor: int
    capacity: int
    block_size: int = SECTOR

    def variable(self) -> tuple[str, str]:
        """What the guest finds in its environment."""
        value = f"{self.device.index} {self.descriptor} {self.capacity} {self.block_size}"
        return f"{PREFIX}BLOCK_{self.device.name}", value


@dataclass
class Net:
    """A network that nobody else is on."""

    device: Device
    mac: str = field(default_factory=lambda: _random_mac())

    def variable(self) -> tuple[str, str]:
        """What the guest finds in its environment."""
        return f"{PREFIX}NET_{self.device.name}", f"{self.device.index} {self.mac} {MTU}"


def _random_mac() -> str:
    first, *rest = secrets.token_bytes(6)
    return ":".join(f"{byte:02x}" for byte in (first & 0xFE | 0x02, *rest))


def opened(device: Device, path: str) -> Block:
    """The file at a path as the block device."""
    descriptor = os.open(path, os.O_RDWR)
    os.set_inheritable(descriptor, True)
    return Block(device, descriptor, os.lseek(descriptor, 0, os.SEEK_END))


def environment(arguments: Sequence[str], attached: Sequence[Block | Net]) -> dict[str, str]:
    """All that a guest learns of the world: its arguments in one string, and its devices."""
    return {f"{PREFIX}CMDLINE": " ".join(arguments), **dict(device.variable() for device in attached)}


def execute(image: Path, arguments: Sequence[str], attached: Sequence[Block | Net]) -> NoReturn:
    """Become the guest."""
    os.execve(image, [str(image)], environment(arguments, attached))
