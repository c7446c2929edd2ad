"""Locks made with ``lock_with=opam-monorepo``; a recorder is in its place, tests/live runs the real one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from nodes import LOCK, locked
from packages import Packages
from project import Project
from recorder import Recorder, installed
from whole import complete

from mirage_scons.opam.parser import parse
from mirage_scons.opam.printer import show_value
from mirage_scons.opam.syntax import listed

WITH = "lock_with=opam-monorepo"
MINIMAL = [f"lock --require-cross-compile --build-only greeter-unix -l {LOCK} --ocaml-version", "--minimal-update"]


@pytest.fixture
def whole(project: Project, packages: Packages) -> Project:
    """The project, whose repository has all that it needs."""
    complete(packages)
    project.replace("SConstruct", ', "starter"]', "]")
    return project


@pytest.fixture
def recorder(whole: Project, tmp_path: Path) -> Recorder:
    """A recorder that makes the lock which our own solver makes, and that the project finds."""
    whole.run("lock")
    recorder = Recorder(tmp_path / "recorder", whole.read(LOCK))
    whole.path(LOCK).unlink()
    installed(whole, recorder)
    return recorder


def version(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


OCAML, DUNE = version("ocamlfind", "ocamlopt", "-version"), version("dune", "--version")


def test_it_is_run_as_mirage_runs_it_on_what_is_generated(
    whole: Project, packages: Packages, recorder: Recorder
) -> None:
    whole.run("lock", WITH)
    assert " ".join(recorder.arguments) == f"{MINIMAL[0]} {OCAML}"
    file = parse(recorder.found("greeter-unix.opam"), "x")
    depends = [show_value(value) for value in listed(file.get("depends"))]
    assert '"words" {?monorepo & >= "1.0"}' in depends
    assert f'"dune" {{= "{DUNE}"}}' in depends
    assert not any("opam-monorepo" in value for value in depends), "no repository has it, and it would be looked for"
    assert file.get("x-opam-monorepo-opam-repositories") == ["file://$OPAM_MONOREPO_CWD/../repositories/000"]
    assert ["monorepo", "opam-monorepo"] in listed(file.get("x-opam-monorepo-global-opam-vars"))
    assert recorder.repositories == [packages.repository]


def test_repositories_are_given_in_their_order(whole: Project, packages: Packages, recorder: Recorder) -> None:
    whole.write("before/packages/before/before.1/opam", 'opam-version: "2.0"\n')
    whole.run("lock", WITH, f"repositories=before,{packages.repository}")
    assert recorder.repositories == [str(whole.path("before")), packages.repository]
    assert "before" in whole.read(LOCK).partition("x-opam-monorepo-opam-repositories")[2]


def test_it_has_a_root_of_opam_of_its_own(whole: Project, recorder: Recorder, tmp_path: Path) -> None:
    whole.environ |= {"HOME": str(tmp_path / "home"), "OPAMROOT": str(tmp_path / "opam"), "OPAMSWITCH": "mine"}
    whole.run("lock", WITH)
    root = recorder.environ["OPAMROOT"]
    assert root.startswith(str(whole.path("build")))
    assert "OPAMSWITCH" not in recorder.environ
    assert not (tmp_path / "home").exists()
    assert not (tmp_path / "opam").exists()
    assert list(whole.path("build").rglob("opam-monorepo*")) == []


def test_its_lock_is_used_as_one_of_ours(whole: Project, packages: Packages, recorder: Recorder) -> None:
    whole.run(WITH)
    assert whole.image("greeter") == "words 2.0: Hello World!\n"
    whole.up_to_date()
    whole.up_to_date(WITH)
    before = whole.read(LOCK)
    shutil.rmtree(whole.path("build"))
    whole.run("lock=frozen")
    whole.run("lock")
    assert whole.read(LOCK) == before
    packages.add("words", "3.0", "words 3.0: ", depends='"letters"')
    whole.run("lock", "update=words")
    assert locked(whole, "words") == "3.0"


def test_what_it_has_no_fields_for_is_added(whole: Project, packages: Packages, recorder: Recorder) -> None:
    patch = '--- a/words.ml\n+++ b/words.ml\n@@ -1 +1 @@\n-let text = "words 2.0: "\n+let text = "mended: "\n'
    home = packages.root / "repository" / "packages" / "words" / "words.2.0"
    (home / "files").mkdir()
    (home / "files" / "mend.patch").write_text(patch)
    with (home / "opam").open("a") as file:
        file.write('patches: ["mend.patch"]\n')
    whole.run(WITH)
    assert whole.image("greeter") == "mended: Hello World!\n"
    whole.replace("config.py", ', packages=[package("words", min="1.0")]', "")
    whole.write("message.ml", "let text greeting = greeting\n")
    whole.run()
    assert locked(whole, "words") is None


def test_a_lock_that_holds_is_left_and_another_keeps_its_versions(
    whole: Project, packages: Packages, recorder: Recorder
) -> None:
    whole.run("lock", WITH)
    recorder.forget()
    whole.run("lock", WITH)
    assert not (recorder.home / "project").exists()
    packages.add("words", "3.0", "words 3.0: ", depends='"letters"')
    whole.run("lock", WITH, "update=words")
    assert " ".join(recorder.arguments) == f"{MINIMAL[0]} {OCAML} {MINIMAL[1]}"
    found = recorder.found(LOCK)
    assert '"letters" {= "1.0"}' in found
    assert '"words"' not in found
    recorder.forget()
    whole.run("lock", WITH, "update=all")
    assert " ".join(recorder.arguments) == f"{MINIMAL[0]} {OCAML}"
    assert not (recorder.home / "project" / LOCK).exists()


def test_a_package_beside_the_program_is_not_looked_for(whole: Project, recorder: Recorder) -> None:
    whole.write("mine/mine.opam", 'opam-version: "2.0"\n')
    whole.replace("config.py", "packages=[", 'packages=[package("mine"), ')
    whole.run("lock", WITH)
    assert '"mine"' not in recorder.found("greeter-unix.opam")


def test_it_is_found_among_the_plugins_of_opam(whole: Project, recorder: Recorder, tmp_path: Path) -> None:
    shutil.copytree(recorder.home, tmp_path / "opam" / "plugins" / "bin")
    search = [path for path in os.environ["PATH"].split(os.pathsep) if not Path(path, "opam-monorepo").exists()]
    whole.environ |= {"PATH": os.pathsep.join(search), "OPAMROOT": str(tmp_path / "opam")}
    whole.run("lock", WITH)
    assert (tmp_path / "opam" / "plugins" / "bin" / "arguments").exists()


def test_offline_it_can_ask_no_server(whole: Project, recorder: Recorder) -> None:
    whole.run("lock", WITH)
    assert "GIT_ALLOW_PROTOCOL" not in recorder.environ
    whole.run("lock", WITH, "update=all", "fetch=offline")
    assert recorder.environ["GIT_ALLOW_PROTOCOL"] == "file"


@pytest.mark.parametrize(
    ("does", "what"),
    [
        (
            "echo '==> Using'; echo 'opam-monorepo: [ERROR] No.' >&2; exit 1",
            "exit status 1:\n  opam-monorepo: [ERROR] No.",
        ),
        (
            "echo 'No.'; echo ' Raised at Opam.f in file f.ml'; echo 'Called from g'; exit 125",
            "exit status 125:\n  No.\n",
        ),
        ("exit 0", f"opam-monorepo wrote no {LOCK}"),
        ('echo "depends: [" > "$6"', f"what opam-monorepo wrote cannot be read: {LOCK}:2:1: "),
        ('sed s/0.3/0.2/ "$here/lock" > "$6"', 'the lock\'s format "0.2" is older than 0.3'),
        ('sed "s/words.2.0/other.2.0/" "$here/lock" > "$6"', "leaves out the sources of words.2.0\n  Their opam files"),
        ('sed "/words/s/2.0/2.9/" "$here/lock" > "$6"', "locks words.2.9, which no repository has"),
        ('sed "/lwt. {=/d" "$here/lock" > "$6"', "makes a lock that does not hold:\n  lwt is needed"),
    ],
)
def test_what_goes_wrong_is_said_and_no_lock_is_made(whole: Project, recorder: Recorder, does: str, what: str) -> None:
    recorder.does(does)
    said = whole.run("lock", WITH, status=2).errors
    assert what in said
    assert "Traceback" not in said
    assert "==>" not in said
    assert "Called from" not in said
    assert not whole.path(LOCK).exists()
    assert list(whole.path("build").rglob("opam-monorepo*")) == []


def without(project: Project, tmp_path: Path, *names: str) -> None:
    """Have a project find the tools, but not some of them."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in {"dune", "ocamlfind", "ocamlopt", "ocamlc", "git", "sh", "opam"} - set(names):
        path = shutil.which(name)
        assert path
        (tools / name).symlink_to(path)
    project.environ["PATH"] = str(tools)
    project.environ["HOME"] = str(tmp_path / "home")
    project.replace("SConstruct", "Environment(tools", f"Environment(ENV={{'PATH': {str(tools)!r}}}, tools")


def test_where_it_is_not_installed_that_is_said(project: Project, tmp_path: Path) -> None:
    without(project, tmp_path)
    said = project.run("lock", WITH, status=2).errors
    assert "opam-monorepo is not installed\n  With opam: opam install opam-monorepo\n" in said
    assert not project.path(LOCK).exists()
    project.run("lock")


def test_where_opam_is_not_installed_that_is_said(whole: Project, recorder: Recorder, tmp_path: Path) -> None:
    without(whole, tmp_path, "opam")
    (tmp_path / "tools" / "opam-monorepo").symlink_to(recorder.home / "opam-monorepo")
    said = whole.run("lock", WITH, status=2).errors
    assert "opam is not installed\n  On Debian: sudo apt-get install opam\n" in said


def test_another_program_is_refused(project: Project) -> None:
    said = project.run("lock", "lock_with=opam", status=2).errors
    assert "lock_with=opam: no such program makes locks\n  Write lock_with=opam-monorepo, or leave it out." in said
