"""The tenders solo5-hvt and solo5-spt: they check an image, attach its devices and run it.

``tender.py TARGET ARGUMENT...``: options, then the image and the arguments of the guest.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from guest import Block, Net, execute, opened
from notes import Device, InvalidManifestError, NotAnImageError, read_abi, read_manifest
from version import VERSION

ABI_VERSION = 2
MAX_COMMAND_LINE = 8191
_NAMED = r"([A-Za-z0-9]{1,67})=(\S+)"
_MAC = re.compile(r"[0-9A-Fa-f]{1,2}(:[0-9A-Fa-f]{1,2}){5}")


class WrongOptionError(Exception):
    """An option that the tender does not know, or not in this form; the message may say more."""


@dataclass
class Attached:
    """The devices that the options attach to an image."""

    devices: list[Device]
    blocks: dict[str, Block] = field(default_factory=dict)
    nets: dict[str, Net] = field(default_factory=dict)
    block_sizes: dict[str, int] = field(default_factory=dict)
    macs: dict[str, str] = field(default_factory=dict)

    def declared(self, name: str, type: str) -> Device:
        """The device of a name, if the manifest has it."""
        for device in self.devices:
            if (device.name, device.type) == (name, type):
                return device
        raise WrongOptionError(f"Resource not declared in manifest: '{name}'")

    def block(self, name: str, path: str) -> None:
        """--block:NAME=PATH."""
        device = self.declared(name, "BLOCK_BASIC")
        try:
            self.blocks[name] = opened(device, path)
        except OSError as error:
            raise SystemExit(f"Could not open block device: {path}: {error.strerror}") from None

    def block_sector_size(self, name: str, text: str) -> None:
        """--block-sector-size:NAME=SIZE."""
        size = int(text) if text.isdecimal() else 0
        if size < 512 or size & (size - 1):
            raise WrongOptionError("Block size must be a multiple of 2 greater than or equal 512")
        self.declared(name, "BLOCK_BASIC")
        self.block_sizes[name] = size

    def net(self, name: str, interface: str) -> None:
        """--net:NAME=INTERFACE. Whether there is such an interface does not matter: none is opened."""
        self.nets[name] = Net(self.declared(name, "NET_BASIC"))

    def net_mac(self, name: str, address: str) -> None:
        """--net-mac:NAME=ADDRESS."""
        if not _MAC.fullmatch(address):
            raise WrongOptionError
        self.declared(name, "NET_BASIC")
        self.macs[name] = address

    def complete(self) -> list[Block | Net]:
        """The devices as the guest gets them; ends the program if they are not those of the manifest."""
        for name, block in self.blocks.items():
            block.block_size = size = self.block_sizes.get(name, block.block_size)
            if block.capacity % size:
                raise SystemExit(f"{name}: Backing storage size must be block aligned ({size} bytes)")
            if block.capacity < size:
                raise SystemExit(f"{name}: Backing storage must be at least 1 block ({size} bytes) in size")
        for name, net in self.nets.items():
            net.mac = self.macs.get(name, net.mac)
        missing = [device for device in self.devices if device.name not in {**self.blocks, **self.nets}]
        if missing:
            lines = [f"Device '{device.name}' of type {device.type} declared but not attached." for device in missing]
            last = "All declared devices must be attached. See --help for syntax."
            raise SystemExit("\n".join([*lines, last]))
        return [*self.blocks.values(), *self.nets.values()]


OPTIONS: dict[str, Callable[[Attached, str, str], None]] = {
    "block": Attached.block,
    "block-sector-size": Attached.block_sector_size,
    "net": Attached.net,
    "net-mac": Attached.net_mac,
}
"""The options that name a device: --OPTION:NAME=VALUE."""


class Tender:
    """A tender for one target."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.program = f"solo5-{target}"

    def warn(self, text: str) -> None:
        """Say something on the standard error channel."""
        for line in text.splitlines():
            sys.stderr.write(f"{self.program}: {line}\n")

    def usage(self) -> NoReturn:
        """Print how to use it, and end."""
        sys.stderr.write(
            f"usage: {self.program} [ OPTIONS ] [ -- ] KERNEL [ ARGS ]\n"
            "    --mem=MEGABYTES (accepted: the guest takes what it needs)\n"
            "    --help\n"
            "    --version\n"
            "    --block:NAME=PATH\n"
            "    --block-sector-size:NAME=SECTORSIZE\n"
            "    --net:NAME=IFACE | @NN (accepted: nobody is on the network)\n"
            "    --net-mac:NAME=HWADDR\n"
        )
        raise SystemExit(1)

    def version(self) -> NoReturn:
        """Print the version, and end."""
        sys.stderr.write(f"{self.program} tender, version {VERSION}\nABI version {ABI_VERSION}\n")
        raise SystemExit(0)

    def run(self, arguments: list[str]) -> NoReturn:
        """Run the image that the arguments name."""
        count = self.options_before_image(arguments)
        image, options, rest = arguments[count], arguments[:count], arguments[count + 1 :]
        attached = Attached(self.checked(image))
        for option in options:
            self.apply(option, attached)
        devices = attached.complete()
        if len(" ".join(rest).encode()) > MAX_COMMAND_LINE:
            raise SystemExit(f"Guest command line too long (max={MAX_COMMAND_LINE} characters)")
        execute(Path(image), rest, devices)

    def options_before_image(self, arguments: list[str]) -> int:
        """How many of the arguments come before the image."""
        for at, argument in enumerate(arguments):
            if argument == "--" and at + 1 < len(arguments):
                return at + 1
            if not argument.startswith("-"):
                return at
            if argument in TERMINAL:
                TERMINAL[argument](self)
        self.warn("Missing KERNEL operand")
        return self.usage()

    def checked(self, image: str) -> list[Device]:
        """The devices of an image that is for this tender."""
        try:
            abi, devices = read_abi(Path(image)), read_manifest(Path(image))
        except OSError as error:
            raise SystemExit(f"{image}: Could not open: {error.strerror}") from None
        except NotAnImageError:
            raise SystemExit(f"{image}: Invalid or unsupported executable") from None
        except InvalidManifestError:
            raise SystemExit(f"{image}: Solo5 manifest is invalid") from None
        if abi is None:
            raise SystemExit(f"{image}: No Solo5 ABI information found in executable")
        if abi.target != self.target:
            raise SystemExit(f"{image}: Executable is not for the {self.program} target")
        if abi.version != ABI_VERSION:
            raise SystemExit(f"{image}: Executable requests unsupported ABI version {abi.version}")
        if devices is None:
            raise SystemExit(f"{image}: No Solo5 manifest found in executable")
        return devices

    def apply(self, option: str, attached: Attached) -> None:
        """Do what an option says."""
        if option == "--":
            return
        if option.startswith("--mem="):
            if not re.fullmatch(r"--mem=0*[1-9]\d*", option):
                raise SystemExit("Malformed argument to --mem")
            return
        try:
            keyword, _, value = option.removeprefix("--").partition(":")
            named = re.fullmatch(_NAMED, value)
            if keyword not in OPTIONS or named is None or not option.startswith("--"):
                raise WrongOptionError
            OPTIONS[keyword](attached, named[1], named[2])
        except WrongOptionError as error:
            self.warn(str(error))
            self.warn(f"Invalid option: `{option}'")
            self.usage()


TERMINAL: dict[str, Callable[[Tender], NoReturn]] = {"--help": Tender.usage, "--version": Tender.version}
"""The options that end the tender."""


def main(target: str, arguments: list[str]) -> int:
    """Run an image; returns only if that fails."""
    tender = Tender(target)
    try:
        tender.run(arguments)
    except SystemExit as end:
        if isinstance(end.code, str):
            tender.warn(end.code)
            return 1
        return end.code or 0
    except OSError as error:
        tender.warn(f"{os.strerror(error.errno or 0)}")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
