"""The nodes of fetched sources, in the rows of the matrix that test_sources.py and test_lock.py do not have."""

from __future__ import annotations

import re
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from greeter import greeter
from nodes import DUNIVERSE, JOINED, LOCK, NODES, command, other_lock, tree_of
from packages import Packages
from project import Project

PLACING = f"Placing sources in {DUNIVERSE}"
FETCHING = "Fetching words.2.0"
TEXT = 'let text = "words 2.0: "\n'


def overwritten(path: Path, text: str) -> None:
    """Write into a file as an editor does that is told to do so although it is read-only."""
    path.chmod(0o644)
    path.write_text(text)


EDITS: dict[str, Callable[[Path], object]] = {
    "added": lambda tree: (tree / "a.ml").write_text("let x = 1\n"),
    "deleted": lambda tree: (tree / "words.ml").unlink(),
    "edited in place": lambda tree: overwritten(tree / "words.ml", "let text = 1\n"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=[name.replace(" ", "-") for name in EDITS])
def test_what_somebody_changes_in_a_tree_reaches_no_workspace(
    project: Project, packages: Packages, edit: Callable[[Path], object]
) -> None:
    project.run(JOINED)
    tree, asked = tree_of(project, "words"), len(packages.asked)
    before = sorted(path.name for path in tree.iterdir())
    edit(tree)
    shutil.rmtree(project.path(f"{DUNIVERSE}/words"))
    said = project.run(JOINED, status=2).errors
    assert re.search(rf"{tree}/\S+( and \d more)?: changed since it was fetched, and it would be compiled now", said)
    assert f"Keep what you changed elsewhere, then remove {tree}." in said
    shutil.rmtree(tree)
    assert project.run(JOINED).did("Fetching") == [FETCHING]
    assert sorted(path.name for path in tree.iterdir()) == before
    assert project.read(f"{DUNIVERSE}/words/words.ml") == TEXT
    assert len(packages.asked) == asked


@pytest.fixture
def two(project: Project) -> Project:
    """Two unikernels that ask for ``words``, of which ``other`` asks for ``more``, too."""
    other = greeter(project.path("other"))
    other.path("SConstruct").unlink()
    config = project.read("config.py").replace('register("greeter"', 'register("other"')
    other.write("config.py", config.replace("packages=[", 'packages=[package("more"), '))
    project.write("SConstruct", project.read("SConstruct") + 'env.Unikernel("other")\n')
    return project


def test_what_is_written_into_a_linked_file_stays_in_its_workspace_and_reaches_no_new_one(two: Project) -> None:
    joined = JOINED.replace("greeter", "other")
    two.replace("other/config.py", 'package("more"), ', "")
    two.run(JOINED)
    tree, mine = tree_of(two, "words"), two.path(f"{DUNIVERSE}/words/words.ml")
    overwritten(mine, 'let text = "mine: "\n')
    assert f"{tree}/words.ml: changed since it was fetched" in two.run(joined, status=2).errors
    shutil.rmtree(tree)
    two.run(JOINED, joined)
    other = mine.relative_to(two.root).as_posix().replace("greeter", "other")
    assert (mine.read_text(), two.read(other)) == ('let text = "mine: "\n', TEXT)
    two.up_to_date(JOINED, joined)


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


def test_cleaning_says_one_line_for_each_directory_of_sources(project: Project, packages: Packages) -> None:
    packages.add("words", "3.0", "words 3.0: ", more={f"data/{number}": "" for number in range(300)})
    project.run()
    said = project.run("-c").output
    assert "Removed directory build/greeter/workspace/unix/duniverse\n" in said
    assert len(said.splitlines()) < 100
    assert not project.path("build").exists()


def test_what_was_cleaned_comes_back_without_a_server(project: Project, packages: Packages) -> None:
    project.run(JOINED)
    with_times = (".fetched", ".placed", ".placed.short", "digests.json", "signatures.json")
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


@pytest.mark.parametrize("jobs", ["-j1", "-j8"])
def test_where_one_source_cannot_be_had_the_others_are_fetched_under_k(
    project: Project, packages: Packages, jobs: str
) -> None:
    packages.add("words", "3.0", "words 3.0: ", depends='"letters" "more"')
    packages.add("more", "1.0", "more")
    whole = packages.archive("letters", "1.0").read_bytes()
    packages.archive("letters", "1.0").write_bytes(b"another")
    result = project.run("-k", jobs, JOINED, status=2)
    assert result.errors.count("cannot be fetched") == 1
    assert "letters.1.0: cannot be fetched" in result.errors
    assert sorted(packages.asked) == ["/letters-1.0.tar.gz", "/more-1.0.tar.gz", "/words-3.0.tar.gz"]
    assert not project.path(JOINED).exists()
    packages.archive("letters", "1.0").write_bytes(whole)
    assert project.run(JOINED).did(*NODES) == ["Fetching letters.1.0", PLACING]
    assert packages.asked[3:] == ["/letters-1.0.tar.gz"]
    project.up_to_date(JOINED)


def test_a_dry_run_says_what_it_would_fetch_and_leaves_every_byte(project: Project, packages: Packages) -> None:
    project.run(JOINED)
    project.write(LOCK, other_lock(project, packages))
    shutil.rmtree(tree_of(project, "letters"))
    before = project.snapshot(times=True)
    assert sorted(project.run("-n", JOINED).did(*NODES)) == ["Fetching letters.1.0", "Fetching words.1.0", PLACING]
    project.not_up_to_date(JOINED)
    assert project.snapshot(times=True) == before
    assert len(packages.asked) == 2
    project.run(JOINED)
    assert sorted(packages.asked)[1:] == ["/words-1.0.tar.gz", "/words-2.0.tar.gz"]


def test_neither_other_tools_nor_another_key_fetch_anything(project: Project) -> None:
    project.run(JOINED)
    command(project, "dune", 'case "$1" in --version) echo 2.9.99;; *) exec /usr/bin/dune "$@";; esac')
    assert project.run(JOINED, "hello=Salut").did("Fetching") == []


def test_an_interactive_session_fetches_what_is_gone_once(project: Project) -> None:
    project.run(JOINED)
    once = f"build {JOINED}\nbuild {JOINED}\n"
    result = project.run("--interactive", typed=f"{once}shell rm -r {tree_of(project, 'words')}\n{once}exit\n")
    assert re.findall("Fetching.*", result.output) == [FETCHING]
    project.up_to_date(JOINED)


@pytest.mark.parametrize(
    ("number", "jobs"),
    [(signal.SIGINT, "-j1"), (signal.SIGINT, "-j8"), (signal.SIGTERM, "-j8"), (signal.SIGKILL, "-j8")],
)
def test_a_run_that_is_stopped_while_it_fetches_is_made_good_by_the_next(
    project: Project, packages: Packages, number: signal.Signals, jobs: str
) -> None:
    reached, gone_on = threading.Event(), threading.Event()

    def wait() -> None:
        reached.set()
        gone_on.wait(60)

    packages.waits["/words-2.0.tar.gz"] = wait
    process = project.start(jobs, JOINED)
    assert reached.wait(60)
    process.send_signal(number)
    gone_on.set()
    process.wait(60)
    assert process.returncode == (-number if number == signal.SIGKILL else 2)
    assert not project.path(JOINED).exists()
    packages.waits.clear()
    project.run(JOINED)
    assert project.read(f"{DUNIVERSE}/words/words.ml") == TEXT
    trees = {tree_of(project, directory.name) for directory in project.path(DUNIVERSE).iterdir() if directory.is_dir()}
    assert set(project.path("build/sources").iterdir()) == trees
    project.up_to_date(JOINED)
