"""What a run built, how large it is, and how long that took: said at its end where it is more than one image."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Built(NamedTuple):
    """A file that was built, its size in bytes, and the seconds that its command took."""

    path: Path
    size: int
    seconds: float
    is_image: bool


class Summary:
    """What was built in this run, in the order in which it was done."""

    def __init__(self) -> None:
        self._built: list[Built] = []
        self._began = time.monotonic()

    @contextmanager
    def building(self, path: Path, *, is_image: bool) -> Iterator[None]:
        """Take the time of what builds ``path``, an image or a part of several; what fails is left out."""
        began = time.monotonic()
        yield
        self._built.append(Built(path, path.stat().st_size, time.monotonic() - began, is_image))

    def text(self) -> str:
        """It in lines, with paths from where SCons runs; empty if there is no more than one image."""
        images = sum(one.is_image for one in self._built)
        if images < 2:
            return ""
        names = [os.path.relpath(one.path) for one in self._built]
        width = max(map(len, names))
        lines = [
            f"  {name:{width}}  {megabytes(one.size):>8}  {one.seconds:6.1f} s\n"
            for name, one in zip(names, self._built, strict=True)
        ]
        return f"Built {images} images in {time.monotonic() - self._began:.1f} s:\n" + "".join(lines)


def megabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"
