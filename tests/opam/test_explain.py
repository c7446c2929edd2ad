"""Why no versions fit together, in a few lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import dune, of_system, universe, write

from mirage_scons.opam.explain import explain
from mirage_scons.opam.formula import Every, Formula, Limit, Need
from mirage_scons.opam.solver import Rules

PACKAGES = {
    "a.1": dune('"c" {< "2"}'),
    "b.1": dune('"c" {>= "2"}'),
    "b.2": dune('"c" {>= "3"}'),
    "c.1": dune(),
    "c.2": dune(),
    "c.3": dune(),
    "made.1": 'build: ["make"]',
    "foe.1": 'conflicts: ["c"]',
    "far.1": 'available: os = "macos"',
    "or.1": 'depends: ["gone" | "lost"]',
    "dune.3": "",
    "alone.1": "",
}
A, B = Need("a", None), Need("b", None)
CASES: list[tuple[str, Formula, list[str]]] = [
    (
        "bounds that exclude each other",
        Every((Need("alone", None), A, B)),
        [
            "app needs a (config.py:7)",
            "app needs b",
            "a 1 needs c < 2",
            "b 2 needs c >= 3",
            "b 1 needs c >= 2",
            "of c there is 3, 2, 1",
        ],
    ),
    (
        "no such package",
        Every((B, Need("gone", None))),
        ["app needs gone", "there is no package gone in r or the system"],
    ),
    ("no such version", Need("c", Limit(">=", "9")), ["app needs c >= 9", "of c there is 3, 2, 1"]),
    ("not built with dune", Need("made", None), ["app needs made", "made 1 is not built with dune"]),
    ("not available", Need("far", None), ["app needs far", "far 1 is not available here"]),
    (
        "conflict",
        Every((A, Need("foe", None))),
        ["app needs a (config.py:7)", "app needs foe", "a 1 needs c < 2", "foe cannot be had together with c",
         "of c there is 3, 2, 1"],
    ),
    (
        "alternatives",
        Need("or", None),
        ["app needs or", "or 1 needs gone", "or 1 needs lost", "there is no package gone in r or the system",
         "there is no package lost in r or the system"],
    ),
    ("of the system", Need("sys", Limit(">", "1")), ["app needs sys > 1", "of sys there is 1 (of the system)"]),
]  # fmt: skip


@pytest.mark.parametrize(("root", "lines"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_needs_that_cannot_all_hold_are_said_and_no_others(root: Formula, lines: list[str], tmp_path: Path) -> None:
    found = universe(write(tmp_path / "r", PACKAGES), system={"sys": of_system("sys", "1")})
    said = explain(found, Rules(dune_only=True), "app", root, lambda package: "config.py:7" if package == "a" else None)
    assert sorted(said.splitlines()) == sorted(lines)
