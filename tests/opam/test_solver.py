"""Which versions are chosen: every formula holds, the best that fit, nothing that is not needed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import dune, of_system, universe, write

from mirage_scons.opam.formula import Every, Formula, Limit, Need, Some, fits, needs_of
from mirage_scons.opam.package import Summary
from mirage_scons.opam.solver import Problem, Rules, UnsolvableError
from mirage_scons.opam.universe import Candidate, Universe


def chosen(universe: Universe, root: Formula, rules: Rules = Rules()) -> dict[str, str]:  # noqa: B008 - frozen
    """The versions chosen, by name."""
    return {candidate.name: candidate.version for candidate in Problem(universe, rules, root).solution()}


def test_the_newest_version_is_chosen_and_what_it_needs(tmp_path: Path) -> None:
    packages = {
        "a.1.0": dune(),
        "a.1.10": dune('"b"'),
        "a.1.9": dune('"c"'),
        "b.1": dune(),
        "c.1": dune(),
        "dune.3": "",
    }
    assert chosen(universe(write(tmp_path, packages)), Need("a", None)) == {"a": "1.10", "dune": "3", "b": "1"}


def test_an_older_version_is_chosen_if_the_newest_does_not_fit(tmp_path: Path) -> None:
    packages = {
        "a.1": dune('"c" {< "2"}'),
        "b.1": dune('"c"'),
        "b.2": dune('"c" {>= "2"}'),
        "c.1": dune(),
        "c.2": dune(),
    }
    root = Every((Need("a", None), Need("b", None)))
    found = chosen(universe(write(tmp_path, {**packages, "dune.3": ""})), root)
    assert found == {"a": "1", "b": "1", "c": "1", "dune": "3"}


def test_avoided_versions_come_last(tmp_path: Path) -> None:
    packages = {"a.1": "", "a.2": "flags: avoid-version", "a.3": "flags: deprecated"}
    found = universe(write(tmp_path, packages))
    assert chosen(found, Need("a", None)) == {"a": "1"}
    assert chosen(found, Need("a", Limit(">", "1"))) == {"a": "3"}


def test_what_is_not_available_is_not_chosen(tmp_path: Path) -> None:
    packages = {"a.1": "", "a.2": 'available: os = "macos"', "a.3": "available: nowhere"}
    assert chosen(universe(write(tmp_path, packages)), Need("a", None)) == {"a": "1"}


def test_of_alternatives_the_first_that_fits_is_chosen(tmp_path: Path) -> None:
    packages = {"a.1": 'depends: ["b" | "c"]', "b.1": "", "c.1": "", "d.1": 'conflicts: "b"'}
    found = universe(write(tmp_path, packages))
    assert chosen(found, Need("a", None)) == {"a": "1", "b": "1"}
    assert chosen(found, Every((Need("d", None), Need("a", None)))) == {"d": "1", "a": "1", "c": "1"}


def test_optional_packages_are_not_chosen(tmp_path: Path) -> None:
    packages = {"a.1": 'depopts: ["b"]', "b.1": ""}
    assert chosen(universe(write(tmp_path, packages)), Need("a", None)) == {"a": "1"}


def test_of_a_conflict_class_one_is_chosen(tmp_path: Path) -> None:
    packages = {"a.1": 'conflict-class: "k"', "b.1": 'conflict-class: ["k" "l"]', "c.1": 'depends: ["a" | "b"]'}
    found = universe(write(tmp_path, packages))
    with pytest.raises(UnsolvableError):
        chosen(found, Every((Need("a", None), Need("b", None))))
    assert chosen(found, Every((Need("b", None), Need("c", None)))) == {"b": "1", "c": "1"}


def test_conflicts_hold_in_their_bounds(tmp_path: Path) -> None:
    packages = {"a.1": 'conflicts: ["b" {>= "2"}]', "b.1": "", "b.2": ""}
    root = Every((Need("a", None), Need("b", None)))
    assert chosen(universe(write(tmp_path, packages)), root) == {"a": "1", "b": "1"}


def test_only_what_dune_builds_is_vendored_or_what_needs_no_building(tmp_path: Path) -> None:
    packages = {"a.2": 'build: ["make"]', "a.1": dune(), "b.1": 'depends: ["a"]', "dune.3": ""}
    found = universe(write(tmp_path, packages))
    assert chosen(found, Need("b", None))["a"] == "2"
    assert chosen(found, Need("b", None), Rules(dune_only=True))["a"] == "1"


def test_of_packages_known_to_be_cross_compiled_only_such_versions_count(tmp_path: Path) -> None:
    packages = {"a.1": 'tags: ["cross-compile"]', "a.2": "", "b.2": "", "b.1": ""}
    root = Every((Need("a", None), Need("b", None)))
    assert chosen(universe(write(tmp_path, packages)), root, Rules(cross_only=True)) == {"a": "1", "b": "2"}


def test_what_is_provided_is_left_out(tmp_path: Path) -> None:
    packages = {"a.1": 'depends: ["gone" ("lost" | "b") "b"]', "b.1": ""}
    rules = Rules(provided=frozenset(("gone", "lost")))
    assert chosen(universe(write(tmp_path, packages)), Need("a", None), rules) == {"a": "1", "b": "1"}


def test_a_preferred_version_is_kept_if_it_fits(tmp_path: Path) -> None:
    packages = {"a.1": "", "a.2": "", "b.1": "", "b.2": ""}
    root = Every((Need("a", None), Need("b", Limit(">", "1"))))
    rules = Rules(preferred={"a": "1", "b": "1"})
    assert chosen(universe(write(tmp_path, packages)), root, rules) == {"a": "1", "b": "2"}


def test_the_first_repository_has_priority_for_a_version_not_for_newer_ones(tmp_path: Path) -> None:
    first = write(tmp_path / "first", {"a.1": 'depends: "b"', "b.1": ""})
    second = write(tmp_path / "second", {"a.1": 'depends: "c"', "c.1": "", "b.2": ""})
    assert chosen(universe(first, second), Need("a", None)) == {"a": "1", "b": "2"}
    assert chosen(universe(second, first), Need("a", None)) == {"a": "1", "c": "1"}


def test_a_package_of_the_system_is_used_where_no_repository_has_one_that_fits(tmp_path: Path) -> None:
    repository = write(tmp_path, {"a.1": "", "b.1": 'depends: ["a" {>= "2"}]'})
    system = {"a": of_system("a", "2.5"), "c": of_system("c", "1")}
    assert chosen(universe(repository, system=system), Need("a", None)) == {"a": "1"}
    assert chosen(universe(repository, system=system), Need("b", None)) == {"b": "1", "a": "2.5"}
    assert chosen(universe(repository, system=system), Need("c", None)) == {"c": "1"}


def test_a_package_of_the_system_needs_only_packages_of_the_system(tmp_path: Path) -> None:
    repository = write(
        tmp_path, {"fmt.9": "", "app.1": 'depends: ["logs" "fmt"]', "new.1": 'depends: ["fmt" {>= "9"} "logs"]'}
    )
    system = {"logs": of_system("logs", "1", "fmt"), "fmt": of_system("fmt", "1")}
    assert chosen(universe(repository, system=system), Need("app", None)) == {"app": "1", "logs": "1", "fmt": "1"}
    with pytest.raises(UnsolvableError):
        chosen(universe(repository, system=system), Need("new", None))


Packages = Mapping[tuple[str, str], Summary]


class Given(Universe):
    """Packages that a test makes up."""

    def __init__(self, packages: Packages) -> None:
        super().__init__([], {}, {})
        self.packages = packages

    def candidates(self, name: str) -> list[Candidate]:
        """All versions, the newest first."""
        found = [Candidate(*key, 0, summary) for key, summary in self.packages.items() if key[0] == name]
        return sorted(found, key=lambda candidate: candidate.version, reverse=True)


def holds(formula: Formula | None, picked: Mapping[str, str]) -> bool:
    """Whether a formula holds of some versions, without the solver's help."""
    if formula is None:
        return True
    if isinstance(formula, Need):
        return formula.package in picked and fits(formula.bounds, picked[formula.package])
    found = (holds(one, picked) for one in formula.formulas)
    return all(found) if isinstance(formula, Every) else any(found)


