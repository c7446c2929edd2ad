"""Sources of packages: fetched, placed in workspaces, changed by the user, and taken from elsewhere."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from greeter import greeter
from packages import Packages
from project import Project

LOCK = "greeter-unix.opam.locked"
DUNIVERSE = "build/greeter/workspace/unix/duniverse"


def test_a_wrong_checksum_names_package_and_url_and_the_tree_stays(project: Project, packages: Packages) -> None:
    project.run()
    packages.add("words", "3.0", "words 3.0: ", depends='"letters"')
    packages.archive("words", "3.0").write_bytes(b"another")
    said = project.run("lock", "update=all", "build", status=2).errors
    assert "words.3.0: cannot be fetched" in said
    assert f"{packages.url}/words-3.0.tar.gz: wrong checksum: expected sha256=" in said
    assert project.image("greeter") == "words 2.0: Hello World!\n"
    assert project.path(f"{DUNIVERSE}/words/words.ml").exists()


def test_offline_only_the_cache_is_used(project: Project, packages: Packages) -> None:
    said = project.run("fetch=offline", status=2).errors
    assert "not in the cache, and servers are not asked" in said
    assert "Fetch it once without fetch=offline." in said
    project.run()
    shutil.rmtree(project.path("build"))
    before = len(packages.asked)
    project.run("fetch=offline")
    assert len(packages.asked) == before
    assert project.image("greeter") == "words 2.0: Hello World!\n"


def test_a_hostile_archive_is_refused_and_nothing_is_left(project: Project, packages: Packages) -> None:
    packages.add("words", "3.0", "", more={"../../../../evil": ""})
    said = project.run(status=2).errors
    assert "words.3.0: the archive has a member called" in said
    assert f"{packages.url}/words-3.0.tar.gz" in said
    assert not list(project.root.parent.rglob("evil"))
    assert not list(project.path("build").rglob("words*"))


def test_what_the_user_changes_among_the_sources_is_compiled_and_not_replaced(project: Project) -> None:
    project.run()
    words = project.path(f"{DUNIVERSE}/words/words.ml")
    words.unlink()
    words.write_text('let text = "mine: "\n')
    assert project.run().did("Building", "Placing") == ["Building dist/greeter"]
    assert project.image("greeter") == "mine: Hello World!\n"
    project.up_to_date()
    project.replace("config.py", 'min="1.0"', 'max="2.0"')
    said = project.run(status=2).errors
    assert f"{DUNIVERSE}/words/words.ml: changed since it was placed" in said
    assert words.read_text() == 'let text = "mine: "\n'
    shutil.rmtree(words.parent)
    project.run()
    assert project.image("greeter") == "words 1.0: Hello World!\n"
    project.up_to_date()


def test_sources_cannot_be_changed_in_place(project: Project) -> None:
    project.run()
    words = project.path(f"{DUNIVERSE}/words/words.ml")
    assert words.stat().st_mode & 0o222 == 0
    assert words.stat().st_nlink == 2


@pytest.mark.parametrize("what", [f"{DUNIVERSE}/words", f"{DUNIVERSE}/words/words.ml", DUNIVERSE, "build/sources"])
def test_deleted_sources_come_back_without_a_server(project: Project, packages: Packages, what: str) -> None:
    project.run()
    before = len(packages.asked)
    path = project.path(what)
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    project.run()
    assert project.path(f"{DUNIVERSE}/words/words.ml").exists()
    assert project.image("greeter") == "words 2.0: Hello World!\n"
    assert len(packages.asked) == before
    project.up_to_date()


def mine(project: Project) -> Path:
    """A directory with sources of ``words`` of one's own."""
    root = project.root.parent / "mine"
    root.mkdir()
    (root / "dune-project").write_text("(lang dune 2.7)\n(package (name words))\n")
    (root / "dune").write_text("(library (public_name words))\n")
    (root / "words.opam").write_text("")
    (root / "words.ml").write_text("let text = Other.text\n")
    (root / "other.ml").write_text('let text = "mine: "\n')
    return root


