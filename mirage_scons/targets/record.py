"""What is known of a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mirage_scons.model.package import Package

Family = Literal["unix", "solo5", "xen"]


@dataclass(frozen=True)
class Target:
    """A target.

    ``family`` groups those that share device implementations; ``program`` names the compilation that a target shares
    with others: where it is equal, dune compiles once. ``os_module`` is the OCaml module that runs the main loop,
    ``context`` the dune context, ``image`` the path of an image below ``dist/`` with ``{}`` for the unikernel's name,
    and ``packages`` what the target itself needs.
    """

    name: str
    family: Family
    program: str
    os_module: str
    context: str
    image: str
    packages: tuple[Package, ...]
