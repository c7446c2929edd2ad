"""The term of a unikernel as a graph in the language of Graphviz (the original's ``lib/functoria/impl.ml``, Dot)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import count

from mirage_scons.model.convert import frozen
from mirage_scons.model.impl import App, Dev, If, Impl, children
from mirage_scons.plan.order import postorder
from mirage_scons.render.template import fill

Edge = tuple[int, int, str]

_FUNCTOR = 'style="bold", tailport="sw"'
_ARGUMENT = ""
_DEPENDENCY = 'style="dashed"'
_BRANCH = 'style="dotted", headport="n"'
_DEFAULT = 'style="bold", style="dotted", headport="n"'


def dot(root: Impl) -> str:
    """The graph below ``root``: devices in boxes, choices that are not made with dotted branches.

    Equal terms are one vertex. Vertices are numbered after what is below them, dependencies from right to left first.
    """
    numbers: dict[Impl, int] = {}
    shared: dict[Hashable, int] = {}
    vertices: list[tuple[int, str]] = []
    edges: list[Edge] = []
    fresh = count(1)
    for impl in postorder(root, _below):
        same = _identity(impl, numbers)
        if same not in shared:
            shared[same] = next(fresh)
            vertices.append((shared[same], _attributes(impl, shared[same])))
            edges += [(shared[same], numbers[other], style) for other, style in _edges(impl)]
        numbers[impl] = shared[same]
    return fill("graph.dot.j2", vertices=vertices, edges=edges)


def _below(impl: Impl) -> Sequence[Impl]:
    return (*reversed(impl.deps), *reversed(impl.args)) if isinstance(impl, Dev) else children(impl)


def _identity(impl: Impl, numbers: dict[Impl, int]) -> Hashable:
    """What makes a term the same as another: the numbers of what is below it, and its device or condition."""
    below = tuple(numbers[other] for other in children(impl))
    if isinstance(impl, Dev):
        return ("device", impl.device, len(impl.args), below)
    if isinstance(impl, If):
        return ("choice", impl.condition, tuple(repr(frozen(constant)) for constant, _ in impl.branches), below)
    return ("application", below)


def _edges(impl: Impl) -> list[tuple[Impl, str]]:
    if isinstance(impl, Dev):
        return [*((arg, _ARGUMENT) for arg in impl.args), *((dep, _DEPENDENCY) for dep in impl.deps)]
    if isinstance(impl, If):
        return [*((branch, _BRANCH) for _, branch in impl.branches), (impl.default, _DEFAULT)]
    if isinstance(impl, App):
        return [(impl.function, _FUNCTOR), *((arg, _ARGUMENT) for arg in impl.args)]
    raise TypeError(f"{impl!r} is no term")


def _attributes(impl: Impl, number: int) -> str:
    if isinstance(impl, Dev):
        keys = ", ".join(key.name for key in impl.device.keys)
        return f'label={_string(f"{impl.device.nice_name}__{number}", impl.device.module, keys)}, shape="box"'
    if isinstance(impl, If):
        return f"label={_string('If', ', '.join(sorted(key.name for key in impl.condition.keys)))}"
    return 'label="$", shape="diamond"'


def _string(*lines: str) -> str:
    text = "\\n".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return f'"{text}"'
