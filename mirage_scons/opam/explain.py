"""Why no versions fit together: the fewest needs that cannot all hold, in a few lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from mirage_scons.opam.formula import Bounds, Formula, Need, fits, needs_of, show_bounds
from mirage_scons.opam.solver import Problem, Rules
from mirage_scons.opam.universe import Candidate, Universe

_SHOWN = 3
"""How many versions or reasons are named; of more the number."""

Origin = Callable[[str], "str | None"]
"""What asks for a package: a place in the configuration, or ``None`` if nothing there does."""


def explain(universe: Universe, rules: Rules, name: str, root: Formula, origin: Origin) -> str:
    """Why ``root``, which the unikernel ``name`` needs, cannot be had: a line for each need that takes part."""
    problem = Problem(universe, rules, root, explained=True)
    core = _minimal(problem)
    wanted = {need.package: need for owner, _ in core if not owner for need in needs_of(root)}
    lines: list[str] = []
    for owner, needed in core:
        lines += _owned(problem, wanted, owner, needed) if owner else _need(problem, needed, name, origin)
    owners = {owner for owner, _ in core}
    for needed in dict.fromkeys(package for _, alternatives in core for package in alternatives.split(" | ")):
        if needed not in owners:
            lines += _had(problem, needed)
    return "\n".join(dict.fromkeys(lines))


def _minimal(problem: Problem) -> list[tuple[str, str]]:
    """Guards that cannot all hold, none of which can be left out."""
    key_of = {literal: key for key, literal in problem.guards.items()}
    solver = problem.solver
    solver.solve(assumptions=list(key_of))
    core = sorted(solver.get_core() or [])
    for literal in list(core):
        rest = [one for one in core if one != literal]
        if not solver.solve(assumptions=rest):
            core = [one for one in rest if one in (solver.get_core() or [])]
            core.sort()
    return [key_of[literal] for literal in core]


def _need(problem: Problem, needed: str, name: str, origin: Origin) -> Iterator[str]:
    """What the unikernel itself needs."""
    packages = needed.split(" | ")
    bounds = _said(problem.root, packages)
    place = next(filter(None, map(origin, packages)), None)
    yield f"{name} needs {' or '.join(bounds)}{f' ({place})' if place else ''}"


def _owned(problem: Problem, wanted: Mapping[str, Need], owner: str, needed: str) -> Iterator[str]:
    """What the versions of a package need that the unikernel could have."""
    if needed.startswith("!"):
        yield f"{owner} cannot be had together with {needed[1:]}"
        return
    versions: dict[str, list[str]] = {}
    for candidate in problem.choice(owner).literals.values():
        if owner not in wanted or fits(wanted[owner].bounds, candidate.version):
            for bound in _said(candidate.summary.needs, needed.split(" | ")):
                versions.setdefault(bound, []).append(candidate.version)
    for bound, of in list(versions.items())[:_SHOWN]:
        yield f"{owner} {_listed(of)} needs {bound}"
    if len(versions) > _SHOWN:
        yield f"{owner}: other versions have other bounds of {needed}"


def _said(formula: Formula | None, packages: Sequence[str]) -> list[str]:
    found = [need for need in needs_of(formula) if need.package in packages]
    return list(dict.fromkeys(_with_bounds(need.package, need.bounds) for need in found))


def _with_bounds(package: str, bounds: Bounds | None) -> str:
    return f"{package} {show_bounds(bounds)}".rstrip()


def _had(problem: Problem, needed: str) -> Iterator[str]:
    """What there is of a package."""
    if needed.startswith("!"):
        return
    choice = problem.choice(needed)
    counted = list(choice.literals.values())
    if not counted and not choice.rejected:
        yield f"there is no package {needed} in {_where(problem.universe)}"
    elif counted:
        yield f"of {needed} there is {_listed([_version(one) for one in counted])}"
    reasons: dict[str, list[str]] = {}
    for rejection in choice.rejected:
        reasons.setdefault(rejection.why, []).append(rejection.candidate.version)
    for why, versions in list(reasons.items())[:_SHOWN]:
        yield f"{needed} {_listed(versions)} {why}"


def _where(universe: Universe) -> str:
    names = [repository.name for repository in universe.repositories]
    return " or ".join([*names, "the system"]) if names else "the system"


def _version(candidate: Candidate) -> str:
    return f"{candidate.version} (of the system)" if candidate.repository is None else candidate.version


def _listed(versions: Sequence[str]) -> str:
    shown = ", ".join(versions[:_SHOWN])
    more = len(versions) - _SHOWN
    return f"{shown} and {more} older" if more > 0 else shown
