"""Dependencies: locked, fetched and placed in the run that builds, and left alone in the next."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from greeter import greeter
from packages import Packages, packed, served
from project import Project

LOCK = "greeter-unix.opam.locked"
DUNIVERSE = "build/greeter/workspace/unix/duniverse"


@pytest.fixture
def packages(tmp_path: Path) -> Iterator[Packages]:
    """A server with two versions of ``words``, which need ``letters``."""
    with served(tmp_path / "served") as packages:
        packages.add("letters", "1.0", "letters 1.0")
        packages.add("words", "1.0", "words 1.0: ", depends='"letters"')
        packages.add("words", "2.0", "words 2.0: ", depends='"letters"')
        yield packages


@pytest.fixture
def project(tmp_path: Path, packages: Packages) -> Project:
    """A project that asks for ``words``."""
    project = greeter(tmp_path / "project")
    project.replace("config.py", "keys=[hello]", 'keys=[hello], packages=[package("words", min="1.0")]')
    project.write("message.ml", "let text greeting = Words.text ^ greeting\n")
    project.replace(
        "SConstruct",
        "mirage_scons.tool()",
        f'mirage_scons.tool(MIRAGE_REPOSITORIES=["{packages.repository}", "starter"])',
    )
    project.environ["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    return project


def locked(project: Project, name: str) -> str | None:
    """The version of a package in the lock."""
    match = re.search(rf'^  "{name}" {{= "([^"]*)"', project.read(LOCK), re.MULTILINE)
    return match[1] if match else None


def test_one_run_locks_fetches_places_and_builds_and_the_next_does_nothing(
    project: Project, packages: Packages
) -> None:
    made = project.run("-j4").did("Locking", "Fetching words", "Fetching letters", "Placing", "Building")
    assert made[0] == f"Locking {LOCK}"
    assert set(made[1:3]) == {"Fetching words.2.0", "Fetching letters.1.0"}
    assert made[3:] == [f"Placing sources in {DUNIVERSE}", "Building dist/greeter"]
    assert project.image("greeter") == "words 2.0: Hello World!\n"
    assert sorted(packages.asked) == ["/letters-1.0.tar.gz", "/words-2.0.tar.gz"]
    shutil.rmtree(packages.root)
    again = project.run()
    assert again.output == "scons: `.' is up to date.\n"
    assert again.processes == ()
    unused = {"urllib3", "pysat", "rich", "mirage_scons.opam.solver", "mirage_scons.opam.universe"}
    assert unused.isdisjoint(again.modules)
    project.up_to_date()


def test_a_lock_is_used_as_it_is_while_it_holds(project: Project, packages: Packages) -> None:
    project.run()
    packages.add("words", "3.0", "words 3.0: ")
    shutil.rmtree(project.path("build"))
    project.run()
    assert locked(project, "words") == "2.0"
    assert project.image("greeter") == "words 2.0: Hello World!\n"


def test_a_lock_without_its_repository_is_enough(project: Project, packages: Packages) -> None:
    project.run()
    shutil.rmtree(project.path("build"))
    project.path(".sconsign.dblite").unlink()
    shutil.rmtree(packages.repository)
    project.run()
    assert project.image("greeter") == "words 2.0: Hello World!\n"


def test_a_lock_that_does_not_hold_is_made_anew_and_the_rest_stays(project: Project, packages: Packages) -> None:
    project.replace("config.py", 'min="1.0"', 'max="2.0"')
    project.run()
    assert locked(project, "words") == "1.0"
    packages.add("letters", "2.0", "letters 2.0")
    project.replace("config.py", 'max="2.0"', 'min="2.0"')
    assert project.run().did("Fetching") == ["Fetching words.2.0"]
    assert (locked(project, "words"), locked(project, "letters")) == ("2.0", "1.0")
    assert project.image("greeter") == "words 2.0: Hello World!\n"
    project.up_to_date()


def test_packages_are_updated_by_name_or_all(project: Project, packages: Packages) -> None:
    project.run()
    packages.add("words", "3.0", "words 3.0: ", depends='"letters"')
    packages.add("letters", "2.0", "letters 2.0")
    project.run("lock")
    assert (locked(project, "words"), locked(project, "letters")) == ("2.0", "1.0")
    project.run("lock", "update=words")
    assert (locked(project, "words"), locked(project, "letters")) == ("3.0", "1.0")
    project.run("lock", "update=all")
    assert locked(project, "letters") == "2.0"
    project.run()
    assert project.image("greeter") == "words 3.0: Hello World!\n"


def test_a_frozen_lock_is_not_changed_and_the_reason_is_said(project: Project) -> None:
    said = project.run("lock=frozen", status=2).errors
    assert f"lock=frozen: {LOCK} does not hold:\n  there is no lock" in said
    assert not project.path(LOCK).exists()
    project.run()
    before = project.read(LOCK)
    project.run("lock=frozen")
    project.replace("config.py", 'min="1.0"', 'min="2.1"')
    assert "words >= 2.1 is needed, and words is 2.0" in project.run("lock=frozen", status=2).errors
    assert project.read(LOCK) == before


def test_what_is_not_asked_for_any_more_leaves_lock_and_workspace(project: Project) -> None:
    project.run()
    project.replace("config.py", ', packages=[package("words", min="1.0")]', "")
    project.write("message.ml", "let text greeting = greeting\n")
    project.run()
    assert locked(project, "words") is None
    assert not project.path(f"{DUNIVERSE}/words").exists()
    assert project.path(f"{DUNIVERSE}/mirage-unix").exists()
    project.up_to_date()


def test_versions_that_do_not_fit_together_are_explained_with_the_line_that_asks(project: Project) -> None:
    project.replace("config.py", 'min="1.0"', 'min="9"')
    said = project.run(status=2).errors
    assert "no versions of what greeter-unix needs fit together:" in said
    assert "greeter-unix needs words >= 9 (config.py:4)" in said
    assert "of words there is 2.0, 1.0" in said
    assert "Traceback" not in said
    assert not project.path(LOCK).exists()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('x-opam-monorepo-version: "0.3"', 'x-opam-monorepo-version: "0.4"', "is newer than 0.3"),
        ("depends: [", "depends: [[", "expected"),
        ('"words" {= "2.0" & ?vendor}', '"words" {>= "2.0"}', 'is not "NAME"'),
    ],
)
def test_a_lock_that_is_wrong_is_refused_with_its_line(project: Project, old: str, new: str, what: str) -> None:
    project.run()
    project.replace(LOCK, old, new)
    said = project.run("lock", status=2).errors
    assert re.search(rf"{LOCK}:\d+", said)
    assert what in said


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


def test_a_package_beside_the_program_is_not_looked_for(project: Project) -> None:
    project.write("mine/mine.opam", 'opam-version: "2.0"\n')
    project.write("mine/dune-project", "(lang dune 2.7)\n")
    project.write("mine/dune", "(library (public_name mine))\n")
    project.write("mine/mine.ml", 'let text = "mine: "\n')
    project.replace("config.py", 'package("words", min="1.0")', 'package("mine")')
    project.write("message.ml", "let text greeting = Mine.text ^ greeting\n")
    project.run()
    assert project.image("greeter") == "mine: Hello World!\n"


def test_a_git_repository_is_one_of_packages_too(project: Project, packages: Packages) -> None:
    git = ["git", "-C", packages.repository, "-c", "user.name=n", "-c", "user.email=e"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "m"]):
        subprocess.run([*git, *command], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
    packages.add("words", "3.0", "")
    project.run(f"repositories=git+file://{packages.repository}#{commit},starter")
    assert locked(project, "words") == "2.0"
    assert f"git+file://{packages.repository}#{commit}" in project.read(LOCK)


def committed(root: Path, text: str) -> str:
    """A commit of a git repository of ``words`` with a text; its name."""
    files = {"dune-project": "(lang dune 2.7)\n(package (name words))\n", "dune": "(library (public_name words))\n"}
    files |= {"words.opam": 'opam-version: "2.0"\ndepends: ["dune" "letters"]\nbuild: ["dune" "build"]\n'}
    files |= {"words.ml": f'let text = "{text}"\n'}
    root.mkdir(exist_ok=True)
    for name, content in files.items():
        (root / name).write_text(content)
    git = ["git", "-C", str(root), "-c", "user.name=n", "-c", "user.email=e", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "m"]):
        subprocess.run([*git, *command], check=True)
    return subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()


def test_a_package_may_be_pinned_to_a_branch_which_moves_when_updated(project: Project, packages: Packages) -> None:
    home = project.root.parent / "pinned"
    first = committed(home, "first: ")
    url = f"git+file://{home}"
    project.replace("config.py", 'min="1.0"', f'pin="{url}#main"')
    project.run()
    assert project.image("greeter") == "first: Hello World!\n"
    assert f"{url}#{first}" in project.read(LOCK)
    assert packages.asked == ["/letters-1.0.tar.gz"]
    second = committed(home, "second: ")
    project.up_to_date()
    project.run("lock", "build")
    assert project.image("greeter") == "first: Hello World!\n"
    project.run("lock", "build", "update=words")
    assert project.image("greeter") == "second: Hello World!\n"
    project.replace("config.py", "#main", f"#{first}")
    project.run()
    assert project.image("greeter") == "first: Hello World!\n"
    assert second not in project.read(LOCK)
    project.up_to_date()


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("https://example.org/words.tar.gz", "words is pinned to what is no git repository"),
        ("git+file:///nowhere", "git: "),
    ],
)
def test_a_pin_that_cannot_be_had_is_said(project: Project, url: str, what: str) -> None:
    project.replace("config.py", 'min="1.0"', f'pin="{url}"')
    said = project.run(status=2).errors
    assert what in said
    assert url in said


def test_an_archive_is_a_repository_of_packages_too(project: Project, packages: Packages) -> None:
    import hashlib

    root = packages.root / "repository"
    files = {f"r/{path.relative_to(root)}": path.read_text() for path in root.rglob("*") if path.is_file()}
    data = packed(files)
    (packages.root / "archives" / "r.tar.gz").write_bytes(data)
    project.run(f"repositories={packages.url}/r.tar.gz#sha256={hashlib.sha256(data).hexdigest()},starter")
    assert project.image("greeter") == "words 2.0: Hello World!\n"


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("nowhere", "there is no repository of opam packages\n  nowhere"),
        ("git+file:///nowhere", "git: "),
        ("http://127.0.0.1:1/r.tar.gz#sha256=" + "0" * 64, "cannot be fetched"),
    ],
)
def test_a_repository_that_cannot_be_had_is_said(project: Project, address: str, what: str) -> None:
    said = project.run(f"repositories={address}", status=2).errors
    assert what in said
    assert "Traceback" not in said


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
