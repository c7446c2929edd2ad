"""The nodes of fetched sources, in the rows of the matrix that test_sources.py and test_lock.py do not have."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from greeter import greeter
from nodes import DUNIVERSE, JOINED, LOCK, NODES, tree_of
from packages import Packages
from project import Project

PLACING = f"Placing sources in {DUNIVERSE}"
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


@pytest.fixture
def two(project: Project) -> Project:
    """Two unikernels that ask for ``words``, of which ``other`` asks for ``more``, too."""
    other = greeter(project.path("other"))
    other.path("SConstruct").unlink()
    config = project.read("config.py").replace('register("greeter"', 'register("other"')
    other.write("config.py", config.replace("packages=[", 'packages=[package("more"), '))
    project.write("SConstruct", project.read("SConstruct") + 'env.Unikernel("other")\n')
    return project


def test_cleaning_one_unikernel_leaves_the_sources_of_the_other(two: Project, packages: Packages) -> None:
    packages.add("more", "1.0", "more")
    joined = JOINED.replace("greeter", "other")
    two.run("-j8", JOINED, joined)
    trees = set(two.path("build/sources").iterdir())
    shared = tree_of(two, "words")
    assert "build/sources" not in two.run("-c", "-n", "greeter").output
    two.run("-c", "greeter")
    assert not two.path("build/greeter").exists()
    assert set(two.path("build/sources").iterdir()) == trees
    two.up_to_date(joined)
    assert two.run(JOINED).did(*NODES) == [PLACING]
    two.run("-c", "other")
    assert shared.is_dir()
    assert len(trees - set(two.path("build/sources").iterdir())) == 1
    asked = f"Removed directory build/sources/{shared.name}"
    assert asked in two.run("-c", "-n").output
    assert shared.is_dir()
    assert asked in two.run("-c").output
    assert not two.path("build").exists()


def test_what_was_cleaned_comes_back_without_a_server(project: Project, packages: Packages) -> None:
    project.run(JOINED)
    with_times = (".fetched", ".placed")
    before = {name: what for name, what in project.snapshot().items() if not name.endswith(with_times)}
    project.run("-c")
    assert not project.path("build").exists()
    project.run(JOINED)
    assert {name: what for name, what in project.snapshot().items() if not name.endswith(with_times)} == before
    assert len(packages.asked) == 2


def test_a_lock_that_cannot_be_read_does_not_hinder_cleaning(project: Project) -> None:
    project.run(JOINED)
    project.write(LOCK, "depends: [[")
    project.run("-c")
    assert not project.path("build").exists()
