"""The plan of one unikernel for one target: all that its files are rendered from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirage_scons.devices.keys import TARGET
from mirage_scons.model.device import Attachment, Device, Info
from mirage_scons.model.errors import Location
from mirage_scons.model.impl import Dev, Impl, of_device, walk
from mirage_scons.model.key import Key
from mirage_scons.model.package import Package, released
from mirage_scons.model.types import JOB
from mirage_scons.model.unikernel import Unikernel
from mirage_scons.model.value import pure
from mirage_scons.plan import hooks
from mirage_scons.plan import keys as key_table
from mirage_scons.plan.attach import attachments, check_targets
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


def opam_name(name: str) -> str:
    """``name`` as opam allows it: a dot becomes ``_``, what else is not allowed is left out."""
    return "".join(char for char in name.replace(".", "_") if char.isascii() and (char.isalnum() or char in "_-"))


@dataclass(frozen=True)
class Plan:
    """A unikernel for one target.

    ``connects`` are the vertices in the order in which they are connected, ``init`` those forced first; ``keys`` are
    sorted by name and ``context`` holds the values that were given; ``root`` is the directory of the configuration,
    to which the locations of its devices are relative when they are written, and ``said_in`` the file that registers
    it. ``family`` is the name of its lock. ``term`` is the unikernel with its choices made.
    """

    name: str
    family: str
    target: Target
    term: Impl
    graph: DeviceGraph
    connects: tuple[Vertex, ...]
    init: tuple[Vertex, ...]
    keys: tuple[Key, ...]
    context: Mapping[str, Any]
    packages: tuple[Package, ...]
    libraries: tuple[str, ...]
    local_libraries: Mapping[str, Device]
    attachments: tuple[Attachment, ...]
    src: str | None
    output: str | None
    root: Path
    said_in: str

    @property
    def public_name(self) -> str:
        """The name under which it is built and installed."""
        return self.output or self.name

    @property
    def image(self) -> str:
        """The path of the image below ``dist/``."""
        return self.target.image.format(self.public_name)

    @property
    def project(self) -> str:
        """The name of the project and of its opam package, as opam and dune allow it; another output replaces it."""
        return opam_name(self.output or f"{self.name}-{self.target.name}")

    @property
    def info(self) -> Info:
        """What devices are told when their code is written."""
        target = self.target.name
        return Info(self.name, target, self.context, self.keys, self.packages, self.libraries, self.attachments)

    def line(self, where: Location | None) -> Location | None:
        """``where`` relative to the configuration's directory; ``None`` for a place that is neither there nor in it."""
        if where is None or not (where.file == self.said_in or Path(where.file).is_relative_to(self.root)):
            return None
        return Location(Path(os.path.relpath(where.file, self.root)).as_posix(), where.line)


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


@dataclass(frozen=True)
class Resolved:
    """The term of a whole unikernel with choices made, the keys that it has, and the values that they were given."""

    root: Impl
    keys: tuple[Key, ...]
    context: dict[str, Any]

    @property
    def devices(self) -> list[Device]:
        """The devices of the term, each once: a device, then its arguments, then its dependencies."""
        found: dict[Device, None] = {}
        walk(self.root, lambda impl: found.setdefault(impl.device) if isinstance(impl, Dev) else None)
        return list(found)


def resolve(
    unikernel: Unikernel, target: str, given: Given, environ: Mapping[str, str], *, full: bool = True
) -> Resolved:
    """``unikernel`` for ``target`` with its choices made, or without ``full`` those whose keys were given.

    ``given`` are the words of the command line for keys, ``environ`` the environment; options that the unikernel does
    not have are not looked at. :class:`~mirage_scons.model.errors.ConfigError` for what cannot be meant.
    """
    whole = root_of(unikernel, TARGETS[target])
    words = {option: words for option, words in given.items() if option not in (TARGET.name, *TARGET.names)}
    words[TARGET.name] = [target]
    choices = key_table.of_choices(whole)
    asked = [*choices, *key_table.aliases(whole, choices), *unikernel.keys, TARGET]
    first = key_table.unique(key_table.with_set(asked))
    root = simplify(whole, key_table.parse(first, words, environ), full=full)
    found = key_table.with_set([*first, *key_table.of_terms(root)])
    keys = key_table.unique(found) if full else key_table.distinct(found)
    return Resolved(root, tuple(keys), key_table.parse(keys, words, environ))


def make(
    unikernel: Unikernel,
    target: str,
    release: Release,
    given: Given,
    environ: Mapping[str, str],
    root: Path,
    output: str | None = None,
) -> Plan:
    """The plan of ``unikernel`` for ``target``, of a configuration in the directory ``root``: see :func:`resolve`.

    ``output`` is the name of what is built, if it is not the unikernel's.
    """
    resolved = resolve(unikernel, target, given, environ)
    context = resolved.context
    graph = evaluate(resolved.root, context)
    check_targets(graph, target, unikernel.where)
    packages = collect([vertex.device for vertex in graph.collection()], unikernel.packages, context, release)
    local = hooks.local_libraries(graph)
    return Plan(
        unikernel.name,
        output or unikernel.family or unikernel.name,
        TARGETS[target],
        resolved.root,
        graph,
        tuple(graph.emission()),
        tuple(graph.uses(leftmost(impl, context) for impl in unikernel.init)),
        resolved.keys,
        context,
        packages,
        tuple(sorted({*libraries(packages), *local})),
        local,
        attachments(graph, Info(unikernel.name, target, context, resolved.keys)),
        unikernel.src,
        output,
        root,
        unikernel.where.file if unikernel.where else "",
    )
