"""Every kind of node: fresh, null, edited, touched, deleted, dry, cleaned, interrupted."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from project import Project

WORKSPACE = "build/greeter/workspace/unix"


@dataclass(frozen=True)
class NodeCase:
    """A node: its file, the line that SCons prints when it makes it, and an edit after which it must be made again.

    ``input`` is a file that it is made from, whose touch changes nothing. ``edit`` is ``None`` for what no edit of a
    project changes.
    """

    name: str
    output: str
    line: str
    edit: Callable[[Project], object] | None
    input: str


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
    ),
]

each_node = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def content(project: Project, case: NodeCase) -> str:
    """What the node holds: the text, and of an image what it says, since debug information carries the tree's place."""
    return project.image("greeter") if case.name == "image" else project.read(case.output)


def lines(text: str) -> list[str]:
    """The lines of output that name an action."""
    return re.findall(r"^(?:Generating|Building|Locking|Fetching|Placing|Checking).*$", text, re.MULTILINE)


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
    if case.edit is None:
        built.replace("config.py", "Hello World!", "Salut")
        assert case.line not in lines(built.run().output)
        return
    before = content(built, case)
    original = built.read(case.input)
    case.edit(built)
    built.not_up_to_date()
    assert case.line in lines(built.run().output)
    assert content(built, case) != before
    built.up_to_date()
    built.write(case.input, original)
    built.run()
    assert content(built, case) == before
    built.up_to_date()


@each_node
def test_a_touch_makes_nothing_again(built: Project, case: NodeCase) -> None:
    built.run()
    later = time.time() + 100
    os.utime(built.path(case.input), (later, later))
    built.up_to_date()


@each_node
def test_a_deleted_output_comes_back(built: Project, case: NodeCase) -> None:
    before = content(built, case)
    built.path(case.output).unlink()
    assert case.line in lines(built.run().output)
    assert content(built, case) == before
    built.up_to_date()


@each_node
def test_a_dry_run_leaves_every_byte_and_says_what_it_would_do(built: Project, case: NodeCase) -> None:
    built.run()
    built.path(case.output).unlink()
    before = built.snapshot(times=True)
    assert case.line in lines(built.run("-n").output)
    assert built.snapshot(times=True) == before


@each_node
def test_cleaning_removes_the_output_but_not_the_lock(built: Project, case: NodeCase) -> None:
    built.run("-c")
    assert built.path(case.output).exists() == (case.output == LOCK)
