"""The node of a lock, in the rows of the matrix that test_matrix.py and test_lock.py do not have."""

from __future__ import annotations

import os
import signal

import pytest
from nodes import DUNIVERSE, JOINED, LOCK, NODES, command, locked, other_lock
from packages import Packages
from project import Project

PLACING = f"Placing sources in {DUNIVERSE}"


def test_a_dry_run_in_a_fresh_tree_asks_and_writes_nothing(project: Project, packages: Packages) -> None:
    before = project.snapshot(times=True)
    assert project.run("-n", JOINED).did(*NODES) == [f"Locking {LOCK}", PLACING]
    project.not_up_to_date(JOINED)
    assert project.snapshot(times=True) == before
    assert packages.asked == []
    assert not (project.root.parent / "cache").exists()


def test_a_lock_that_is_asked_for_is_looked_at_and_not_written(project: Project) -> None:
    project.run("lock")
    before = project.path(LOCK).stat()
    assert project.run("lock").did(*NODES) == [f"Locking {LOCK}"]
    after = project.path(LOCK).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_another_lock_is_used_as_it_is_and_the_way_back_fetches_nothing(project: Project, packages: Packages) -> None:
    project.run(JOINED)
    first, other = project.read(LOCK), other_lock(project, packages)
    project.up_to_date(JOINED)
    project.write(LOCK, other)
    project.not_up_to_date(JOINED)
    assert project.run(JOINED).did(*NODES) == ["Fetching words.1.0", PLACING]
    assert project.read(LOCK) == other
    project.write(LOCK, first)
    assert project.run(JOINED).did(*NODES) == [PLACING]
    project.up_to_date(JOINED)


def test_a_touched_lock_makes_nothing_again(project: Project) -> None:
    project.run(JOINED)
    later = project.path(LOCK).stat().st_mtime + 100
    os.utime(project.path(LOCK), (later, later))
    project.up_to_date(JOINED)


def test_a_unikernel_of_another_name_has_another_lock(project: Project) -> None:
    project.run(JOINED)
    before = project.read(LOCK)
    project.replace("config.py", '"greeter"', '"other"')
    made = project.run(JOINED.replace("greeter", "other")).did(*NODES)
    assert made == ["Locking other-unix.opam.locked", PLACING.replace("greeter", "other")]
    assert project.read(LOCK) == before
    project.up_to_date(JOINED.replace("greeter", "other"))


def test_another_target_has_a_lock_of_its_own_and_shares_the_sources(project: Project, packages: Packages) -> None:
    other, joined = LOCK.replace("unix", "macosx"), JOINED.replace("unix", "macosx")
    made = project.run("-j8", "target=unix,macosx", JOINED, joined).did("Locking", "Fetching words")
    assert sorted(made) == ["Fetching words.2.0", f"Locking {other}", f"Locking {LOCK}"]
    assert len(packages.asked) == 2
    before = project.read(LOCK)
    project.path(other).unlink()
    assert project.run("target=macosx", joined).did(*NODES) == [f"Locking {other}"]
    assert project.read(LOCK) == before
    project.up_to_date("target=unix,macosx", JOINED, joined)


def test_other_tools_have_the_lock_looked_at_and_nothing_fetched(project: Project) -> None:
    project.run(JOINED)
    command(project, "dune", 'case "$1" in --version) echo 2.9.99;; *) exec /usr/bin/dune "$@";; esac')
    assert project.run(JOINED).did("Locking", "Fetching") == [f"Locking {LOCK}"]
    assert locked(project, "dune") == "2.9.99"
    project.up_to_date(JOINED)


def test_other_repositories_have_the_lock_looked_at_and_kept(project: Project, packages: Packages) -> None:
    project.run(JOINED)
    before = project.read(LOCK)
    packages.add("words", "3.0", "words 3.0: ")
    word = f"repositories=starter,{packages.repository}"
    assert project.run(JOINED, word).did(*NODES) == [f"Locking {LOCK}"]
    assert project.read(LOCK) == before
    project.up_to_date(JOINED, word)


def test_a_run_that_is_killed_while_it_locks_leaves_the_lock_that_was(project: Project) -> None:
    project.run("lock")
    before = project.read(LOCK)
    project.replace("config.py", 'min="1.0"', 'max="2.0"')
    command(project, "ocamlfind", '[ "$1" = query ] && kill -9 $PPID; exec /usr/bin/ocamlfind "$@"')
    assert project.run(JOINED, status=None).status == -signal.SIGKILL
    assert project.read(LOCK) == before
    del project.environ["PATH"]
    project.run(JOINED)
    assert locked(project, "words") == "1.0"
    project.up_to_date(JOINED)
    assert [path.name for path in project.root.rglob("*.new")] == []


def test_an_interactive_session_locks_once_and_again_when_the_lock_is_gone(project: Project) -> None:
    once = f"build {JOINED}\nbuild {JOINED}\n"
    said = project.run("--interactive", typed=f"{once}exit\n")
    assert said.output.count(f"Locking {LOCK}") == 1
    project.up_to_date(JOINED)
    said = project.run("--interactive", typed=f"{once}shell rm {LOCK}\n{once}exit\n")
    assert said.output.count(f"Locking {LOCK}") == 1
    assert locked(project, "words") == "2.0"
    project.up_to_date(JOINED)


@pytest.mark.parametrize("option", ["--max-drift=0", "--max-drift=-1"])
def test_an_edited_lock_is_noticed_whatever_the_drift(project: Project, packages: Packages, option: str) -> None:
    project.run(JOINED, option)
    project.up_to_date(JOINED, option)
    project.write(LOCK, other_lock(project, packages))
    assert project.run(JOINED, option).did("Fetching") == ["Fetching words.1.0"]
    project.up_to_date(JOINED, option)
