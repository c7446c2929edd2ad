"""Why something is in a unikernel: which devices bring a package, a library, a key or a module, and who uses these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import networkx as nx

from mirage_scons.model.device import Device
from mirage_scons.model.errors import ConfigError, Location, nearest
from mirage_scons.model.impl import If, Impl, walk
from mirage_scons.model.key import Key
from mirage_scons.model.package import Package
from mirage_scons.model.unikernel import Unikernel
from mirage_scons.plan.graph import Vertex
from mirage_scons.plan.packages import bind
from mirage_scons.plan.plan import COMMON, Plan, root_of
from mirage_scons.releases import Release
from mirage_scons.render.describe import setting
from mirage_scons.render.diagram import Places
from mirage_scons.render.opam import dependency

Kind = Literal["package", "library", "key", "module"]


@dataclass(frozen=True)
class Step:
    """A device on the way from the unikernel to another: its module and its line of the configuration."""

    module: str
    where: Location | None


@dataclass(frozen=True)
class Asker:
    """Who asks for something: a device or another part, its line, and what of it is asked for.

    ``paths`` lead there, each from a job or another device that the unikernel itself has: one of the shortest for each.
    """

    who: str
    where: Location | None
    needs: str
    paths: tuple[tuple[Step, ...], ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why the ``kind`` called ``name`` is there, and what of it is asked for by all together."""

    kind: Kind
    name: str
    needs: str
    askers: tuple[Asker, ...]


def reasons(asked: str, unikernel: Unikernel, plan: Plan, release: Release) -> list[Reason]:
    """Why there is what is called ``asked``, which may be several things; none if there is no such thing."""
    whole = _Whole(unikernel, plan, release)
    found = [whole.of_package(asked), whole.of_library(asked), whole.of_key(asked), whole.of_module(asked)]
    return [reason for reason in found if reason is not None]


def known(plan: Plan) -> set[str]:
    """Everything that :func:`reasons` knows of."""
    vertices = plan.graph.collection()
    return {
        *(package.name for package in plan.packages),
        *plan.libraries,
        *(key.name for key in plan.keys),
        *(vertex.device.module for vertex in vertices),
    }


def unknown(asked: str, names: Sequence[str], choices: Iterable[str], *, is_locked: bool) -> ConfigError:
    """The error of asking for what the unikernels ``names`` do not have; ``choices`` are what they have."""
    hint = nearest(asked, sorted(choices)) or "scons describe verbose=1 names what a configuration asks for."
    unlocked = "" if is_locked else " The packages that these need are known once there is a lock: scons lock"
    what = f"why={asked}: no package, library, key or module of {' or '.join(names)} is called so"
    return ConfigError(what, None, hint + unlocked)


