"""How servers are asked, and who is told how far they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[str, int, "int | None"], None]
"""Told a url, how many bytes of it there are, and how many there will be if that is known."""


@dataclass(frozen=True)
class Network:
    """How servers are asked.

    ``connect`` and ``read`` are the seconds after which a server that says nothing is given up, ``retries`` how often
    it is asked again, after ``backoff`` seconds and then twice as long each time; so is one that has given fewer than
    ``slowest`` bytes a second for ``patience`` seconds. ``limit`` is the most bytes that a download may have.
    ``mirrors`` are servers laid out as opam's cache, asked first. ``offline``: none is asked.
    """

    connect: float = 15
    read: float = 30
    retries: int = 4
    backoff: float = 0.5
    slowest: int = 500
    patience: float = 30
    limit: int = 2 << 30
    mirrors: tuple[str, ...] = ()
    offline: bool = False
    progress: Progress | None = field(default=None, compare=False)
