"""Choosing versions: a SAT solver finds which fit together, and an order of preference which of these is wanted.

Packages are decided one after the other, from the root through what each needs, the best version first, as the solver
behind opam-monorepo does (``zeroinstall-solver``). Only what is needed is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mirage_scons.opam.formula import Bounds, Every, Formula, Need, Some, fits, needs_of
from mirage_scons.opam.universe import Candidate, Universe


@dataclass(frozen=True)
class Rules:
    """Which candidates count.

    ``dune_only``: only what dune builds, or needs no building. ``cross_only``: of a package of which some versions are
    known to be cross-compiled, only these. ``provided`` packages are there already. ``fixed`` packages have one
    version, ``preferred`` ones rather this than others.
    """

    dune_only: bool = False
    cross_only: bool = False
    provided: frozenset[str] = frozenset()
    fixed: Mapping[str, str] = field(default_factory=dict)
    preferred: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rejection:
    """A candidate that does not count, and why."""

    candidate: Candidate
    why: str


class UnsolvableError(Exception):
    """No versions fit together."""


@dataclass
class Choice:
    """The candidates of a package that count, each with its variable, and those that do not."""

    literals: dict[int, Candidate]
    rejected: list[Rejection]


class Problem:
    """The packages that ``root`` may need, as clauses.

    ``guards`` are variables under which groups of clauses hold: for each package and what it needs, one.
    """

    def __init__(self, universe: Universe, rules: Rules, root: Formula, *, explained: bool = False) -> None:
        from pysat.solvers import Solver  # type: ignore[import-untyped]  # not imported unless something is solved

        self.universe, self.rules, self.root = universe, rules, root
        self.solver: Any = Solver("minisat22")
        self.choices: dict[str, Choice] = {}
        self.guards: dict[tuple[str, str], int] = {}
        self._explained = explained
        self._count = 0
        self._matching: dict[tuple[str, Bounds | None, bool], list[int]] = {}
        self._pending: list[int] = []
        self._expanded: set[int] = set()
        self._alternatives: dict[tuple[int, Some], list[tuple[int, Formula]]] = {}
        self._of: dict[int, Candidate] = {}
        self.top = self._variable()
        self.solver.add_clause([self.top])
        self._require(self.top, root, None)
        self._expand()
        self._forbid()

    def _variable(self) -> int:
        self._count += 1
        return self._count

    def choice(self, name: str) -> Choice:
        """The candidates of a package."""
        if name not in self.choices:
            counted, rejected = counting(self.universe, self.rules, name)
            literals = {self._variable(): candidate for candidate in counted}
            self._of.update(literals)
            self.choices[name] = Choice(literals, rejected)
            self._at_most_one(list(literals))
        return self.choices[name]

    def matching(self, need: Need, *, system: bool) -> list[int]:
        """The variables of the candidates within the bounds of a need, best first; ``system``: only the system's."""
        key = (need.package, need.bounds, system)
        if key not in self._matching:
            self._matching[key] = [
                literal
                for literal, candidate in self.choice(need.package).literals.items()
                if fits(need.bounds, candidate.version) and not (system and candidate.repository is not None)
            ]
        return self._matching[key]

    def _require(self, literal: int, formula: Formula, owner: Candidate | None) -> None:
        """If ``literal`` holds, so does ``formula``, of which ``owner`` speaks."""
        if isinstance(formula, Need):
            if formula.package in self.rules.provided:
                return
            found = self.matching(formula, system=owner is not None and owner.repository is None)
            self._add([-literal, *found], owner, formula.package)
            self._pending += found
        elif isinstance(formula, Every):
            for one in formula.formulas:
                self._require(literal, one, owner)
        else:
            self._require_some(literal, formula, owner)

    def alternatives(self, literal: int, formula: Some) -> list[tuple[int, Formula]]:
        """The alternatives of ``formula``, which ``literal`` asks for, each with its variable."""
        key = (literal, formula)
        if key not in self._alternatives:
            wanted = [one for one in formula.formulas if not _is_provided(one, self.rules.provided)]
            self._alternatives[key] = [(self._variable(), one) for one in wanted]
        return self._alternatives[key]

    def _require_some(self, literal: int, formula: Some, owner: Candidate | None) -> None:
        alternatives = self.alternatives(literal, formula)
        if alternatives:
            self._add([-literal, *(alternative for alternative, _ in alternatives)], owner, " | ".join(_names(formula)))
        for alternative, one in alternatives:
            self._require(alternative, one, owner)

    def _add(self, clause: list[int], owner: Candidate | None, needed: str) -> None:
        if self._explained:
            key = (owner.name if owner else "", needed)
            if key not in self.guards:
                self.guards[key] = self._variable()
            clause.append(-self.guards[key])
        self.solver.add_clause(clause)

    def _expand(self) -> None:
        """Take in what the candidates need that may be chosen."""
        while self._pending:
            literal = self._pending.pop()
            if literal not in self._expanded:
                self._expanded.add(literal)
                candidate = self._of[literal]
                if candidate.summary.needs is not None:
                    self._require(literal, candidate.summary.needs, candidate)

    def _forbid(self) -> None:
        """Take in conflicts between the candidates that may be chosen."""
        classes: dict[str, list[int]] = {}
        for literal in sorted(self._expanded):
            candidate = self._of[literal]
            for name in candidate.summary.classes:
                classes.setdefault(name, []).append(literal)
            for need in needs_of(candidate.summary.conflicts):
                if need.package in self.choices and need.package != candidate.name:
                    for other in self.matching(need, system=False):
                        if candidate.repository is not None or self._of[other].repository is not None:
                            self._add([-literal, -other], candidate, f"!{need.package}")
        for members in classes.values():
            self._at_most_one(members)

    def _at_most_one(self, literals: Sequence[int]) -> None:
        """Pairs for a few, a ladder of helping variables for many."""
        if len(literals) <= 5:
            pairs = ((a, b) for index, a in enumerate(literals) for b in literals[index + 1 :])
            for a, b in pairs:
                self.solver.add_clause([-a, -b])
            return
        before = 0
        for literal in literals:
            step = self._variable()
            self.solver.add_clause([-literal, step])
            if before:
                self.solver.add_clause([-before, step])
                self.solver.add_clause([-before, -literal])
            before = step

    def solution(self) -> list[Candidate]:
        """What is chosen, each after what asked for it first; :class:`UnsolvableError` if nothing fits."""
        if not self.solver.solve():
            raise UnsolvableError
        return _Decisions(self).chosen()


