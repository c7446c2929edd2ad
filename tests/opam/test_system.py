"""What findlib has, as packages of opam."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mirage_scons.opam.formula import needs_of
from mirage_scons.opam.system import system_packages
from mirage_scons.opam.universe import Candidate


def found(root: Path, libraries: Mapping[str, str]) -> dict[str, Candidate]:
    """The packages of the system where the ``META`` files of some libraries lie below ``root``, too."""
    for name, meta in libraries.items():
        (root / name).mkdir(parents=True)
        (root / name / "META").write_text(meta)
    return system_packages({**os.environ, "OCAMLPATH": str(root)}, "dune")


def test_the_first_and_the_last_library_of_all_are_found_as_they_are(tmp_path: Path) -> None:
    packages = found(tmp_path, {"AAA": 'version = "v1.2"\nrequires = "zzz"\n', "zzz": "\n"})
    assert packages["AAA"].version == "1.2"
    assert [need.package for need in needs_of(packages["AAA"].summary.needs)] == ["zzz"]
    assert packages["zzz"].version == "base"
