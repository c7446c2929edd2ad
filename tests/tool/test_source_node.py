"""The nodes of fetched sources, in the rows of the matrix that test_sources.py and test_lock.py do not have."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from nodes import DUNIVERSE, JOINED, tree_of
from packages import Packages
from project import Project

FETCHING = "Fetching words.2.0"
TEXT = 'let text = "words 2.0: "\n'


def rewritten(path: Path, text: str) -> None:
    """Replace a file that is read-only, so that no other link of it changes."""
    path.unlink()
    path.write_text(text)


def overwritten(path: Path, text: str) -> None:
    """Write into a file as an editor does that is told to do so although it is read-only."""
    path.chmod(0o644)
    path.write_text(text)


EDITS: dict[str, Callable[[Path], object]] = {
    "added": lambda tree: (tree / "a.ml").write_text("let x = 1\n"),
    "deleted": lambda tree: (tree / "words.ml").unlink(),
    "edited": lambda tree: rewritten(tree / "words.ml", "let text = 1\n"),
    "edited in place": lambda tree: overwritten(tree / "words.ml", "let text = 1\n"),
    "renamed": lambda tree: (tree / "words.ml").rename(tree / "a.ml"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=[name.replace(" ", "-") for name in EDITS])
def test_what_somebody_changes_in_a_tree_reaches_no_workspace(
    project: Project, packages: Packages, edit: Callable[[Path], object]
) -> None:
    project.run(JOINED)
    tree, asked = tree_of(project, "words"), len(packages.asked)
    before = sorted(path.name for path in tree.iterdir())
    edit(tree)
    project.up_to_date(JOINED)
    shutil.rmtree(project.path(f"{DUNIVERSE}/words"))
    said = project.run(JOINED, status=2).errors
    assert re.search(rf"{tree}/\S+( and \d more)?: changed since it was fetched, and it would be compiled now", said)
    assert f"Keep what you changed elsewhere, then remove {tree}." in said
    shutil.rmtree(tree)
    assert project.run(JOINED).did("Fetching") == [FETCHING]
    assert sorted(path.name for path in tree.iterdir()) == before
    assert project.read(f"{DUNIVERSE}/words/words.ml") == TEXT
    assert len(packages.asked) == asked
    project.up_to_date(JOINED)
