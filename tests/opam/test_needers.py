"""Who in a lock needs a package, by what repositories and the system say of the locked versions."""

from __future__ import annotations

from mirage_scons.opam.lock import Lock, Locked
from mirage_scons.opam.needers import Needer, needers

LOCK = Lock(
    ("app",),
    tuple(Locked(name, "1") for name in ("a", "b", "c", "d", "lonely")),
    asked=("a", "c", "gone"),
)
NEEDS = {"a": {"b": ">= 1"}, "b": {"d": ""}, "c": {"d": "= 1"}, "d": {"d": ""}}


def test_each_needer_has_its_bounds_and_the_shortest_way_to_it() -> None:
    assert list(needers("d", LOCK, NEEDS)) == [
        Needer(Locked("b", "1"), "", ("a", "b")),
        Needer(Locked("c", "1"), "= 1", ("c",)),
    ]


def test_a_package_that_nothing_leads_to_is_its_own_way() -> None:
    found = list(needers("b", LOCK, {"lonely": {"b": ""}}))
    assert [needer.path for needer in found] == [("lonely",)]


def test_nobody_needs_what_is_only_asked_for() -> None:
    assert list(needers("a", LOCK, NEEDS)) == []
    assert list(needers("unknown", LOCK, NEEDS)) == []
