"""What is known of a target."""

from __future__ import annotations

from typing import Literal, NamedTuple

from mirage_scons.model.package import Package

Family = Literal["unix", "solo5", "xen"]


class Target(NamedTuple):
    """A target.

    ``family`` groups those that share device implementations; ``program`` names the compilation that a target shares
    with others: where it is equal, dune compiles once. ``os_module`` is the OCaml module that runs the main loop,
    ``context`` the dune context, ``image`` the path of an image below ``dist/`` with ``{}`` for the unikernel's name,
    ``packages`` what the target itself needs, and ``doc`` says what an image is. ``abi`` is the binding of Solo5 that
    an image is linked with; an ordinary process has none.
    """

    name: str
    family: Family
    program: str
    os_module: str
    context: str
    image: str
    packages: tuple[Package, ...]
    doc: str
    abi: str = ""

    @property
    def is_process(self) -> bool:
        """Whether an image is an ordinary executable of the system that builds it."""
        return not self.abi

    @property
    def is_shared(self) -> bool:
        """Whether other targets are linked from the same program."""
        return self.family == "solo5"
