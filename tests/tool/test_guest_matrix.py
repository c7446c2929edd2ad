"""Every kind of node of a guest: fresh, null, edited, touched, deleted, dry, cleaned."""

from __future__ import annotations

import subprocess
from pathlib import Path

import matrix
import pytest
from guest_project import HOME, with_a_disk
from matrix import NodeCase, lines
from project import Project


def symbols(file: Path) -> list[str]:
    """What an object or an image defines: its debug information carries the tree's place."""
    done = subprocess.run(["nm", "--defined-only", "--just-symbols", file], capture_output=True, text=True, check=True)
    return sorted(done.stdout.split())


CASES = [
    NodeCase(
        "manifest.json", f"{HOME}/spt/manifest.json", f"Generating {HOME}/spt/manifest.json", with_a_disk, "config.py"
    ),
    NodeCase("manifest.c", f"{HOME}/spt/manifest.c", f"Generating {HOME}/spt/manifest.c", with_a_disk, "config.py"),
    NodeCase("manifest.o", f"{HOME}/spt/manifest.o", f"Compiling {HOME}/spt/manifest.o", with_a_disk, "config.py"),
    NodeCase("target.c", f"{HOME}/spt/target.c", f"Generating {HOME}/spt/target.c", None, "config.py"),
    NodeCase("target.o", f"{HOME}/spt/target.o", f"Compiling {HOME}/spt/target.o", None, "config.py"),
    NodeCase("image.json", f"{HOME}/spt/image.json", "Linking dist/greeter.spt", with_a_disk, "config.py"),
    NodeCase(
        "object",
        f"{HOME}/solo5/greeter.o",
        f"Building {HOME}/solo5/greeter.o",
        lambda project: project.replace("message.ml", "let text", "let more = succ 1\nlet text"),
        "message.ml",
        symbols,
    ),
    NodeCase(
        "image",
        "dist/greeter.spt",
        "Linking dist/greeter.spt",
        lambda project: project.replace("message.ml", "let text", "let more = succ 1\nlet text"),
        "message.ml",
        symbols,
    ),
    NodeCase("sdk", "build/.mirage/solo5-1", "Checking Solo5's tools", None, "config.py"),
]

each_node = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def test_a_fresh_build_makes_every_node_and_the_next_one_nothing(guest_fresh: Project) -> None:
    made = lines(guest_fresh.run().output)
    assert {case.line for case in CASES} <= set(made)
    assert len(made) == len(set(made))
    guest_fresh.up_to_date()


@each_node
def test_an_edit_makes_the_node_again_and_the_way_back_gives_the_same_bytes(
    guest_built: Project, case: NodeCase
) -> None:
    matrix.edited(guest_built, case)


@each_node
def test_a_touch_makes_nothing_again(guest_built: Project, case: NodeCase) -> None:
    matrix.touched(guest_built, case)


@each_node
def test_a_deleted_output_comes_back(guest_built: Project, case: NodeCase) -> None:
    matrix.deleted(guest_built, case)


@each_node
def test_a_dry_run_leaves_every_byte_and_says_what_it_would_do(guest_built: Project, case: NodeCase) -> None:
    matrix.dry(guest_built, case)


@each_node
def test_cleaning_removes_the_output(guest_built: Project, case: NodeCase) -> None:
    matrix.cleaned(guest_built, case)
