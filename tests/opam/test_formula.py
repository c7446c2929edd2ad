"""Conditions, and what they make of dependencies."""

from __future__ import annotations

import pytest

from mirage_scons.opam.conditions import evaluate, holds, variables
from mirage_scons.opam.formula import Both, Every, Limit, Need, Some, fits, formula, show_bounds
from mirage_scons.opam.parser import parse_value

ENV = variables(
    {
        "os": "linux",
        "arch": "x86_64",
        "build": True,
        "with-test": False,
        "monorepo": "opam-monorepo",
        "lwt:installed": True,
        "fmt:installed": False,
        "ocaml:version": "4.13.1",
        "version": "1.2",
    }
)

VALUES = [
    ("build", True),
    ("with-test", False),
    ("nowhere", None),
    ("?nowhere", False),
    ("?monorepo", True),
    ("!?nowhere", True),
    ("!nowhere", None),
    ("!with-test", True),
    ("with-test & nowhere", False),
    ("nowhere & with-test", False),
    ("build & nowhere", None),
    ("build | nowhere", True),
    ("nowhere | build", True),
    ("with-test | nowhere", None),
    ('os = "linux"', True),
    ('os != "linux"', False),
    ('nowhere = "linux"', None),
    ('ocaml:version >= "4.9"', True),
    ('ocaml:version < "4.13~"', False),
    ("lwt:installed", True),
    ("lwt+fmt:installed", False),
    ("lwt+gone:installed", None),
    ("fmt+gone:installed", False),
    ('("x" = "x") & (build | with-test)', True),
    ('"%{os}%-%{arch}%"', "linux-x86_64"),
    ('"%{nowhere}%"', None),
    ('"%{lwt:installed?yes:no}% %%"', "yes %"),
    ('[os = "linux"]', True),
    ('"%{version}%" = "1.2"', True),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[text for text, _ in VALUES])
def test_a_condition_has_three_values(text: str, value: object) -> None:
    assert evaluate(parse_value(text), ENV) == value


def test_what_is_undefined_counts_as_it_is_told_to() -> None:
    assert holds(parse_value("nowhere"), ENV, undefined=True)
    assert not holds(parse_value("nowhere"), ENV, undefined=False)
    assert holds(None, ENV, undefined=False)


AT_LEAST, BELOW = Limit(">=", "5"), Limit("<", "6")
FORMULAS = [
    ("[]", None),
    ('"lwt"', Need("lwt", None)),
    ('["lwt" "fmt"]', Every((Need("lwt", None), Need("fmt", None)))),
    ('["lwt" {with-test}]', None),
    ('["lwt" {?monorepo & >= "5" & build}]', Need("lwt", AT_LEAST)),
    ('["lwt" {>= "5" & < "6"}]', Need("lwt", Both("&", AT_LEAST, BELOW))),
    ('["lwt" {>= "5" | < "6"}]', Need("lwt", Both("|", AT_LEAST, BELOW))),
    ('["lwt" {with-test | < "6"}]', Need("lwt", BELOW)),
    ('["lwt" {build | < "6"}]', Need("lwt", None)),
    ('["lwt" {!(>= "5")}]', Need("lwt", Limit("<", "5"))),
    ('["lwt" {!(>= "5" & < "6")}]', Need("lwt", Both("|", Limit("<", "5"), Limit(">=", "6")))),
    ('["lwt" {= version}]', Need("lwt", Limit("=", "1.2"))),
    ('["lwt" {= nowhere}]', None),
    ('["lwt" {nowhere}]', None),
    ('"lwt" | "fmt"', Some((Need("lwt", None), Need("fmt", None)))),
    ('["lwt" {with-test} | "fmt"]', Need("fmt", None)),
    (
        '["a" ("b" | "c" & "d")]',
        Every((Need("a", None), Some((Need("b", None), Every((Need("c", None), Need("d", None))))))),
    ),
]


@pytest.mark.parametrize(("text", "expected"), FORMULAS, ids=[text for text, _ in FORMULAS])
def test_a_dependency_is_there_if_its_condition_holds(text: str, expected: object) -> None:
    assert formula(parse_value(text), ENV) == expected


def test_conflicts_are_alternatives() -> None:
    assert formula(parse_value('["a" "b"]'), ENV, alternatives=True) == Some((Need("a", None), Need("b", None)))


@pytest.mark.parametrize("text", ["[1]", "os", '"a" = "b"'])
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no dependency"):
        formula(parse_value(text), ENV)


def test_versions_fit_within_bounds() -> None:
    both = Both("&", AT_LEAST, BELOW)
    assert [fits(both, version) for version in ("4.9", "5", "5.9", "6~beta", "6")] == [False, True, True, True, False]
    assert fits(Both("|", Limit("=", "1"), AT_LEAST), "1")
    assert fits(None, "anything")
    assert show_bounds(both) == ">= 5 & < 6"
