"""Dependencies: locked, fetched and placed in the run that builds, and left alone in the next."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from packages import Packages, packed
from project import Project

LOCK = "greeter-unix.opam.locked"
DUNIVERSE = "build/greeter/workspace/unix/duniverse"


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
    unused = {"urllib3", "pysat", "rich", "mirage_scons.opam.lock", "mirage_scons.opam.parser", "mirage_scons.devices"}
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


def test_a_lock_is_made_anew_of_the_repositories_that_it_names(project: Project, packages: Packages) -> None:
    project.replace("SConstruct", f'MIRAGE_REPOSITORIES=["{packages.repository}", "starter"]', "")
    project.run("lock", f"repositories={packages.repository},starter")
    project.replace("config.py", 'min="1.0"', 'max="2.0"')
    project.run("lock")
    assert locked(project, "words") == "1.0"
    project.run("lock", "update=words")
    assert locked(project, "words") == "1.0"
    said = project.run("lock", "update=all", "repositories=starter", status=2).errors
    assert "there is no package words in starter or the system" in said


def test_a_package_that_the_lock_does_not_have_cannot_be_updated(project: Project) -> None:
    project.run("lock")
    before = project.read(LOCK)
    said = project.run("lock", "update=wrods", status=2).errors
    assert "update=wrods: the lock has no package of this name\n  Did you mean words?" in said
    assert project.read(LOCK) == before


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
        ("depends: [", "<<<<<<< HEAD\ndepends: [", "expected, not <"),
    ],
)
def test_a_lock_that_is_wrong_is_refused_with_its_line(project: Project, old: str, new: str, what: str) -> None:
    project.run()
    project.replace(LOCK, old, new)
    for goal in ("lock", "."):
        said = project.run(goal, status=2).errors
        assert re.search(rf"{LOCK}:\d+", said)
        assert what in said
        assert "Remove the file to lock anew." in said
        assert "Traceback" not in said


def test_a_lock_that_is_no_text_is_refused(project: Project) -> None:
    project.path(LOCK).write_bytes(b'opam-version: "2.0\xff"\n')
    for goal in ("lock", ".", "depext"):
        said = project.run(goal, status=2).errors
        assert f"{LOCK}: it is no text in UTF-8\n  Remove the file to lock anew." in said
        assert "Traceback" not in said


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


def test_an_archive_is_a_repository_of_packages_too(project: Project, packages: Packages) -> None:
    import hashlib

    root, url = packages.root / "repository", f"{packages.url}/r.tar.gz"

    def published() -> str:
        files = {f"r/{path.relative_to(root)}": path.read_text() for path in root.rglob("*") if path.is_file()}
        data = packed(files)
        (packages.root / "archives" / "r.tar.gz").write_bytes(data)
        return f"#sha256={hashlib.sha256(data).hexdigest()}"

    first = published()
    project.run(f"repositories={url}{first},starter")
    assert project.image("greeter") == "words 2.0: Hello World!\n"
    packages.add("words", "3.0", "words 3.0: ")
    second = published()
    project.run("lock", "update=all", f"repositories={url},starter")
    assert locked(project, "words") == "3.0"
    assert f"{url}{second}" in project.read(LOCK)
    project.run("lock", "update=all", f"repositories={url}{first},starter")
    assert locked(project, "words") == "2.0"


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


@pytest.mark.parametrize(
    ("asked", "does", "what"),
    [
        ("list", "echo 'ocamlfind: no room' >&2; exit 3", "ocamlfind list failed: ocamlfind: no room"),
        ("query", "exit 3", "ocamlfind query failed: exit status 3"),
        ("query", "printf '\\036half\\n'", "ocamlfind query says what cannot be understood"),
    ],
)
def test_an_ocamlfind_that_does_not_say_what_there_is_is_said(
    project: Project, tmp_path: Path, asked: str, does: str, what: str
) -> None:
    stand_in = tmp_path / "bin" / "ocamlfind"
    stand_in.parent.mkdir()
    stand_in.write_text(
        f'#!/bin/sh\nif [ "$1" = {asked} ]; then {does}; else exec {shutil.which("ocamlfind")} "$@"; fi\n'
    )
    stand_in.chmod(0o755)
    project.environ["PATH"] = f"{stand_in.parent}:/usr/bin:/bin"
    said = project.run(status=2).errors
    assert what in said
    assert "OCAMLPATH" in said
    assert "Traceback" not in said
    assert not project.path(LOCK).exists()


def test_an_opam_file_of_a_repository_that_is_wrong_is_named(project: Project, packages: Packages) -> None:
    packages.add("words", "3.0", "", depends="| true")
    said = project.run(status=2).errors
    assert f"{packages.repository}: packages/words/words.3.0/opam:2:1: " in said
    assert "depends: " in said
    assert "repositories=" in said
    assert "Traceback" not in said


def test_what_only_the_second_variant_of_a_unikernel_asks_for_is_explained_with_its_line(project: Project) -> None:
    config = project.read("config.py").replace("unikernel(noop)", "if_impl(value(plain), noop, unikernel(noop))")
    config = config.replace('min="1.0"', 'min="9"').replace("unikernel =", 'plain = key("plain", flag())\nunikernel =')
    project.write("config.py", config)
    variants = "".join(
        f"env.Clone(MIRAGE_BUILD_DIR={name!r}, MIRAGE_DIST_DIR='dist-{name}')"
        f".Unikernel('.', keys={{'plain': {plain}}})\n"
        for name, plain in (("a", True), ("b", False))
    )
    project.replace("SConstruct", 'env.Unikernel(".")\n', variants)
    said = project.run("lock", status=2).errors
    assert "greeter-unix needs words >= 9 (config.py:5)" in said
