"""``mirage-scons new``: a project that builds, and nothing else is touched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from install import install
from project import Project

from mirage_scons import __version__
from mirage_scons.__main__ import main
from mirage_scons.targets import TARGETS


def new(directory: Path, *arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command in ``directory``."""
    command = [sys.executable, "-m", "mirage_scons", "new", *arguments]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("language", ["py", "ml"])
def test_a_new_project_is_built_and_run_by_the_command_that_is_named(tmp_path: Path, language: str) -> None:
    said = new(tmp_path, "my-hello", f"--config={language}").stdout
    assert said == (
        f"Wrote config.{language}, unikernel.ml, SConstruct, .gitignore in my-hello\nNext: scons -C my-hello run\n"
    )
    project = Project(tmp_path / "my-hello")
    result = project.run("run")
    assert "[application] Hello from my-hello!" in result.text
    assert "Hello from my-hello!" in project.run("-h").output
    project.up_to_date()


def test_what_scons_makes_is_ignored_by_git_but_the_lock(tmp_path: Path) -> None:
    new(tmp_path, "hello")
    project = Project(tmp_path / "hello")
    subprocess.run(["git", "init", "-q", project.root], check=True)
    project.run("configure")
    project.run("save", "hello=x")
    for name in ("hello-unix.opam.locked", "_build/x", "dune-workspace"):
        project.write(name, "")
    command = ["git", "status", "--short", "-uall"]
    shown = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=True).stdout
    kept = [".gitignore", "SConstruct", "config.py", "hello-unix.opam.locked", "unikernel.ml"]
    assert [line.removeprefix("?? ") for line in shown.splitlines()] == kept


@pytest.mark.parametrize("target", ["unix", "hvt", "hvt,spt", "all"])
def test_a_target_is_that_of_the_project(tmp_path: Path, target: str) -> None:
    said = new(tmp_path, "hello", f"--target={target}").stdout
    assert said.endswith("Next: scons -C hello build\n")
    answered = Project(tmp_path / "hello").run("describe").output
    shown = {line.split()[1] for line in answered.splitlines() if line.startswith("Target")}
    assert shown == ({*TARGETS} - {"macosx"} if target == "all" else set(target.split(",")))
    looked_for = 'MIRAGE_REPOSITORIES=["opam"]' in (tmp_path / "hello" / "SConstruct").read_text()
    assert looked_for == (target != "unix")


def test_a_new_project_for_a_guest_is_built_with_the_tools_for_it(tmp_path: Path) -> None:
    install(tmp_path / "sdk")
    new(tmp_path, "hello", "--target=spt")
    project = Project(tmp_path / "hello")
    words = [f"SOLO5_TOOLCHAIN={tmp_path / 'sdk'}", f"repositories={tmp_path / 'sdk' / 'repository'},starter"]
    project.run("build", *words)
    assert project.path("dist/hello.spt").exists()


def test_a_directory_below_others_or_this_one_may_be_named(tmp_path: Path) -> None:
    assert "Next: scons -C 'my firmware/hello' run" in new(tmp_path, "my firmware/hello").stdout
    assert 'register("hello"' in (tmp_path / "my firmware" / "hello" / "config.py").read_text()
    here = tmp_path / "here"
    here.mkdir()
    (here / "README").write_text("mine")
    assert new(here, ".").stdout.endswith("Next: scons run\n")
    assert 'register("here"' in (here / "config.py").read_text()
    assert (here / "README").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a b"], '"a b" cannot be the name of a unikernel\n  It begins with a letter or digit and holds letters,'),
        ([".hidden"], '".hidden" cannot be the name of a unikernel'),
        (["run"], '"run" is a word of scons itself, and cannot be the name of a unikernel\n  Take another name.'),
        (["h", "--target=hvtt"], 'target=hvtt: invalid value "hvtt"'),
        (["file/h"], "cannot write "),
    ],
)
def test_what_cannot_be_is_an_error_and_writes_nothing(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "file").write_text("")
    assert said in new(tmp_path, *arguments, status=1).stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", ["config.py", "config.ml", "unikernel.ml", "SConstruct", ".gitignore"])
def test_what_is_there_already_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / "hello").mkdir()
    (tmp_path / "hello" / name).write_text("mine")
    said = new(tmp_path, "hello", status=1).stderr
    assert said == f"mirage-scons: hello/{name} is there already\n  Take another name, or another directory.\n"
    assert {path.name: path.read_text() for path in (tmp_path / "hello").iterdir()} == {name: "mine"}


def test_a_wrong_command_line_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["new"], ["new", "x", "--config=toml"], ["newer"]):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 2
        assert "usage: mirage-scons" in capsys.readouterr().err


def test_the_command_is_installed_and_says_its_version() -> None:
    script = Path(sys.executable).with_name("mirage-scons")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"mirage-scons {__version__}\n"
