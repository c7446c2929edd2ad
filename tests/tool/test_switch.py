"""The tools of a target, installed with opam itself; the packages are stand-ins that hold nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from greeter import greeter
from project import Project

from mirage_scons.model.errors import ConfigError
from mirage_scons.tool.switch import tools

PACKAGES = ("solo5.0.7.5", "solo5.0.8.1", "solo5.0.9.0", "ocaml-solo5.0.8.2", "ocaml-solo5.0.7.0")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project, and an opam with a repository of these packages and an empty switch."""
    repository = tmp_path / "repository"
    for package in PACKAGES:
        home = repository / "packages" / package.partition(".")[0] / package
        home.mkdir(parents=True)
        (home / "opam").write_text('opam-version: "2.0"\n')
    (repository / "repo").write_text('opam-version: "2.0"\n')
    project = greeter(tmp_path / "project")
    project.environ["OPAMROOT"] = str(tmp_path / "opam")
    project.environ["OPAMROOTISOK"] = "1"
    project.environ["OPAMYES"] = "1"
    opam(project, "init", "--bare", "--no-setup", "--disable-sandboxing", "default", str(repository))
    opam(project, "switch", "create", "tools", "--empty")
    return project


def opam(project: Project, *arguments: str) -> str:
    """Run opam; what it says."""
    own = {name: value for name, value in project.environ.items() if value is not None}
    done = subprocess.run(["opam", *arguments], env={**os.environ, **own}, check=True, capture_output=True, text=True)
    return done.stdout


def installed(project: Project) -> set[str]:
    """What the switch has."""
    return set(opam(project, "list", "--installed", "--columns=package", "--short").split())


def test_the_tools_of_a_target_are_installed_within_the_releases_bounds(project: Project) -> None:
    made = project.run("target=hvt", "switch")
    assert "Installing solo5>=0.7.5 solo5<0.9.0" in made.output or "Installing ocaml-solo5" in made.output
    assert installed(project) == {"solo5.0.8.1", "ocaml-solo5.0.8.2"}
    again = project.run("target=hvt", "switch")
    assert "Installing" not in again.output
    assert again.processes == ()
    assert not project.path("dist").exists()


def test_a_named_switch_is_used(project: Project) -> None:
    opam(project, "switch", "create", "other", "--empty")
    opam(project, "switch", "set", "tools")
    project.run("target=spt", "switch", "switch=other")
    assert installed(project) == set()
    assert opam(project, "list", "--switch=other", "--installed", "--columns=package", "--short").split() != []


def test_a_target_that_needs_no_tools_is_done_at_once(project: Project) -> None:
    result = project.run("target=unix", "switch")
    assert not any("opam" in process for process in result.processes)


def test_a_switch_that_there_is_not_is_said(project: Project) -> None:
    said = project.run("target=xen", "switch", "switch=nowhere", status=2)
    assert "opam install --yes --switch=nowhere" in said.errors
    assert "do its repositories have these packages?" in said.errors


def test_bounds_that_the_command_line_of_opam_has_no_words_for_are_said() -> None:
    provided = 'x-opam-monorepo-opam-provided: ["solo5"]'
    assert tools(f'depends: ["solo5" {{>= "1" & < "2"}}]\n{provided}') == ["solo5>=1", "solo5<2"]
    with pytest.raises(ConfigError, match=r"solo5 has one of several bounds: < 1 \| >= 2"):
        tools(f'depends: ["solo5" {{< "1" | >= "2"}}]\n{provided}')


def test_opam_that_is_missing_is_said(project: Project) -> None:
    tools = project.root.parent / "tools"
    tools.mkdir()
    for name in ("dune", "ocamlfind", "ocamlopt", "ocamlc", "git", "sh"):
        path = shutil.which(name)
        assert path
        (tools / name).symlink_to(path)
    project.environ["PATH"] = str(tools)
    project.replace("SConstruct", "Environment(tools", f"Environment(ENV={{'PATH': {str(tools)!r}}}, tools")
    assert "opam is not installed" in project.run("target=hvt", "switch", status=2).errors