def is_solution(packages: Packages, root: Formula, picked: Mapping[str, str]) -> bool:
    """Whether every formula of what is picked holds, and no conflict."""
    summaries = {name: packages[name, version] for name, version in picked.items()}
    classes = [(one, name) for name, summary in summaries.items() for one in summary.classes]
    return (
        holds(root, picked)
        and all(holds(summary.needs, picked) for summary in summaries.values())
        and not any(
            need.package != name and holds(need, picked)
            for name, summary in summaries.items()
            for need in needs_of(summary.conflicts)
        )
        and len({one for one, _ in classes}) == len(classes)
    )


def every_choice(packages: Packages) -> Iterator[dict[str, str]]:
    """All ways to pick a version, or none, of each package."""
    names = sorted({name for name, _ in packages})
    versions = [[None, *sorted(version for name, version in packages if name == one)] for one in names]
    for picked in itertools.product(*versions):
        yield {name: version for name, version in zip(names, picked, strict=True) if version is not None}


NAMES = "abcd"
needs = st.builds(
    Need,
    st.sampled_from(NAMES),
    st.none() | st.builds(Limit, st.sampled_from(["=", "<", ">=", "!="]), st.sampled_from("123")),
)
formulas: st.SearchStrategy[Formula] = st.one_of(
    needs,
    st.lists(needs, min_size=1, max_size=3).map(lambda found: Some(tuple(found))),
    st.lists(needs, min_size=1, max_size=3).map(lambda found: Every(tuple(found))),
)
summaries = st.builds(
    Summary, st.none() | formulas, st.none() | needs, st.sampled_from([(), (), ("k",)]), st.just(True), st.just(False),
    st.just(True), st.just(False), st.just(False),
)  # fmt: skip
packages_ = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from("123")), summaries, min_size=1, max_size=9
)


@settings(max_examples=400)
@given(packages_, formulas)
def test_a_solution_is_found_if_there_is_one_and_every_formula_holds_of_it(packages: Packages, root: Formula) -> None:
    solutions = [picked for picked in every_choice(packages) if is_solution(packages, root, picked)]
    try:
        picked = chosen(Given(packages), root)
    except UnsolvableError:
        assert solutions == []
        return
    assert is_solution(packages, root, picked)
    first = next(iter(needs_of(root)))
    if isinstance(root, (Need, Every)):
        best = max(solution[first.package] for solution in solutions)
        assert picked[first.package] == best


@given(packages_, formulas)
def test_nothing_is_chosen_that_nothing_needs(packages: Packages, root: Formula) -> None:
    try:
        picked = chosen(Given(packages), root)
    except UnsolvableError:
        return
    wanted = {need.package for need in needs_of(root)}
    for name, version in picked.items():
        wanted |= {need.package for need in needs_of(packages[name, version].needs)}
    assert picked.keys() <= wanted
