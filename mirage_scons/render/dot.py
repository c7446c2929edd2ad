"""The term of a unikernel as a graph in the language of Graphviz (the original's ``lib/functoria/impl.ml``, Dot)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Literal

from mirage_scons.model.convert import frozen
from mirage_scons.model.impl import App, Dev, If, Impl, children
from mirage_scons.plan.order import postorder
from mirage_scons.render.template import fill

Kind = Literal["argument", "dependency", "functor", "branch", "default"]
_STYLES: Mapping[Kind, str] = {
    "argument": "",
    "dependency": 'style="dashed"',
    "functor": 'style="bold", tailport="sw"',
    "branch": 'style="dotted", headport="n"',
    "default": 'style="bold", style="dotted", headport="n"',
}


def dot(root: Impl) -> str:
    """The graph below ``root``: devices in boxes, choices that are not made with dotted branches."""
    numbers = numbered(root)
    first = {number: impl for impl, number in reversed(numbers.items())}
    vertices = [(number, _attributes(first[number], number)) for number in sorted(first)]
    edges = [(number, numbers[other], _STYLES[kind]) for number, _ in vertices for other, kind in uses(first[number])]
    return fill("graph.dot.j2", vertices=vertices, edges=edges)


def numbered(root: Impl) -> dict[Impl, int]:
    """The number of each term below ``root``: equal terms are one vertex.

    Vertices are numbered from 1 after what is below them, dependencies from right to left first.
    """
    numbers: dict[Impl, int] = {}
    shared: dict[Hashable, int] = {}
    for impl in postorder(root, _below):
        numbers[impl] = shared.setdefault(_identity(impl, numbers), len(shared) + 1)
    return numbers


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


def uses(impl: Impl) -> list[tuple[Impl, Kind]]:
    """What is directly below a term, and what it is to it; the default of a choice may be a branch, too."""
    if isinstance(impl, Dev):
        return [*((arg, "argument") for arg in impl.args), *((dep, "dependency") for dep in impl.deps)]
    if isinstance(impl, If):
        return [*((branch, "branch") for _, branch in impl.branches), (impl.default, "default")]
    if isinstance(impl, App):
        return [(impl.function, "functor"), *((arg, "argument") for arg in impl.args)]
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
