"""The node that joins sources in a workspace, in the rows of the matrix that test_sources.py does not have."""

from __future__ import annotations

import os

from nodes import DUNIVERSE, JOINED, LOCK, NODES, other_lock
from packages import Packages
from project import Project


def moved_to_another_machine(project: Project) -> None:
    """As an archive without parts of seconds brings it there."""
    for path in project.root.rglob("*"):
        if not path.is_symlink():
            seconds = int(path.stat().st_mtime)
            os.utime(path, (seconds, seconds))


def test_sources_that_are_only_touched_count_as_they_were(project: Project, packages: Packages) -> None:
    project.run()
    moved_to_another_machine(project)
    project.up_to_date()
    project.write(LOCK, other_lock(project, packages))
    assert project.run(JOINED).did(*NODES) == ["Fetching words.1.0", f"Placing sources in {DUNIVERSE}"]
