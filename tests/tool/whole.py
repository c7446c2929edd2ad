"""A repository that has all: opam-monorepo takes nothing from the system, and nothing that has no home (dev-repo)."""

from __future__ import annotations

import os

from packages import Packages

from mirage_scons.opam.sources import STARTER
from mirage_scons.opam.system import system_packages


def complete(packages: Packages) -> None:
    """Add what the system has, as packages of which nothing is built, and those of the starter universe."""
    for name, candidate in system_packages(os.environ, "dune").items():
        more = {
            "ocaml": f'depends: ["ocaml-base-compiler" {{= "{candidate.version}"}}]\n',
            "ocaml-base-compiler": "flags: compiler\n",
        }
        add(packages, name, candidate.version, more.get(name, ""))
    for file in sorted(STARTER.glob("packages/*/*/opam")):
        name, _, version = file.parent.name.partition(".")
        text = file.read_text().removeprefix('opam-version: "2.0"\n')
        add(packages, name, version, f'dev-repo: "git+https://example.org/{name}.git"\n{text}')


def add(packages: Packages, name: str, version: str, text: str) -> None:
    """Add a package by the rest of its opam file."""
    home = packages.root / "repository" / "packages" / name / f"{name}.{version}"
    home.mkdir(parents=True)
    (home / "opam").write_text(f'opam-version: "2.0"\n{text}')
