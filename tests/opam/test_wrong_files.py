"""What is wrong in a file of opam's format is said with the file, the line and the field."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import ENV, universe, write

from mirage_scons.opam.lexer import OpamSyntaxError
from mirage_scons.opam.locking import Request, make_lock
from mirage_scons.opam.parser import parse

WRONG = [
    ("depends: []\ndepends: [ foo ]", "3:1: depends: foo is no dependency"),
    ('depends: "a" {("b" {c})}', '2:1: depends: "b" {c} is no condition'),
    ('conflicts: [ "a" & true ]', "2:1: conflicts: true is no dependency"),
    ('available: [ "a" {b} ]', '2:1: available: "a" {b} is no condition'),
    (f"depends: {'[' * 5000}", "nested too deeply"),
]


@pytest.mark.parametrize(("text", "what"), WRONG, ids=[what for _, what in WRONG])
def test_of_a_repository(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(OpamSyntaxError) as caught:
        universe(write(tmp_path / "r", {"a.1": text})).candidates("a")
    assert "packages/a/a.1/opam:" in str(caught.value)
    assert what in str(caught.value)


def test_of_a_unikernel() -> None:
    with pytest.raises(OpamSyntaxError, match=r"^app\.opam:2:1: depends: true is no dependency"):
        make_lock(Request("app", parse('opam-version: "2.0"\ndepends: [true]', "app.opam")), universe(), ENV)
