"""How the SDK of guests is found, and what another one means."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from guest_project import HOME, bare_path, guest, own_lines
from guest_sdk import standin
from install import install
from matrix import lines
from project import Project


@pytest.fixture
def bare(prefix: Path, tmp_path: Path) -> Project:
    """The greeter for spt, where no SDK is on the PATH, nor in a switch of opam."""
    project = guest(tmp_path / "project", standin(prefix), "spt")
    project.environ = {"PATH": bare_path(), "OPAMROOT": str(tmp_path / "opam"), "OPAMSWITCH": None}
    return project


def opam(project: Project, *args: str) -> str:
    """Run opam with the root of a project."""
    environ = project.process_environment(project.root.parent / "opam.audit", {"OPAMYES": "1", "OPAMNOENVNOTICE": "1"})
    environ.pop("PYTHONPATH")
    return subprocess.run(
        ["opam", *args], cwd=project.root, env=environ, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def opam_root(bare: Project) -> Project:
    """The greeter beside a root of opam without packages."""
    opam(
        bare, "init", "--bare", "--no-setup", "--disable-sandboxing", "--bypass-checks", "-k", "local", repository(bare)
    )
    return bare


def repository(project: Project) -> str:
    """An empty repository of packages."""
    project.root.parent.joinpath("empty", "packages").mkdir(parents=True)
    project.root.parent.joinpath("empty", "repo").write_text('opam-version: "2.0"\n')
    return str(project.root.parent / "empty")


def runs(project: Project, prefix: Path, *words: str) -> None:
    """The greeter is built and runs with the SDK in ``prefix``, and then there is nothing to do."""
    project.run(*words)
    output = project.run(*words, "run").output
    assert own_lines(output) == ["spt: message: Hello World!"]
    assert str(prefix / "bin") not in os.environ["PATH"]
    project.up_to_date(*words)


def test_it_is_found_by_its_directory(bare: Project, prefix: Path) -> None:
    runs(bare, prefix, f"SOLO5_TOOLCHAIN={prefix}")
    assert "there is no directory" in bare.run("SOLO5_TOOLCHAIN=nowhere", status=2).errors


def test_it_is_found_by_a_construction_variable(bare: Project, prefix: Path) -> None:
    bare.replace("SConstruct", "mirage_scons.tool(", f'mirage_scons.tool(SOLO5_TOOLCHAIN="{prefix}", ')
    runs(bare, prefix)


def test_it_is_found_in_a_switch_that_is_named(opam_root: Project) -> None:
    opam(opam_root, "switch", "create", "--empty", "cross")
    prefix = Path(opam(opam_root, "var", "prefix", "--switch=cross").strip())
    install(prefix)
    runs(opam_root, prefix, "OPAMSWITCH=cross")
    assert "OPAMSWITCH=crass: opam knows no such switch" in opam_root.run("OPAMSWITCH=crass", status=2).errors


def test_it_is_found_in_the_current_switch(opam_root: Project) -> None:
    opam(opam_root, "switch", "create", "--empty", "current")
    prefix = Path(opam(opam_root, "var", "prefix").strip())
    install(prefix)
    runs(opam_root, prefix)


def test_it_is_found_in_a_switch_beside_the_sconstruct(bare: Project) -> None:
    install(bare.path("_opam"))
    runs(bare, bare.path("_opam"))


def test_another_one_compiles_and_links_again(guest_built: Project, prefix: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    install(other)
    standin(other).use(guest_built)
    made = lines(guest_built.run(standin(prefix).word).output)
    assert "Checking Solo5's tools" in made
    assert f"Building {HOME}/solo5/greeter.o" in made
    assert "Linking dist/greeter.spt" in made
    guest_built.up_to_date()
    libc = other / "solo5-sysroot/lib/nolibc/libnolibc.a"
    libc.write_bytes(libc.read_bytes() + b"\n")
    assert "Linking dist/greeter.spt" in lines(guest_built.run().output)


@pytest.mark.parametrize("version", ["0.6.9", "0.9.0"])
def test_another_version_of_solo5_than_the_release_works_with_is_said(
    version: str, tmp_path: Path, guest_fresh: Project
) -> None:
    install(tmp_path / "sdk", version=version)
    standin(tmp_path / "sdk").use(guest_fresh)
    text = guest_fresh.run(status=2).errors
    assert f"solo5 is {version} ({tmp_path / 'sdk/bin/solo5-elftool'})" in text
    assert "MirageOS 4.4 needs 0.7.5 or newer, and older than 0.9.0" in text
    assert not guest_fresh.path("dist").exists()


def test_another_version_of_ocaml_solo5_than_the_release_works_with_is_said(
    tmp_path: Path, guest_fresh: Project
) -> None:
    install(tmp_path / "sdk")
    standin(tmp_path / "sdk").use(guest_fresh)
    package = tmp_path / "sdk" / ".opam-switch" / "packages" / "ocaml-solo5.1.0.1"
    package.mkdir(parents=True)
    assert f"ocaml-solo5 is 1.0.1 ({tmp_path / 'sdk'})" in guest_fresh.run(status=2).errors
    package.rename(package.with_name("ocaml-solo5.0.8.3"))
    guest_fresh.run()


def test_where_packages_for_guests_are_is_said(guest_fresh: Project) -> None:
    text = guest_fresh.run("repositories=starter", status=2).errors
    assert "no versions of what greeter-solo5 needs fit together" in text
    assert "all those for guests: scons lock repositories=opam" in text
