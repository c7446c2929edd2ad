"""The opam file: where git says that its sources are, and what opam makes of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from project import Project

OPAM = "build/greeter/unix/greeter-unix.opam"
REMOTE = "https://example.org/team/greeter.git"


def git(directory: Path, *args: str) -> str:
    """Run git with a name and an address of its own."""
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=trunk"]
    done = subprocess.run(["git", *identity, *args], cwd=directory, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(built: Project) -> Project:
    """The greeter in a repository with an origin and one commit, what is generated shown."""
    git(built.root, "init")
    git(built.root, "remote", "add", "origin", REMOTE)
    built.write(".gitignore", "build/\ndist/\n.sconsign*\n")
    git(built.root, "add", ".")
    git(built.root, "commit", "-m", "first")
    built.run("configure")
    return built


def field(project: Project, name: str) -> str | None:
    """The line of the opam file that begins with a field's name."""
    lines = [line for line in project.read(OPAM).splitlines() if line.startswith(name)]
    return lines[0] if lines else None


def test_the_url_is_that_of_the_origin_at_the_branch(repository: Project) -> None:
    assert field(repository, "url") == f'url {{ src: "git+{REMOTE}#trunk" }}'
    repository.up_to_date("configure")


def test_another_branch_another_origin_and_a_detached_head_are_noticed(repository: Project) -> None:
    git(repository.root, "checkout", "-b", "next")
    repository.run("configure")
    assert field(repository, "url") == f'url {{ src: "git+{REMOTE}#next" }}'
    git(repository.root, "remote", "set-url", "origin", "git@example.org:other/greeter.git")
    repository.run("configure")
    assert field(repository, "url") == 'url { src: "git+https://example.org/other/greeter.git#next" }'
    commit = git(repository.root, "rev-parse", "HEAD")
    git(repository.root, "checkout", "--detach")
    repository.run("configure")
    assert field(repository, "url") == f'url {{ src: "git+https://example.org/other/greeter.git#{commit}" }}'


def test_another_branch_builds_nothing_again(repository: Project) -> None:
    git(repository.root, "checkout", "-b", "next")
    assert repository.run("build").did("Building", "Generating") == []


def test_a_repository_that_is_made_later_is_noticed(built: Project) -> None:
    built.run("configure")
    assert field(built, "url") is None
    git(built.root, "init")
    git(built.root, "remote", "add", "origin", REMOTE)
    assert built.run("configure").did("Generating") == [f"Generating {OPAM}"]
    assert field(built, "url") == f'url {{ src: "git+{REMOTE}#trunk" }}'


def test_a_repository_without_origin_has_no_url(built: Project) -> None:
    git(built.root, "init")
    built.run("configure")
    assert field(built, "url") is None


def test_without_git_there_is_no_url(repository: Project, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("dune", "ocamlfind", "ocamlopt"):
        (tools / tool).symlink_to(Path(str(shutil.which(tool))).resolve())
    repository.path("build/.mirage/plan.json").unlink()
    repository.run("configure", environ={"PATH": str(tools)})
    assert field(repository, "url") is None


def test_the_sources_may_be_said_or_left_out(repository: Project) -> None:
    repository.replace("config.py", "[unikernel(noop)])", '[unikernel(noop)], src="https://example.org/a.tgz")')
    repository.run("configure")
    assert field(repository, "url") == 'url { src: "https://example.org/a.tgz" }'
    repository.replace("config.py", '"https://example.org/a.tgz"', "None")
    repository.run("configure")
    assert field(repository, "url") is None


def test_a_subdirectory_of_a_repository_is_where_the_commands_work(built: Project) -> None:
    root = built.root.parent
    git(root, "init")
    built.run("configure", "hello=Salut")
    assert field(built, "build") == (
        'build: ["scons" "-C" "project" "target=unix" "greeter.hello=Salut" "greeter:unix"]'
    )
    assert field(built, "x-mirage-opam-lock") == ('x-mirage-opam-lock-location: "project/greeter-unix.opam.locked"')
    assert '  ["cp" "project/dist/greeter" "%{bin}%/greeter"]\n' in built.read(OPAM)


def test_extra_repositories_are_those_of_the_command_line_or_the_environment(built: Project) -> None:
    built.run("configure")
    assert '  ["opam-overlays" "https://github.com/dune-universe/opam-overlays.git"]\n' in built.read(OPAM)
    built.run("configure", "extra-repos=mine:https://example.org/mine.git")
    assert 'x-mirage-extra-repo: [\n  ["mine" "https://example.org/mine.git"]\n]\n' in built.read(OPAM)
    built.run("configure", environ={"MIRAGE_EXTRA_REPOS": "ours:https://example.org/ours.git"})
    assert 'x-mirage-extra-repo: [\n  ["ours" "https://example.org/ours.git"]\n]\n' in built.read(OPAM)
    built.run("configure", "extra-repos=")
    assert "x-mirage-extra-repo: [\n]\n" in built.read(OPAM)
    said = built.run("configure", "extra-repos=mine", status=2).errors
    assert "extra-repos: mine is no repository\n  Write NAME:URL,NAME:URL." in said


MONOREPO = """opam-version: "2.0"
maintainer: "nobody"
authors: "nobody"
homepage: "https://example.org"
bug-reports: "https://example.org"
synopsis: "A name that the unikernel asks for"
"""


def test_opam_installs_the_unikernel_from_its_file_without_the_mirage_tool(repository: Project, tmp_path: Path) -> None:
    universe = Project(tmp_path / "universe")
    universe.write("repo", 'opam-version: "2.0"\n')
    universe.write("packages/opam-monorepo/opam-monorepo.0.3.6/opam", MONOREPO)
    package = "packages/greeter-unix/greeter-unix.1/opam"
    universe.write(package, repository.run("query=opam", "hello=Salut").output)
    universe.replace(package, f"git+{REMOTE}", f"git+file://{repository.root}")
    environ = {**os.environ, "OPAMROOT": str(tmp_path / "root"), "OPAMYES": "1", "OPAMCOLOR": "never"}

    def opam(*args: str) -> str:
        command = ["opam", *args]
        done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    opam("init", "--bare", "--no-setup", "--disable-sandboxing", "--no-opamrc", str(universe.root))
    opam("switch", "create", "here", "--empty")
    opam("install", "greeter-unix")
    bin = Path(opam("var", "bin").strip())
    done = subprocess.run([bin / "greeter"], capture_output=True, text=True, check=True)
    assert done.stdout == "message: Salut\n"