def test_a_directory_is_used_for_a_package_and_its_edits_are_compiled(project: Project, packages: Packages) -> None:
    root = mine(project)
    project.run("override=words:../mine")
    assert packages.asked == ["/letters-1.0.tar.gz"]
    assert project.image("greeter") == "mine: Hello World!\n"
    project.up_to_date("override=words:../mine")
    (root / "other.ml").write_text('let text = "edited: "\n')
    assert project.run("override=words:../mine").did("Building", "Placing") == ["Building dist/greeter"]
    assert project.image("greeter") == "edited: Hello World!\n"
    (root / "other.ml").rename(root / "another.ml")
    assert 'File "../mine/words.ml", line 1' in project.run("override=words:../mine", status=2).errors
    project.run()
    assert project.image("greeter") == "words 2.0: Hello World!\n"
    assert (root / "another.ml").read_text() == 'let text = "edited: "\n'
    project.up_to_date()


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("fmt:../mine", "override=fmt: fmt comes from the system"),
        ("nothing:../mine", "override=nothing: nothing is not needed"),
        ("words:../nowhere", "override=words: there is no directory"),
        ("words", "override=words is no package with a directory"),
    ],
)
def test_a_directory_that_cannot_be_used_is_said(project: Project, word: str, what: str) -> None:
    mine(project)
    assert what in project.run(f"override={word}", status=2).errors


def test_packages_of_the_system_that_are_missing_are_named_where_dune_fails(
    project: Project, packages: Packages
) -> None:
    depexts = 'depexts: [["coreutils" "no-such-package"] {os-family = "debian"}]\n'
    packages.add("words", "3.0", "words 3.0: ", more={"words.ml": "let text = Missing.text"}, opam=depexts)
    said = project.run(status=2).errors
    assert "Packages of the system that are needed and missing: no-such-package. See scons depext" in said


def test_missing_packages_of_the_system_are_listed_and_installed(project: Project, packages: Packages) -> None:
    assert project.run("depext").output.endswith("No packages of the system are needed.\n")
    depexts = '["coreutils"] {os-family = "debian"} ["no-such-package"] {os = "linux"} ["brew"] {os = "macos"}'
    packages.add("words", "3.0", "words 3.0: ", opam=f"depexts: [{depexts}]\n")
    said = project.run("depext", "update=all").output
    assert "Missing: no-such-package\n" in said
    assert "apt-get install no-such-package" in said
    tools = project.root.parent / "tools"
    tools.mkdir()
    for name, does in (("sudo", 'exec "$@"'), ("apt-get", 'echo asked: "$@"; exit 100')):  # nothing is to be installed
        (tools / name).write_text(f"#!/bin/sh\n{does}\n")
        (tools / name).chmod(0o755)
    project.environ["PATH"] = f"{tools}:{os.environ['PATH']}"
    result = project.run("depext", "install=1", status=2)
    assert "asked: install no-such-package -y" in result.output
    assert "apt-get install no-such-package ended with exit status 100" in result.errors
    assert not project.path("dist").exists()


@pytest.mark.parametrize("condition", ['("y" {z})', "os os"])
def test_a_condition_of_a_package_of_the_system_that_is_none_is_said(
    project: Project, packages: Packages, condition: str
) -> None:
    packages.add("words", "3.0", "words 3.0: ", opam=f'depexts: ["x"] {{{condition}}}\n')
    said = project.run("depext", status=2).errors
    assert f"greeter-unix.opam.locked: depexts: {condition} is no condition" in said
    assert "lock update=" in said
    assert "Traceback" not in said


def test_two_unikernels_share_what_is_fetched(project: Project, packages: Packages) -> None:
    other = greeter(project.path("other"))
    other.path("SConstruct").unlink()
    for name in ("config.py", "message.ml"):
        other.write(name, project.read(name).replace('register("greeter"', 'register("other"'))
    project.write("SConstruct", project.read("SConstruct") + 'env.Unikernel("other")\n')
    made = project.run("-j4").did("Fetching words", "Fetching letters")
    assert sorted(made) == ["Fetching letters.1.0", "Fetching words.2.0"]
    assert len(packages.asked) == 2
    for name in ("greeter", "other"):
        assert project.image(name) == "words 2.0: Hello World!\n"
    project.up_to_date()


def test_a_killed_run_is_made_good_by_the_next(project: Project) -> None:
    for delay in (0.25, 0.35, 0.45, 0.6):
        for name in ("build", "../cache"):
            shutil.rmtree(project.path(name), ignore_errors=True)
        project.path(LOCK).unlink(missing_ok=True)
        environment = project.process_environment(project.root.parent / "killed.audit", {})
        process = subprocess.Popen(
            [*project.scons, "-Q"],
            cwd=project.root,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        project.run()
        assert project.image("greeter") == "words 2.0: Hello World!\n"
        project.up_to_date()
        left = [path for path in project.path("build").rglob(".*") if path.name.endswith((".new", ".made", ".old"))]
        assert left == []
