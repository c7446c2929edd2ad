"""The device graph as it is shown to a person or another program: boxes that say all of a device, and lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from mirage_scons.model.device import Device, Info
from mirage_scons.model.errors import ConfigError, Location
from mirage_scons.model.impl import Dev, If, Impl, children
from mirage_scons.model.key import Key
from mirage_scons.model.package import Package
from mirage_scons.model.types import JOB
from mirage_scons.model.value import Context, lookup
from mirage_scons.plan import hooks
from mirage_scons.plan.graph import Vertex
from mirage_scons.plan.order import postorder, preorder
from mirage_scons.plan.packages import bind
from mirage_scons.plan.plan import Plan, Resolved
from mirage_scons.releases import Release
from mirage_scons.render.describe import shown
from mirage_scons.render.dot import Kind, numbered, uses

Places = Callable[[Location | None], str]
"""A place in a configuration as its user knows it; empty where no line of hers says it."""


@dataclass(frozen=True)
class Setting:
    """A key with its value as on a command line, and whether that was given."""

    name: str
    value: str
    is_given: bool


@dataclass(frozen=True)
class Box:
    """A device, a choice that is open, or the application of one; ``number`` tells it from others of its diagram.

    ``name`` is the variable of main.ml that holds a device, and ``code`` what is generated for it, or why nothing can
    be; ``where`` is the line of the configuration that makes it.
    """

    number: int
    kind: Literal["device", "choice", "application"]
    name: str
    module: str
    type: str
    keys: tuple[Setting, ...]
    packages: tuple[Package, ...]
    code: str
    where: str


@dataclass(frozen=True)
class Link:
    """A need of one box for another, by their numbers; ``label`` says for which values a choice takes a branch."""

    above: int
    below: int
    kind: Kind
    label: str = ""


@dataclass(frozen=True)
class Diagram:
    """The boxes of the unikernel ``name`` for ``target``, of which the first holds all others, and their links."""

    name: str
    target: str
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]


def of_plan(plan: Plan, release: Release, places: Places) -> Diagram:
    """The diagram of a plan: its devices are called as in main.ml."""
    vertices = plan.graph.collection()
    boxes = [_device(vertex, plan.info, release, places) for vertex in vertices]
    links = [link for vertex in vertices for link in _of_device(vertex.number, vertex.args, vertex.deps)]
    return Diagram(plan.name, plan.target.name, tuple(boxes), tuple(dict.fromkeys(links)))


def _of_device(above: int, args: Iterable[Vertex], deps: Iterable[Vertex]) -> Iterator[Link]:
    yield from (Link(above, other.number, "argument") for other in args)
    yield from (Link(above, other.number, "dependency") for other in deps)


def of_terms(name: str, resolved: Resolved, info: Info, release: Release, places: Places) -> Diagram:
    """The diagram of a unikernel that may have open choices: it has the numbers of the graph for Graphviz."""
    numbers = numbered(resolved.root)
    vertices = _vertices(resolved.root, numbers)
    boxes, links, seen = [], [], set[int]()
    for impl in preorder(resolved.root, children):
        if numbers[impl] not in seen:
            seen.add(numbers[impl])
            boxes.append(_box(impl, vertices[impl], info, release, places))
            links += _links(impl, numbers)
    return Diagram(name, info.target, tuple(boxes), tuple(dict.fromkeys(links)))


_OPEN = Device("Open", JOB)
"""What stands for a device that is not known yet."""


def _vertices(root: Impl, numbers: Mapping[Impl, int]) -> dict[Impl, Vertex]:
    """The terms as vertices, as far as what is generated for those above them is to be said."""
    found: dict[Impl, Vertex] = {}
    for impl in postorder(root, children):
        if isinstance(impl, Dev):
            args, deps = tuple(found[arg] for arg in impl.args), tuple(found[dep] for dep in impl.deps)
            found[impl] = Vertex(numbers[impl], impl.device, args, deps)
        else:
            found[impl] = Vertex(numbers[impl], _OPEN, (), ())
    return found


def _box(impl: Impl, vertex: Vertex, info: Info, release: Release, places: Places) -> Box:
    if isinstance(impl, Dev):
        return _device(vertex, info, release, places)
    keys = sorted(impl.condition.keys, key=lambda key: key.name) if isinstance(impl, If) else []
    where = next((places(key.where) for key in keys if key.where), "")
    settings = _settings(keys, info.context)
    kind: Literal["choice", "application"] = "choice" if isinstance(impl, If) else "application"
    return Box(vertex.number, kind, "", "", str(impl.type), settings, (), "", where)


def _device(vertex: Vertex, info: Info, release: Release, places: Places) -> Box:
    device = vertex.device
    needs = sorted(device.packages.eval(info.context), key=lambda package: package.name)
    return Box(
        vertex.number,
        "device",
        vertex.variable,
        device.module,
        str(device.type),
        _settings(device.keys, info.context),
        tuple(bind(package, release) for package in needs),
        _code(vertex, info),
        places(device.where),
    )


def _settings(keys: Iterable[Key], context: Context) -> tuple[Setting, ...]:
    return tuple(Setting(key.name, shown(key, lookup(key, context)), key.name in context) for key in keys)


def _code(vertex: Vertex, info: Info) -> str:
    """What is generated for a device; that of one which needs what is not known yet is not known either."""
    if any(other.device is _OPEN for other in (*vertex.args, *vertex.deps)):
        return ""
    applied = f"module {vertex.module} = {vertex.application}\n" if vertex.application else ""
    try:
        return applied + hooks.connection(vertex, info)
    except ConfigError as error:
        return str(error)


def _links(impl: Impl, numbers: Mapping[Impl, int]) -> list[Link]:
    """The links of a term to those below it; those of a choice to one branch are one."""
    if not isinstance(impl, If):
        return [Link(numbers[impl], numbers[other], kind) for other, kind in uses(impl)]
    labels: dict[int, list[str]] = {}
    for constant, branch in impl.branches:
        labels.setdefault(numbers[branch], []).append(
            str(constant).lower() if isinstance(constant, bool) else str(constant)
        )
    labels.setdefault(numbers[impl.default], []).append("default")
    is_default = numbers[impl.default]
    return [
        Link(numbers[impl], number, "default" if number == is_default else "branch", ", ".join(words))
        for number, words in labels.items()
    ]
