"""The two notes of a Solo5 image: which ABI it is linked for, and the manifest of its devices."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from elftools.common.exceptions import ELFError
from elftools.elf.elffile import ELFFile
from elftools.elf.segments import NoteSegment

OWNER = "Solo5"
ABI1 = 0x31494241
MFT1 = 0x3154464D

TARGETS = {1: "hvt", 2: "spt", 3: "virtio", 4: "muen", 5: "genode", 6: "xen"}
"""The targets by their number in an ABI note."""

DEVICE_TYPES = {1: "BLOCK_BASIC", 2: "NET_BASIC"}
"""The types of devices by their number in a manifest."""

MAX_ENTRIES = 64
MAX_NAME = 67
MANIFEST_VERSION = 1
_RESERVED_FIRST = 1 << 30
_PADDING = 4  # between the head of the note and the manifest
_ENTRY = struct.Struct("=68sI16s8s?7x")


class NotAnImageError(Exception):
    """The file is not an executable for the machine that Solo5 targets."""


class InvalidManifestError(Exception):
    """The manifest note does not hold a manifest."""


@dataclass(frozen=True)
class Abi:
    """What an image is linked for."""

    target: str
    version: int


@dataclass(frozen=True)
class Device:
    """An entry of a manifest; its index is the handle by which the guest knows it."""

    index: int
    name: str
    type: str


def read_abi(file: Path) -> Abi | None:
    """The ABI of an image, if it says one."""
    content = _note(file, ABI1)
    if content is None:
        return None
    target, version = struct.unpack_from("=II", content)
    return Abi(TARGETS.get(target, "unknown"), version)


def read_manifest(file: Path) -> list[Device] | None:
    """The devices that an image declares, or ``None`` if it has no manifest."""
    content = _note(file, MFT1)
    return None if content is None else list(_devices(content[_PADDING:]))


def _devices(manifest: bytes) -> Iterator[Device]:
    if len(manifest) < 8:
        raise InvalidManifestError
    version, entries = struct.unpack_from("=II", manifest)
    sound = version == MANIFEST_VERSION and 1 <= entries <= MAX_ENTRIES
    if not sound or len(manifest) != 8 + entries * _ENTRY.size:
        raise InvalidManifestError
    for index, (padded, type, _, _, attached) in enumerate(_ENTRY.iter_unpack(manifest[8:])):
        name = padded.rstrip(b"\0").decode("ascii", "replace")
        if padded[-1] != 0 or attached or (index == 0 and (name or type != _RESERVED_FIRST)):
            raise InvalidManifestError
        if type < _RESERVED_FIRST:
            yield Device(index, name, DEVICE_TYPES[type])


def _note(file: Path, type: int) -> bytes | None:
    with file.open("rb") as stream:
        return next(_contents(stream, type), None)


def _contents(stream: BinaryIO, type: int) -> Iterator[bytes]:
    try:
        elf = ELFFile(stream)
        if (elf["e_type"], elf["e_machine"], elf.elfclass) != ("ET_EXEC", "EM_X86_64", 64):
            raise NotAnImageError
        for segment in elf.iter_segments():
            if isinstance(segment, NoteSegment):
                for note in segment.iter_notes():
                    if note["n_name"] == OWNER and note["n_type"] in (type, str(type)):
                        yield note["n_descdata"]
    except ELFError as error:
        raise NotAnImageError from error
