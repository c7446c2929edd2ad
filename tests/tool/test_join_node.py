"""The node that joins sources in a workspace, in the rows of the matrix that test_sources.py does not have."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
from nodes import DUNIVERSE, JOINED, LOCK, NODES, other_lock, tree_of
from packages import Packages
from project import Project

PLACING = f"Placing sources in {DUNIVERSE}"


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
    assert project.run(JOINED).did(*NODES) == ["Fetching words.1.0", PLACING]


def test_implicit_cache_builds_what_a_changed_lock_names_and_rests(project: Project) -> None:
    project.run("--implicit-cache")
    project.up_to_date("--implicit-cache")
    project.replace("config.py", 'min="1.0"', 'max="2.0"')
    made = project.run("--implicit-cache").did(*NODES, "Building")
    assert made == [f"Locking {LOCK}", "Fetching words.1.0", PLACING, "Building dist/greeter"]
    assert project.image("greeter") == "words 1.0: Hello World!\n"
    project.up_to_date("--implicit-cache")


def test_implicit_cache_fetches_what_another_lock_names_and_what_is_gone(project: Project, packages: Packages) -> None:
    project.run("--implicit-cache", JOINED)
    project.write(LOCK, other_lock(project, packages))
    assert project.run("--implicit-cache", JOINED).did(*NODES) == ["Fetching words.1.0", PLACING]
    project.up_to_date("--implicit-cache", JOINED)
    shutil.rmtree(tree_of(project, "words"))
    assert project.run("--implicit-cache", JOINED).did("Fetching") == ["Fetching words.1.0"]
    project.path(f"{DUNIVERSE}/words/words.ml").unlink()
    assert project.run("--implicit-cache", JOINED).did(*NODES) == [PLACING]
    assert project.path(f"{DUNIVERSE}/words/words.ml").exists()
    project.up_to_date("--implicit-cache", JOINED)


def test_where_changes_are_to_be_ignored_a_source_that_is_not_fetched_is_said(project: Project) -> None:
    project.run(JOINED)
    project.replace("config.py", 'min="1.0"', 'max="2.0"')
    said = project.run("--implicit-deps-unchanged", JOINED, status=2).errors
    assert "words is not fetched\n  Run scons without --implicit-deps-unchanged" in said
    assert project.run(JOINED).did(*NODES) == ["Fetching words.1.0", PLACING]


def test_an_interactive_session_notices_another_lock(project: Project, packages: Packages) -> None:
    project.run(JOINED)
    other = project.root.parent / "other"
    other.write_text(other_lock(project, packages))
    once = f"build {JOINED}\nbuild {JOINED}\n"
    result = project.run("--interactive", typed=f"{once}shell cp {other} {project.path(LOCK)}\n{once}exit\n")
    assert re.findall(r"(?:Locking|Fetching|Placing).*", result.output) == ["Fetching words.1.0", PLACING]
    project.up_to_date(JOINED)


def test_an_interactive_session_notices_what_the_user_changes_among_the_sources(built: Project) -> None:
    built.run()
    source = built.path(f"{DUNIVERSE}/mirage-unix/main.ml")
    edited = built.write("../edited", f"{source.read_text()}(* edited *)\n")
    once = "build\nbuild\n"
    result = built.run("--interactive", typed=f"{once}shell cp --remove-destination {edited} {source}\n{once}exit\n")
    assert result.output.count("Building dist/greeter") == 1
    built.up_to_date()


WITHOUT_POWER = ("setpriv", "--inh-caps=-dac_override", "--bounding-set=-dac_override")
"""Makes of root somebody for whom permissions of files hold."""


def respecting_permissions(project: Project) -> Project:
    """The project, whose SCons may not write where permissions do not allow it."""
    if os.geteuid() != 0:
        return project
    if not shutil.which("setpriv") or subprocess.run([*WITHOUT_POWER, "true"], check=False).returncode:
        pytest.skip("permissions do not hold for root, who cannot be made to respect them here")
    return Project(project.root, (*WITHOUT_POWER, *project.scons), project.environ)


def test_a_build_directory_that_cannot_be_written_is_named(project: Project) -> None:
    project = respecting_permissions(project)
    project.path("build").mkdir(mode=0o555)
    said = project.run(JOINED, status=2).errors
    assert f"{project.path('build/.mirage')}: Permission denied" in said
    assert "Traceback" not in said
    project.path("build").chmod(0o755)
    project.run(JOINED)


def test_what_is_built_can_be_used_where_nothing_can_be_written(built: Project) -> None:
    built.run()
    project = respecting_permissions(built)
    subprocess.run(["chmod", "-R", "a-w", built.path("build")], check=True)
    project.up_to_date()
    project.replace(LOCK, "opam-monorepo generated", "a generated")
    said = project.run(status=2).errors
    assert re.search(r"build/\S+: Permission denied", said)
    assert "Traceback" not in said
    subprocess.run(["chmod", "-R", "u+w", built.path("build")], check=True)
    project.run()
