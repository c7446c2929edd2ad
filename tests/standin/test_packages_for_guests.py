"""The stand-in's opam repository, and the sources that it is made of."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from mirage_scons.fetch.unpack import unpack

SDK = Path(__file__).parents[1] / "sdk"
SOURCES = sorted(path.name for path in (SDK / "sources").iterdir())

RELEASE_BOUNDS = {
    "mirage-solo5": ">=0.9.0,<0.10.0",
    "mirage-bootvar-solo5": ">=0.6.0,<0.7.0",
    "mirage-clock-solo5": ">=4.2.0,<5.0.0",
    "mirage-block-solo5": ">=0.8.0,<0.9.0",
    "mirage-net-solo5": ">=0.8.0,<0.9.0",
    "mirage-xen": ">=8.0.0,<9.0.0",
    "mirage-bootvar-xen": ">=0.8.0,<0.9.0",
    "mirage-block-xen": ">=2.1.0,<3.0.0",
}


@pytest.fixture(scope="session")
def repository(prefix: Path) -> Path:
    """The repository that is installed."""
    return prefix / "repository"


def opam_file(repository: Path, name: str) -> Path:
    """The one opam file of a package."""
    (path,) = repository.glob(f"packages/{name}/{name}.*/opam")
    return path


def test_it_is_a_repository(repository: Path) -> None:
    assert (repository / "repo").read_text() == 'opam-version: "2.0"\n'
    assert sorted(path.name for path in (repository / "packages").iterdir()) == SOURCES


@pytest.mark.parametrize("name", SOURCES)
def test_a_package_is_sound(repository: Path, name: str, tmp_path: Path) -> None:
    opam = opam_file(repository, name)
    linted = subprocess.run(["opam", "lint", "--short", opam], capture_output=True, text=True, check=False)
    assert set(linted.stdout.split()) <= {"35", "36", "37"}  # no homepage, bug tracker, sources
    version = opam.parent.name.split(".", 1)[1]
    assert version.endswith("+standin")
    source = SDK / "sources" / name
    assert f"(name {name})\n(version {version})\n" in (source / "dune-project").read_text()
    found = re.search(r'src: "file://(.+)"\n  checksum: "sha256=(.+)"', opam.read_text())
    assert found is not None
    archive = Path(found[1])
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == found[2]
    unpack(archive, tmp_path / "tree")
    assert contents(tmp_path / "tree") == contents(source)


def contents(root: Path) -> dict[str, bytes]:
    """The files below a directory."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", SOURCES)
def test_libraries_are_dependencies(name: str) -> None:
    depends = set(re.findall(r'^  "(\S+)" \{', opam_file(SDK / "repository", name).read_text(), re.MULTILINE))
    for dune in (SDK / "sources" / name).rglob("dune"):
        libraries = re.search(r"\(libraries ([^()]+)\)", dune.read_text())
        assert libraries is None or {library.split(".")[0] for library in libraries[1].split()} <= depends


@pytest.mark.parametrize("name", RELEASE_BOUNDS)
def test_the_version_is_one_that_the_release_accepts(name: str) -> None:
    version = opam_file(SDK / "repository", name).parent.name.split(".", 1)[1]
    assert Version(version) in SpecifierSet(RELEASE_BOUNDS[name])


@pytest.mark.parametrize("name", SOURCES)
def test_modules_have_interfaces(name: str) -> None:
    source = SDK / "sources" / name
    assert {path.stem for path in source.rglob("*.ml")} == {path.stem for path in source.rglob("*.mli")}
    for interface in source.rglob("*.mli"):
        assert interface.read_text().startswith("(** ")
