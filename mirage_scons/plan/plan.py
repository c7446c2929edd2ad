"""The plan of one unikernel for one target: all that its files are rendered from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirage_scons.devices.keys import TARGET
from mirage_scons.model.device import Device, Info
from mirage_scons.model.errors import Location
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.key import Key
from mirage_scons.model.package import Package, released
from mirage_scons.model.types import JOB
from mirage_scons.model.unikernel import Unikernel
from mirage_scons.model.value import pure
from mirage_scons.plan import hooks
from mirage_scons.plan import keys as key_table
from mirage_scons.plan.evaluate import evaluate, leftmost, simplify
from mirage_scons.plan.graph import DeviceGraph, Vertex
from mirage_scons.plan.keys import Given
from mirage_scons.plan.packages import collect, libraries
from mirage_scons.releases import Release
from mirage_scons.targets import TARGETS, Target

COMMON = (
    released("lwt"),
    released("mirage-runtime"),
    released("opam-monorepo", scope="switch", build=True),
)
"""What every unikernel needs, whatever its devices and target."""


@dataclass(frozen=True)
class Plan:
    """A unikernel for one target.

    ``connects`` are the vertices in the order in which they are connected, ``init`` those forced first; ``keys`` are
    sorted by name and ``context`` holds the values that were given; ``root`` is the directory of the configuration,
    to which the locations of its devices are relative when they are written.
    """

    name: str
    target: Target
    graph: DeviceGraph
    connects: tuple[Vertex, ...]
    init: tuple[Vertex, ...]
    keys: tuple[Key, ...]
    context: Mapping[str, Any]
    packages: tuple[Package, ...]
    libraries: tuple[str, ...]
    local_libraries: Mapping[str, Device]
    src: str | None
    root: Path

    @property
    def info(self) -> Info:
        """What devices are told when their code is written."""
        return Info(self.name, self.target.name, self.context, self.keys, self.packages, self.libraries)

    def line(self, where: Location | None) -> Location | None:
        """``where`` relative to the configuration's directory; ``None`` for a place outside it."""
        if where is None or not Path(where.file).is_relative_to(self.root):
            return None
        return Location(Path(where.file).relative_to(self.root).as_posix(), where.line)


def root_of(unikernel: Unikernel, target: Target) -> Impl:
    """The term that holds a whole unikernel: it depends on the devices forced first, then on the jobs."""
    device = Device(
        "Mirage_runtime",
        JOB,
        keys=(TARGET,),
        packages=pure((*target.packages, *COMMON)),
        connect=lambda _info, _module, _args: "return ()",
    )
    return of_device(device, (*unikernel.init, *unikernel.jobs))


def make(
    unikernel: Unikernel, target: str, release: Release, given: Given, environ: Mapping[str, str], root: Path
) -> Plan:
    """The plan of ``unikernel`` for ``target``.

    ``given`` are the words of the command line for keys, ``environ`` the environment; options that the unikernel does
    not have are not looked at. :class:`~mirage_scons.model.errors.ConfigError` for what cannot be meant.
    """
    whole = root_of(unikernel, TARGETS[target])
    fixed = {TARGET.name: [target]}
    options = {option: words for option, words in given.items() if option not in (TARGET.name, *TARGET.names)}
    choices = key_table.of_choices(whole)
    asked = [*choices, *key_table.aliases(whole, choices), *unikernel.keys, TARGET]
    first = key_table.unique(key_table.with_set(asked))
    chosen = key_table.parse(first, {**options, **fixed}, environ)
    resolved = simplify(whole, chosen)
    keys = key_table.unique(key_table.with_set([*first, *key_table.of_terms(resolved)]))
    context = key_table.parse(keys, {**options, **fixed}, environ)
    graph = evaluate(resolved, context)
    packages = collect(graph, unikernel.packages, context, release)
    local = hooks.local_libraries(graph)
    return Plan(
        unikernel.name,
        TARGETS[target],
        graph,
        tuple(graph.emission()),
        tuple(graph.uses(leftmost(impl, context) for impl in unikernel.init)),
        tuple(keys),
        context,
        packages,
        tuple(sorted({*libraries(packages), *local})),
        local,
        unikernel.src,
        root,
    )
