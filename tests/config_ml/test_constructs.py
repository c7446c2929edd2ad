"""Constructs of OCaml print what OCaml prints, and wrong ones are errors that say where and why."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from constructs import CONSTRUCTS, MISTAKES, Construct
from reading import configuration, error_of, says

from mirage_scons.model.errors import ConfigError

NAMES = [construct.name for construct in CONSTRUCTS]


def test_each_construct_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 60


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=NAMES)
def test_the_right_form_means_what_it_means_in_ocaml(construct: Construct) -> None:
    assert "\n".join(says(construct.right)) == construct.says


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=NAMES)
def test_the_wrong_form_is_an_error_that_names_its_place(construct: Construct) -> None:
    assert error_of(f"{construct.wrong}\n") == construct.error


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_the_language_is_an_error_in_terms_of_ocaml(name: str) -> None:
    wrong, error = MISTAKES[name]
    assert error_of(wrong) == error


@pytest.mark.skipif(not shutil.which("ocaml"), reason="OCaml itself is not here to be compared with")
def test_ocaml_prints_the_same(tmp_path: Path) -> None:
    program = tmp_path / "all.ml"
    parts = (f"module M{number} = struct\n{one.right}\n;; end" for number, one in enumerate(CONSTRUCTS))
    program.write_text("\n".join(parts), encoding="utf-8")
    done = subprocess.run(["ocaml", "-w", "-a", program], capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    assert done.stdout == "".join(f"{construct.says}\n" for construct in CONSTRUCTS)


def test_an_error_shows_the_line_with_a_mark() -> None:
    with pytest.raises(ConfigError) as caught:
        configuration('open Mirage\n\nlet disk = tar_kv_ro\n\t(crunch "tar")\n')
    place, *shown = str(caught.value).split("\n")
    assert place.endswith("config.ml:4:2: the argument of tar_kv_ro is a kv_ro, where a block is wanted")
    assert shown == ['  \t(crunch "tar")', "  \t^^^^^^^^^^^^^^"]


def test_columns_count_characters_not_bytes() -> None:
    assert error_of('let x = "é" ^ 1') == "1:15 argument 2 of ^ is an int, where a string is wanted"
    assert error_of('let x = ("é", y)') == "1:15 unbound value y"


def test_a_long_line_is_shown_around_its_fault() -> None:
    with pytest.raises(ConfigError) as caught:
        configuration(f"let x = {'1 + ' * 300}y\n")
    assert caught.value.where is not None
    line, mark = caught.value.where.excerpt.split("\n")
    assert len(line) <= 200
    assert line[len(mark) - 1] == "y"
