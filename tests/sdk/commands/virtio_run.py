"""solo5-virtio-run: runs an image for virtio, as a process where the real one has QEMU make a machine.

As there, the status of the guest is lost: the bindings for virtio end with 83, as QEMU does when a guest exits.
"""

from __future__ import annotations

import getopt
import sys
from pathlib import Path
from typing import NoReturn

from guest import Block, Net, execute, opened
from notes import Device, InvalidManifestError, NotAnImageError, read_abi, read_manifest

PROGRAM = "solo5-virtio-run"
HYPERVISORS = ("qemu", "kvm", "best")

USAGE = f"""\
Usage: {PROGRAM} [ OPTIONS ] UNIKERNEL [ -- ] [ ARGUMENTS ... ]

    -d DISK: attach the file DISK as the block device
    -m MEM: accepted; the guest takes what it needs
    -n NETIF: attach the network device; nobody is on the network
    -q: do not print the command
    -H HV: qemu, kvm or best, which are the same here
"""


def usage() -> NoReturn:
    """Print how to use it, and end."""
    sys.stderr.write(USAGE)
    raise SystemExit(1)


def die(message: str) -> NoReturn:
    """Say what is wrong, and end."""
    sys.stderr.write(f"{PROGRAM}: error: {message}\n")
    raise SystemExit(1)


def attach(devices: list[Device], disk: str | None, interface: str | None) -> list[Block | Net]:
    """The devices of the machine: one disk and one network, each the first that the manifest declares."""
    attached: list[Block | Net] = []
    blocks = [device for device in devices if device.type == "BLOCK_BASIC"]
    nets = [device for device in devices if device.type == "NET_BASIC"]
    if disk is not None and blocks:
        attached.append(opened(blocks[0], disk))
    if interface is not None and nets:
        attached.append(Net(nets[0]))
    return attached


def main(arguments: list[str]) -> NoReturn:
    """Run the image that the arguments name."""
    try:
        pairs, operands = getopt.gnu_getopt(arguments, "d:m:n:qH:")
    except getopt.GetoptError as error:
        sys.stderr.write(f"getopt: {error.msg}\n")
        usage()
    options = dict(pairs)
    disk = options.get("-d")
    if disk is not None and not Path(disk).is_file():
        die(f"not found: {disk}")
    if not operands:
        usage()
    image, rest = Path(operands[0]).absolute(), operands[1:]
    if not image.is_file():
        die(f"not found: {operands[0]}")
    if options.get("-H", "best") not in HYPERVISORS:
        die(f"Unknown hypervisor: {options['-H']}")
    if "-q" not in options:
        sys.stderr.write(f"+ {' '.join(['stand-in', str(image), *rest])}\n")
    run(image, rest, disk, options.get("-n"))


def run(image: Path, arguments: list[str], disk: str | None, interface: str | None) -> NoReturn:
    """Become the guest; as QEMU does, refuse what is no kernel for it."""
    try:
        abi, devices = read_abi(image), read_manifest(image)
    except (NotAnImageError, InvalidManifestError):
        abi, devices = None, None
    if abi is None or abi.target != "virtio" or devices is None:
        sys.stderr.write(f"stand-in: {image} is not an image for virtio\n")
        raise SystemExit(1)
    execute(image, arguments, attach(devices, disk, interface))


if __name__ == "__main__":
    main(sys.argv[1:])
