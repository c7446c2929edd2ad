"""Tenders: what starts an image of a target, with the devices that are attached to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import NamedTuple

from mirage_scons.model.errors import ConfigError, nearest

_TENDERS = {"hvt": "solo5-hvt", "spt": "solo5-spt", "virtio": "solo5-virtio-run", "xen": "xl"}
_ELSEWHERE = {
    "muen": "Muen starts it as a subject of a system: see Muen's documentation of components.",
    "genode": "Genode starts it as a component: see Genode's documentation of Solo5.",
    "qubes": "Qubes starts it as the kernel of a qube: copy the image to dom0, and make a qube of it there.",
}
_KINDS = {"network": "net", "block": "block"}
QEMU = "qemu-system-x86_64"


class Boot(NamedTuple):
    """What is started: the ``image`` with its arguments ``args``.

    ``networks`` and ``blocks`` map the names of attached devices to interfaces and to files, in the order of the
    manifest. ``memory`` is in megabytes, the tender's own choice if it is empty; ``options`` are more for the tender.
    """

    image: str
    networks: Mapping[str, str]
    blocks: Mapping[str, str]
    memory: str
    options: list[str]
    args: list[str]


def tender_of(target: str) -> str:
    """The program that starts images of ``target``; empty where that is another system's business."""
    return _TENDERS.get(target, "")


def refuse_elsewhere(target: str) -> None:
    """:class:`ConfigError` for a target whose images are not started from here."""
    if target in _ELSEWHERE:
        raise ConfigError(f"an image for {target} cannot be started from here", None, _ELSEWHERE[target])


def command(tender: str, target: str, boot: Boot) -> list[str]:
    """The words that start ``boot`` with ``tender``; for Xen, beside a configuration: see :func:`xl`."""
    return _COMMANDS[target](tender, boot)


def _solo5(tender: str, boot: Boot) -> list[str]:
    memory = [f"--mem={boot.memory}"] if boot.memory else []
    devices = [
        *(f"--net:{name}={interface}" for name, interface in boot.networks.items()),
        *(f"--block:{name}={file}" for name, file in boot.blocks.items()),
    ]
    return [tender, *boot.options, *memory, *devices, boot.image, *boot.args]


def _virtio(tender: str, boot: Boot) -> list[str]:
    """With Solo5's script; it takes one device of a kind, and no words with spaces: else with QEMU as it does it."""
    if max(len(boot.networks), len(boot.blocks)) > 1 or any(" " in word for word in (os.getcwd(), *_every(boot))):
        return _qemu(boot)
    memory = ["-m", boot.memory] if boot.memory else []
    nets = [word for interface in boot.networks.values() for word in ("-n", interface)]
    disks = [word for file in boot.blocks.values() for word in ("-d", file)]
    return [tender, *boot.options, *memory, *nets, *disks, "--", boot.image, *boot.args]  # else it takes -l for its own


def _every(boot: Boot) -> list[str]:
    return [boot.image, *boot.networks.values(), *boot.blocks.values(), *boot.args]


def _qemu(boot: Boot) -> list[str]:
    accelerated = "kvm" if os.access("/dev/kvm", os.W_OK) and boot.options != ["-H", "qemu"] else "tcg"
    machine = ["-accel", accelerated, "-cpu", "host" if accelerated == "kvm" else "Westmere"]
    console = ["-nodefaults", "-no-acpi", "-display", "none", "-serial", "stdio", "-device", "isa-debug-exit"]
    words = [QEMU, *machine, "-m", boot.memory or "128", *console]
    for number, interface in enumerate(boot.networks.values()):
        netdev = f"tap,id=n{number},ifname={interface},script=no,downscript=no"
        words += ["-device", f"virtio-net,netdev=n{number}", "-netdev", netdev]
    for file in boot.blocks.values():
        words += ["-drive", f"file={file.replace(',', ',,')},if=virtio,format=raw"]
    line = " ".join(boot.args).replace(",", ",,")
    return [*words, "-kernel", boot.image, *(["-append", line] if line else [])]


def _xl(tender: str, boot: Boot) -> list[str]:
    return [tender, "create", "-c", *boot.options]


_COMMANDS: Mapping[str, Callable[[str, Boot], list[str]]] = {
    "hvt": _solo5,
    "spt": _solo5,
    "virtio": _virtio,
    "xen": _xl,
}


def quoted(word: str) -> str:
    """A word as a guest has it in its command line, which is one text there (opam's package parse-argv)."""
    if not any(char in word for char in ' "\\'):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def xl(template: str, name: str, boot: Boot) -> str:
    """The configuration for Xen's tools: ``template`` is NAME.xl.in."""
    values = {
        "NAME": name,
        "KERNEL": os.path.abspath(boot.image),
        "MEMORY": boot.memory or "256",
        **{f"BLOCK:{device}": os.path.abspath(file) for device, file in boot.blocks.items()},
        **{f"NETWORK:{device}": bridge for device, bridge in boot.networks.items()},
    }
    for word, value in values.items():
        template = template.replace(f"@{word}@", value)
    line = " ".join(boot.args)
    return template + (f"\nextra = {line!r}\n" if line else "")


def ended(target: str, status: int) -> int:
    """The exit status of the program, from that of its tender: virtio ends QEMU with 83, whatever the program's is."""
    return 0 if target == "virtio" and status == 83 else status


def device_word(kind: str, device: str) -> str:
    """The word that attaches something to a device, which is a ``network`` or a ``block``."""
    return f"{_KINDS[kind]}:{device}"


def attach(name: str, attached: Mapping[str, str], given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What is attached as each kind of device, by the names of ``attached``, which has their kinds.

    ``given`` are the words ``net:NAME`` and ``block:NAME`` with their values. :class:`ConfigError` for a device that
    is missing, for one that the unikernel ``name`` does not have, and for a file that does not exist.
    """
    words = {device_word(kind, device): kind for device, kind in attached.items()}
    for word in given:
        if word not in words:
            hint = nearest(word, list(words)) or f"It has {', '.join(words) or 'none'}."
            raise ConfigError(f"{word}={given[word]}: {name} has no such device", None, hint)
    missing = [word for word in words if not given.get(word)]
    if missing:
        example = {"net": "tap0", "block": "disk.img"}
        shown = " ".join(f"{word}={example[word.partition(':')[0]]}" for word in missing)
        hint = f"Write {shown}."
        raise ConfigError(f"{name} needs {' and '.join(missing)} attached", None, hint)
    found: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
    for word, kind in words.items():
        if kind == "block" and not os.path.exists(given[word]):
            raise ConfigError(f"{word}={given[word]}: there is no such file", None, "Make it, or name another.")
        found[kind][word.partition(":")[2]] = given[word]
    return found