class _Decisions:
    """The walk from the root that decides package after package."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.made: list[int] = [problem.top]
        self.chosen_of: dict[str, Candidate] = {}

    def chosen(self) -> list[Candidate]:
        pending: list[tuple[int, Formula, bool]] = [(self.problem.top, self.problem.root, False)]
        while pending:
            literal, formula, system = pending.pop()
            pending += reversed(self._step(literal, formula, system))
        return list(self.chosen_of.values())

    def _step(self, literal: int, formula: Formula, system: bool) -> list[tuple[int, Formula, bool]]:
        """Decide what ``formula`` asks for first; what is left to decide."""
        if isinstance(formula, Every):
            return [(literal, one, system) for one in formula.formulas]
        if isinstance(formula, Some):
            return self._alternative(literal, formula, system)
        if formula.package in self.problem.rules.provided or formula.package in self.chosen_of:
            return []
        found = self._first(self.problem.matching(formula, system=system))
        candidate = self.problem.choice(formula.package).literals[found]
        self.chosen_of[formula.package] = candidate
        needs = candidate.summary.needs
        return [] if needs is None else [(found, needs, candidate.repository is None)]

    def _alternative(self, literal: int, formula: Some, system: bool) -> list[tuple[int, Formula, bool]]:
        alternatives = self.problem.alternatives(literal, formula)
        if not alternatives:
            return []
        found = self._first([alternative for alternative, _ in alternatives])
        return [(found, one, system) for alternative, one in alternatives if alternative == found]

    def _first(self, literals: Iterable[int]) -> int:
        """The first of several variables that can hold with what is decided."""
        for literal in literals:
            if self.problem.solver.solve(assumptions=[*self.made, literal]):
                self.made.append(literal)
                return literal
        raise UnsolvableError


def counting(universe: Universe, rules: Rules, name: str) -> tuple[list[Candidate], list[Rejection]]:
    """The candidates of a package that count, best first, and those that do not."""
    candidates = universe.candidates(name)
    cross = rules.cross_only and any(candidate.summary.is_cross for candidate in candidates)
    counted, rejected = [], []
    for candidate in candidates:
        why = _rejection(candidate, rules, cross)
        if why:
            rejected.append(Rejection(candidate, why))
        else:
            counted.append(candidate)
    preferred = rules.preferred.get(name)
    counted.sort(key=lambda candidate: candidate.version != preferred)
    return counted, rejected


def _rejection(candidate: Candidate, rules: Rules, cross: bool) -> str:
    summary = candidate.summary
    fixed = rules.fixed.get(candidate.name)
    if fixed is not None and candidate.version != fixed:
        return f"is not the {fixed} that is used here"
    if not summary.is_available:
        return "is not available here"
    if candidate.repository is None:
        return ""
    if rules.dune_only and not (summary.is_dune or summary.is_safe):
        return "is not built with dune"
    return "is not known to be cross-compiled" if cross and not summary.is_cross else ""


def _is_provided(formula: Formula, provided: frozenset[str]) -> bool:
    return isinstance(formula, Need) and formula.package in provided


def _names(formula: Formula) -> list[str]:
    return [need.package for need in needs_of(formula)]
