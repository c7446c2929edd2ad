"""Checksums of files, as opam writes them: ``sha256=84358d8e…``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mirage_scons.fetch.errors import FetchError

_DIGITS = {"md5": 32, "sha256": 64, "sha512": 128}
"""The kinds, the weakest first, and how many hexadecimal digits each has."""

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Checksum:
    """The checksum ``hex`` of the kind ``kind``: md5, sha256 or sha512."""

    kind: str
    hex: str

    @classmethod
    def parse(cls, text: str) -> Checksum:
        """``KIND=HEX``, or the bare md5 of old files; :class:`FetchError` for anything else."""
        kind, equals, digits = text.partition("=")
        kind, digits = (kind.lower(), digits.lower()) if equals else ("md5", text.lower())
        if kind not in _DIGITS or not re.fullmatch(f"[0-9a-f]{{{_DIGITS[kind]}}}", digits):
            raise FetchError(f'"{text}" is no checksum', hint="Write md5=, sha256= or sha512= and its digits.")
        return cls(kind, digits)

    def __str__(self) -> str:
        return f"{self.kind}={self.hex}"


def strongest(checksums: Iterable[Checksum]) -> Checksum | None:
    """The checksum that is hardest to forge; ``None`` of none."""
    return max(checksums, key=lambda one: _DIGITS[one.kind], default=None)


def is_weak(checksums: Sequence[Checksum]) -> bool:
    """Whether there is only md5, which can be forged."""
    return bool(checksums) and all(one.kind == "md5" for one in checksums)


def measure(path: Path, kinds: Iterable[str]) -> dict[str, str]:
    """The checksums of a file of several kinds; it is read once."""
    hashes = {kind: hashlib.new(kind, usedforsecurity=False) for kind in kinds}
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            for one in hashes.values():
                one.update(block)
    return {kind: one.hexdigest() for kind, one in hashes.items()}


def differing(path: Path, checksums: Sequence[Checksum]) -> str | None:
    """What a checksum should be and is; ``None`` if all that are listed are right."""
    found = measure(path, {one.kind for one in checksums})
    for one in sorted(checksums, key=lambda one: -_DIGITS[one.kind]):
        if found[one.kind] != one.hex:
            return f"expected {one}, found {one.kind}={found[one.kind]}"
    return None