class _Whole:
    """A unikernel, its plan, and the ways to each of its devices."""

    def __init__(self, unikernel: Unikernel, plan: Plan, release: Release) -> None:
        self.unikernel, self.plan, self.release = unikernel, plan, release
        self.graph: nx.DiGraph[Vertex] = nx.DiGraph()
        for vertex in plan.graph.collection():
            self.graph.add_node(vertex)
            self.graph.add_edges_from((vertex, other) for other in (*vertex.args, *vertex.deps))

    def of_package(self, name: str) -> Reason | None:
        """Why there is a package."""
        whole = next((package for package in self.plan.packages if package.name == name), None)
        if whole is None:
            return None
        return Reason("package", name, dependency(whole), tuple(self._askers(lambda one: one.name == name)))

    def of_library(self, name: str) -> Reason | None:
        """Why a library is linked."""
        if name not in self.plan.libraries or any(package.name == name for package in self.plan.packages):
            return None  # of that package is said who asks for it
        askers = list(self._askers(lambda one: name in one.libs))
        askers += [
            self._device(one, f"{name}, which lies beside it") for one in self._devices() if name in one.local_libs
        ]
        return Reason("library", name, name, tuple(askers))

    def of_key(self, name: str) -> Reason | None:
        """Why there is a key."""
        key = next((key for key in self.plan.keys if name in (key.name, *key.names)), None)
        if key is None:
            return None
        root = self.plan.graph.root.device
        askers = [self._device(one, "") for one in self._devices() if key in one.keys and one is not root]
        askers += [
            self._device(one, "to choose its packages")
            for one in self._devices()
            if key in one.packages.keys and key not in one.keys
        ]
        if key in root.keys:
            askers.append(Asker("every unikernel", None, ""))
        if key in self.unikernel.keys:
            askers.append(Asker("register", self.unikernel.where, ""))
        askers += [
            Asker(f"the key {one.name}, which sets it", one.where, "") for one in self.plan.keys if _sets(one, name)
        ]
        choices = _choices(root_of(self.unikernel, self.plan.target), lambda one: key in one.condition.keys)
        askers += [Asker(f"{_count(number)} of {what}", None, "") for what, number in choices.items()]
        return Reason("key", key.name, setting(key, self.plan.context), tuple(askers))

    def of_module(self, name: str) -> Reason | None:
        """Why there is a module."""
        found = [one for one in self._devices() if one.module == name and one is not self.plan.graph.root.device]
        return Reason("module", name, name, tuple(self._device(one, "") for one in found)) if found else None

    def _askers(self, matches: Callable[[Package], bool]) -> Iterator[Asker]:
        """Who asks for a package."""
        for device in self._devices():
            for package in device.packages.eval(self.plan.context):
                if matches(package):
                    needs = dependency(bind(package, self.release))
                    is_root = device is self.plan.graph.root.device
                    yield Asker(self._part(package), None, needs) if is_root else self._device(device, needs)
        for package in self.unikernel.packages:
            if matches(package):
                yield Asker("register", package.where or self.unikernel.where, dependency(bind(package, self.release)))

    def _part(self, package: Package) -> str:
        return "every unikernel" if package in COMMON else f"the target {self.plan.target.name}"

    def _devices(self) -> list[Device]:
        return list(dict.fromkeys(vertex.device for vertex in self.plan.graph.collection()))

    def _device(self, device: Device, needs: str) -> Asker:
        return Asker(device.module, device.where, needs, tuple(self._paths(device)))

    def _paths(self, device: Device) -> Iterator[tuple[Step, ...]]:
        """The ways to a device: the shortest from each that the unikernel itself has."""
        ends = self.plan.graph.uses([device])
        for start in dict.fromkeys(self.graph.successors(self.plan.graph.root)):
            ways = nx.single_source_shortest_path(self.graph, start)
            found = [ways[end] for end in ends if end in ways]
            if found:
                yield tuple(Step(vertex.device.module, vertex.device.where) for vertex in min(found, key=len))


def _sets(key: Key, name: str) -> bool:
    return any(other.name == name for other, _ in key.sets)


def _choices(root: Impl, reads: Callable[[If], bool]) -> dict[str, int]:
    """How many choices of each type there are of which ``reads`` holds."""
    found: dict[str, int] = {}

    def visit(impl: Impl) -> None:
        if isinstance(impl, If) and reads(impl):
            found[str(impl.type)] = found.get(str(impl.type), 0) + 1

    walk(root, visit)
    return found


def _count(number: int) -> str:
    return "a choice" if number == 1 else f"{number} choices"


def show(reason: Reason, name: str, target: str, known: Sequence[str], places: Places) -> str:
    """A reason in words; ``known`` are lines that say more of it, such as of the lock."""
    lines = [f"{reason.kind} {reason.needs or reason.name} in {name} for {target}"]
    for asker in reason.askers:
        where = f" ({places(asker.where)})" if places(asker.where) else ""
        needs = f": {asker.needs}" if asker.needs else ""
        lines.append(f"  {asker.who}{where}{needs}")
        lines += [f"    {_path(name, path, places)}" for path in asker.paths]
    return "".join(f"{line}\n" for line in [*lines, *(f"  {line}" for line in known)])


def _path(name: str, path: Sequence[Step], places: Places) -> str:
    return " -> ".join([name, *(_step(step, places) for step in path)])


def _step(step: Step, places: Places) -> str:
    where = places(step.where)
    return f"{step.module} ({where})" if where else step.module
