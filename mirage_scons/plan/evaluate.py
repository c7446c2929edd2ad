"""From terms to the device graph: choices are made, equal terms shared, devices numbered.

The rules are functoria's (``lib/functoria/impl.ml``: simplify, eval).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import count
from typing import Any

from mirage_scons.model.device import Device
from mirage_scons.model.impl import App, Dev, If, Impl, children, join
from mirage_scons.plan.graph import DeviceGraph, Vertex
from mirage_scons.plan.order import postorder


def simplify(root: Impl, context: dict[str, Any], *, full: bool = True) -> Impl:
    """``root`` without the choices that are made.

    With ``full`` all are, keys that were not given having their defaults; without it only those whose keys are all in
    ``context``. What becomes a device by this takes the arguments that were applied to the choice.
    """

    def is_made(choice: If) -> bool:
        return full or choice.condition.known(context)

    def below(impl: Impl) -> Sequence[Impl]:
        return (impl.choose(context),) if isinstance(impl, If) and is_made(impl) else children(impl)

    done: dict[Impl, Impl] = {}
    for impl in postorder(root, below):
        if isinstance(impl, If):
            done[impl] = done[impl.choose(context)] if is_made(impl) else _kept(impl, done)
        elif isinstance(impl, Dev):
            args, deps = tuple(done[arg] for arg in impl.args), tuple(done[dep] for dep in impl.deps)
            done[impl] = Dev(impl.type, impl.device, args, deps)
        elif isinstance(impl, App):
            done[impl] = join(done[impl.function], [done[arg] for arg in impl.args], impl.type)
    return done[root]


def _kept(impl: If, done: dict[Impl, Impl]) -> If:
    branches = tuple((constant, done[branch]) for constant, branch in impl.branches)
    return If(impl.type, impl.condition, branches, done[impl.default])


def evaluate(root: Impl, context: dict[str, Any]) -> DeviceGraph:
    """The device graph of ``root`` in ``context``.

    Equal terms (one device, equal arguments, equal dependencies) are one vertex. Numbers are given from 1 after the
    arguments, left to right, then the dependencies, left to right; an application takes a number beside its device's.
    """

    def below(impl: Impl) -> Sequence[Impl]:
        return (impl.choose(context),) if isinstance(impl, If) else children(impl)

    numbers = count(1)
    shared: dict[Hashable, Vertex] = {}
    done: dict[Impl, Vertex] = {}

    def vertex(kind: str, device: Device, args: tuple[Vertex, ...], deps: tuple[Vertex, ...]) -> Vertex:
        same = (kind, device, args, deps)
        if same not in shared:
            shared[same] = Vertex(next(numbers), device, args, deps)
        return shared[same]

    for impl in postorder(root, below):
        if isinstance(impl, If):
            done[impl] = done[impl.choose(context)]
        elif isinstance(impl, Dev):
            args, deps = tuple(done[arg] for arg in impl.args), tuple(done[dep] for dep in impl.deps)
            done[impl] = vertex("device", impl.device, args, deps)
        elif isinstance(impl, App):
            function = done[impl.function]
            args = (*function.args, *(done[arg] for arg in impl.args))
            done[impl] = vertex("application", function.device, args, function.deps)
    return DeviceGraph(done[root])


def leftmost(impl: Impl, context: dict[str, Any]) -> Device:
    """The device that ``impl`` is, or applies, in ``context``."""
    while not isinstance(impl, Dev):
        if isinstance(impl, If):
            impl = impl.choose(context)
        elif isinstance(impl, App):
            impl = impl.function
    return impl.device
