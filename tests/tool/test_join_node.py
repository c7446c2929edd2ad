"""The node that joins sources in a workspace, in the rows of the matrix that test_sources.py does not have."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nodes import DUNIVERSE, JOINED, LOCK, NODES, other_lock, tree_of
from packages import Packages
from project import AUDIT, Project

VERSIONS = Path(sys.prefix) / "scons"
PLACING = f"Placing sources in {DUNIVERSE}"


def placed(project: Project) -> dict[str, str]:
    """The files that lie in the duniverse, with their content, but those that say what was placed when."""
    return {name: what for name, what in project.snapshot().items() if name.startswith(DUNIVERSE) and "/." not in name}


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


def test_files_of_a_source_that_is_fetched_again_are_links_to_it(project: Project) -> None:
    project.run(JOINED)
    shutil.rmtree(tree_of(project, "words"))
    assert project.run(JOINED).did(*NODES) == ["Fetching words.2.0", PLACING]
    for name in ("words.ml", "dune"):
        assert project.path(f"{DUNIVERSE}/words/{name}").samefile(tree_of(project, "words") / name)
    project.up_to_date(JOINED)


def test_a_file_of_the_user_stays_where_its_source_is_fetched_again(project: Project) -> None:
    project.run(JOINED)
    project.write(f"{DUNIVERSE}/words/mine.ml", "let mine = 1\n")
    shutil.rmtree(tree_of(project, "words"))
    assert project.run(JOINED).did(*NODES) == ["Fetching words.2.0", PLACING]
    assert project.read(f"{DUNIVERSE}/words/mine.ml") == "let mine = 1\n"
    project.up_to_date(JOINED)


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


@pytest.mark.parametrize("what", [JOINED, f"{DUNIVERSE}/words", f"{DUNIVERSE}/words/words.ml"])
def test_what_is_deleted_or_renamed_is_placed_again_and_nothing_is_fetched(project: Project, what: str) -> None:
    project.run(JOINED)
    before = placed(project)
    project.path(what).rename(project.path(f"{what}-renamed"))
    project.not_up_to_date(JOINED)
    assert project.run(JOINED).did(*NODES) == [PLACING]
    assert placed(project).items() >= before.items()
    project.up_to_date(JOINED)


def test_two_builds_of_one_configuration_have_their_sources_and_one_lock(project: Project, packages: Packages) -> None:
    first = project.read("SConstruct").replace("mirage_scons.tool(", "mirage_scons.tool(MIRAGE_BUILD_DIR='a', ")
    second = first.partition("env = ")[2].replace("'a'", "'b', MIRAGE_DIST_DIR='c'")
    project.write("SConstruct", f"{first}env = {second}")
    joined = [JOINED.replace("build/", f"{name}/") for name in ("a", "b")]
    made = project.run("-j8", *joined).did("Locking", "Fetching words")
    assert made == [f"Locking {LOCK}", "Fetching words.2.0", "Fetching words.2.0"]
    assert sorted(packages.asked) == ["/letters-1.0.tar.gz", "/words-2.0.tar.gz"]
    project.up_to_date(*joined)
    shutil.rmtree(project.path("a/sources"))
    assert "Fetching words.2.0" in project.run(*joined).did("Fetching")
    assert len(packages.asked) == 2


def test_a_build_directory_that_is_moved_serves_where_it_lies_now(project: Project, packages: Packages) -> None:
    project.run(JOINED)
    edited = project.path(f"{DUNIVERSE}/words/words.ml")
    edited.unlink()
    edited.write_text('let text = "mine: "\n')
    project.path("build").rename(project.path("moved"))
    project.replace("SConstruct", "mirage_scons.tool(", 'mirage_scons.tool(MIRAGE_BUILD_DIR="moved", ')
    joined = JOINED.replace("build", "moved")
    project.run("fetch=offline", joined)
    assert project.read(f"{DUNIVERSE}/words/words.ml".replace("build", "moved")) == 'let text = "mine: "\n'
    project.up_to_date(joined)
    project.root = project.root.rename(project.root.parent / "elsewhere")
    project.up_to_date(joined)
    assert len(packages.asked) == 2


@pytest.mark.parametrize("place", ["a project", "ein Gruß/#1"])
def test_sources_are_placed_whatever_the_directories_are_called(project: Project, place: str) -> None:
    root = project.root.parent / "places" / place
    root.parent.mkdir(parents=True)
    project.root = project.root.rename(root)
    made = project.run(JOINED).did(*NODES)
    assert made[0] == f"Locking {LOCK}"
    assert made[-1] == PLACING
    project.up_to_date(JOINED)


def test_sources_of_a_variant_directory_lie_in_it_and_the_lock_beside_the_configuration(project: Project) -> None:
    inner = project.root.rename(project.root.parent / "inner")
    (inner / "SConstruct").rename(inner / "SConscript")
    embedding = 'DefaultEnvironment(tools=[])\nSConscript("../inner/SConscript", variant_dir="out", duplicate=0)\n'
    project.write("SConstruct", embedding)
    before = {path.name for path in inner.iterdir()}
    joined = f"out/{JOINED}"
    project.run(joined)
    assert {path.name for path in inner.iterdir()} == {*before, LOCK}
    assert project.path(f"out/{DUNIVERSE}/words/words.ml").exists()
    project.up_to_date(joined)
    project.run("-c")
    assert {path.name for path in inner.iterdir()} == {*before, LOCK}
    assert not project.path("out/build").exists()


def test_why_something_is_made_again_is_explained(project: Project, packages: Packages) -> None:
    project.run(JOINED)
    project.write(LOCK, other_lock(project, packages))
    said = project.run("--debug=explain", JOINED).output
    assert f"rebuilding `{JOINED}' because:" in said
    assert f"`{LOCK}' changed" in said
    gone, new = (re.search(rf"`(build/sources/\w+/.fetched)' is {what}", said) for what in ("no longer", "a new"))
    assert gone
    assert new
    assert f"building `{new[1]}' because it doesn't exist" in said
    project.replace("config.py", 'min="1.0"', 'min="2.0"')
    said = project.run("--debug=explain", JOINED).output
    assert f"rebuilding `{LOCK}' because:" in said
    assert re.search(r"`what greeter-unix needs \[\w+\]' is a new dependency", said)


def test_the_tree_of_what_depends_on_what_is_drawn_with_each_source_once(project: Project) -> None:
    project.run(JOINED)
    tree = project.run("--tree=prune", JOINED).output
    stamp = (tree_of(project, "words") / ".fetched").relative_to(project.root)
    assert tree.count(f"+-{stamp}\n") == 1
    assert tree.index(f"+-{JOINED}\n") < tree.index(f"+-{LOCK}\n") < tree.index(f"+-{stamp}\n")


@pytest.mark.parametrize("version", ["4.4.0", "4.10.1", "4.11.1"])
def test_each_supported_scons_follows_another_lock(project: Project, packages: Packages, version: str) -> None:
    if not (VERSIONS / version).is_dir():
        pytest.skip(f"SCons {version} is not in {VERSIONS}; ./setup --test puts it there")
    project.environ["PYTHONPATH"] = f"{VERSIONS / version}:{AUDIT}"
    project.run("-j8", JOINED)
    project.up_to_date(JOINED)
    project.write(LOCK, other_lock(project, packages))
    assert project.run("-j8", JOINED).did(*NODES) == ["Fetching words.1.0", PLACING]
    project.up_to_date(JOINED)
