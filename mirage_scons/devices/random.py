"""Random numbers."""

from __future__ import annotations

from collections.abc import Sequence

from mirage_scons.devices.clock import default_monotonic_clock, mclock
from mirage_scons.devices.time import default_time, time
from mirage_scons.model.device import Device, Info, needs
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.package import released
from mirage_scons.model.types import Type

random = Type("random")
"""A random number generator: ``Mirage_random.S``."""


def _connect(_info: Info, module: str, _args: Sequence[str]) -> str:
    return f"{module}.initialize (module Mirage_crypto_rng.Fortuna)"


def rng(time: Impl = default_time, mclock: Impl = default_monotonic_clock) -> Impl:
    """A random number generator of its own, which takes entropy as ``time`` goes by on the clock ``mclock``."""
    device = Device(
        "Mirage_crypto_rng_mirage.Make",
        _SIGNATURE,
        packages=needs(released("mirage-crypto-rng-mirage"), released("mirage-random")),
        connect=_connect,
    )
    return of_device(device)(time, mclock)


_SIGNATURE = time >> mclock >> random

default_random = rng()
"""The random number generator that all share."""
