"""Every kind of node: fresh, null, edited, touched, deleted, dry, cleaned, interrupted."""

from __future__ import annotations

import subprocess
from pathlib import Path

import matrix
import pytest
from matrix import NodeCase, lines
from project import Project

WORKSPACE = "build/greeter/workspace/unix"


def said(image: Path) -> str:
    """What an image says: debug information carries the tree's place."""
    return subprocess.run([image], capture_output=True, text=True, check=True).stdout


LOCK = "greeter-unix.opam.locked"
CASES = [
    NodeCase(
        "main.ml",
        f"{WORKSPACE}/main.ml",
        f"Generating {WORKSPACE}/main.ml",
        lambda project: project.replace("config.py", "unikernel(noop)]", "unikernel(noop), noop]"),
        "config.py",
    ),
    NodeCase(
        "key_gen.ml",
        f"{WORKSPACE}/key_gen.ml",
        f"Generating {WORKSPACE}/key_gen.ml",
        lambda project: project.replace("config.py", "Hello World!", "Salut"),
        "config.py",
    ),
    NodeCase(
        "dune",
        f"{WORKSPACE}/dune",
        f"Generating {WORKSPACE}/dune",
        lambda project: project.replace("config.py", "keys=[hello]", 'keys=[hello], packages=[package("fmt")]'),
        "config.py",
    ),
    NodeCase(
        "opam",
        "build/greeter/unix/greeter-unix.opam",
        "Generating build/greeter/unix/greeter-unix.opam",
        lambda project: project.replace("config.py", "keys=[hello]", 'keys=[hello], packages=[package("fmt")]'),
        "config.py",
    ),
    NodeCase(
        "lock",
        LOCK,
        f"Locking {LOCK}",
        lambda project: project.replace("config.py", "keys=[hello]", 'keys=[hello], packages=[package("cstruct")]'),
        "config.py",
        stays=True,
    ),
    NodeCase(
        "sources",
        f"{WORKSPACE}/duniverse/mirage-unix/main.ml",
        f"Placing sources in {WORKSPACE}/duniverse",
        None,
        "config.py",
    ),
    NodeCase(
        "toolchain",
        "build/.mirage/toolchain-1",
        "Checking the OCaml tools",
        None,
        "config.py",
    ),
    NodeCase(
        "image",
        "dist/greeter",
        "Building dist/greeter",
        lambda project: project.replace("message.ml", "message: ", "text: "),
        "message.ml",
        said,
    ),
]

each_node = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def test_a_fresh_build_makes_every_node_and_the_next_one_nothing(fresh: Project) -> None:
    made = lines(fresh.run().output)
    assert {case.line for case in CASES} <= set(made)
    assert len(made) == len(set(made))
    fresh.up_to_date()
    assert fresh.image("greeter") == "message: Hello World!\n"


def test_a_copied_tree_is_up_to_date_where_it_lies_now(built: Project) -> None:
    assert lines(built.run().output) == []


@each_node
def test_an_edit_makes_the_node_again_and_the_way_back_gives_the_same_bytes(built: Project, case: NodeCase) -> None:
    matrix.edited(built, case)


@each_node
def test_a_touch_makes_nothing_again(built: Project, case: NodeCase) -> None:
    matrix.touched(built, case)


@each_node
def test_a_deleted_output_comes_back(built: Project, case: NodeCase) -> None:
    matrix.deleted(built, case)


@each_node
def test_a_dry_run_leaves_every_byte_and_says_what_it_would_do(built: Project, case: NodeCase) -> None:
    matrix.dry(built, case)


@each_node
def test_cleaning_removes_the_output_but_not_the_lock(built: Project, case: NodeCase) -> None:
    matrix.cleaned(built, case)
