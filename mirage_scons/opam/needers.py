"""Who in a lock needs a package: a lock says no dependencies, its repositories and the system do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

from mirage_scons.opam.formula import needs_of, show_bounds
from mirage_scons.opam.lock import Lock, Locked
from mirage_scons.opam.universe import Candidate, Universe

Needs = Mapping[str, Mapping[str, str]]
"""For each package of a lock those of the lock that it needs, with the bounds that it has for them."""


@dataclass(frozen=True)
class Needer:
    """A package that needs another, within ``bounds``; ``path`` are packages from one that is asked for to it."""

    package: Locked
    bounds: str
    path: tuple[str, ...]


def needs_within(lock: Lock, universe: Universe) -> tuple[Needs, list[str]]:
    """What the packages of a lock need of each other, and the names of those of which it is not known."""
    names = {package.name for package in lock.packages}
    found: dict[str, dict[str, str]] = {}
    unknown = []
    for package in lock.packages:
        candidate = _candidate(package, lock.system, universe)
        if candidate is None:
            unknown.append(package.name)
        else:
            needs = needs_of(candidate.summary.needs)
            found[package.name] = {need.package: show_bounds(need.bounds) for need in needs if need.package in names}
    return found, unknown


def _candidate(package: Locked, system: Collection[str], universe: Universe) -> Candidate | None:
    is_of_system = package.name in system
    candidates = (one for one in universe.candidates(package.name) if one.version == package.version)
    return next((one for one in candidates if (one.repository is None) == is_of_system), None)


def needers(name: str, lock: Lock, needs: Needs) -> Iterator[Needer]:
    """The packages of a lock that need ``name``, sorted, each with one of the shortest ways from what is asked for."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(package.name for package in lock.packages)
    graph.add_edges_from((one, other) for one, others in needs.items() for other in others)
    asked = [one for one in lock.asked if one in graph]
    ways = nx.multi_source_dijkstra_path(graph, asked) if asked else {}
    for package in lock.packages:
        if name in needs.get(package.name, ()) and package.name != name:
            yield Needer(package, needs[package.name][name], tuple(ways.get(package.name, [package.name])))
