"""Small repositories for tests."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from mirage_scons.opam.host import LOCKING
from mirage_scons.opam.package import Summary
from mirage_scons.opam.repository import DirectoryRepository, Repository
from mirage_scons.opam.universe import Candidate, Universe

ENV: Mapping[str, str | bool] = {
    **LOCKING,
    "os": "linux",
    "arch": "x86_64",
    "os-distribution": "debian",
    "os-family": "debian",
    "os-version": "12",
    "opam-version": "2.1.6",
}

COMPILER = {
    "ocaml-base-compiler.4.13.1": "flags: compiler",
    "ocaml.4.13.1": 'depends: ["ocaml-base-compiler" {= "4.13.1"}]',
    "dune.3.0.0": 'build: ["make"]',
}


def dune(depends: str = "", more: str = "", *, home: str = "") -> str:
    """The opam file of a package that dune builds."""
    where = f'dev-repo: "git+https://example.org/{home}.git"\n' if home else ""
    return f'depends: ["dune" {depends}]\nbuild: ["dune" "build"]\n{where}{more}'


def write(root: Path, packages: Mapping[str, str]) -> DirectoryRepository:
    """A repository in a directory; a package without ``url`` that builds something gets one."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "repo").write_text('opam-version: "2.0"\n')
    for package, text in packages.items():
        home = root / "packages" / package.partition(".")[0] / package
        home.mkdir(parents=True)
        fetched = f'url {{ src: "https://example.org/{package}.tgz" checksum: "md5={"0" * 32}" }}\n'
        (home / "opam").write_text(
            f'opam-version: "2.0"\n{text}\n' + ("" if "url" in text or "build" not in text else fetched)
        )
    return DirectoryRepository(root.name, root)


def commit(root: Path) -> str:
    """Make a directory a git repository with one more commit; its name."""
    git = ["git", "-C", str(root), "-c", "user.name=n", "-c", "user.email=e", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "--allow-empty", "-m", "m"]):
        subprocess.run([*git, *command], check=True)
    return subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()


def universe(*repositories: Repository, system: Mapping[str, Candidate] | None = None) -> Universe:
    """The packages of some repositories."""
    return Universe(repositories, system or {}, ENV)


def of_system(name: str, version: str, *needs: str) -> Candidate:
    """A package that the system has."""
    from mirage_scons.opam.formula import Every, Need

    formula = Every(tuple(Need(need, None) for need in needs)) if needs else None
    return Candidate(name, version, None, Summary(formula, None, (), True, False, True, False, False))
