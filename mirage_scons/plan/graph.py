"""The device graph: what is left of a configuration once every choice is made and equal terms are one vertex."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mirage_scons.model.device import Device
from mirage_scons.model.types import Functor
from mirage_scons.plan.order import postorder, preorder


@dataclass(frozen=True, eq=False)
class Vertex:
    """A device with its arguments and data dependencies; ``number`` counts from 1 and is unique in its graph."""

    number: int
    device: Device
    args: tuple[Vertex, ...]
    deps: tuple[Vertex, ...]

    @property
    def variable(self) -> str:
        """The variable of main.ml that holds the connected device."""
        return f"{self.device.nice_name}__{self.number}"

    @property
    def module(self) -> str:
        """The module expression that names the implementation: a functor's application has a name of its own."""
        return self.variable.capitalize() if self.args else self.device.module

    @property
    def application(self) -> str | None:
        """The functor applied to its arguments, ``None`` for a plain module."""
        args = "".join(f"({arg.module})" for arg in self.args)
        return f"{self.device.module}{args}" if args else None

    @property
    def is_functor(self) -> bool:
        """Whether arguments are missing: it is passed on as a functor, and there is no module yet to connect."""
        type, given = self.device.type, len(self.args)
        while isinstance(type, Functor) and given >= len(type.params):
            given -= len(type.params)
            type = type.result
        return isinstance(type, Functor)


@dataclass(frozen=True)
class DeviceGraph:
    """All vertices below ``root``."""

    root: Vertex

    def emission(self) -> list[Vertex]:
        """The order of connecting: dependencies before arguments, each vertex after both."""
        return postorder(self.root, lambda vertex: (*vertex.deps, *vertex.args))

    def collection(self) -> list[Vertex]:
        """The order of collecting what devices bring: a device, then its arguments, then its dependencies."""
        return preorder(self.root, lambda vertex: (*vertex.args, *vertex.deps))

    def uses(self, devices: Iterable[Device]) -> list[Vertex]:
        """For each device in turn, the vertices that use it, in the order of connecting."""
        emitted = self.emission()
        return [vertex for device in devices for vertex in emitted if vertex.device is device]
