"""A dune workspace of two contexts, in which the toolchain compiles a program."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from solo5_sdk import Sdk

import mirage_scons
from mirage_scons.config_py.reader import read
from mirage_scons.plan.plan import Plan, make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import render
from mirage_scons.render.query import answer

STARTER = Path(mirage_scons.__file__).parent / "ocaml" / "sources"
STANDIN = Path(__file__).parents[1] / "sdk" / "sources"

WORKSPACE = """\
(lang dune 2.9)
(context default)
(context
 (default
  (name solo5)
  (host default)
  (toolchain solo5)
  (disable_dynamically_linked_foreign_archives true)))
"""

DUNE = """\
(executable
 (name main)
 (modes object)
 (libraries {libraries})
 (flags :standard -w -70)
 (enabled_if (= %{{context_name}} "solo5")))
"""


def start(sdk: Sdk, libraries: Iterable[str]) -> None:
    """Write the files of a workspace whose program is ``main.ml``."""
    root = sdk.directory
    (root / "dune-workspace").write_text(WORKSPACE)
    (root / "dune-project").write_text("(lang dune 2.9)\n")
    (root / "dune").write_text(DUNE.format(libraries=" ".join(libraries)))


def dune_build(sdk: Sdk) -> subprocess.CompletedProcess[str]:
    """Compile ``main.ml`` with the toolchain."""
    return sdk.run("dune", "build", "--root", ".", "./_build/solo5/main.exe.o")


OBJECT = "_build/solo5/main.exe.o"
"""What the toolchain compiles."""


class Unikernel:
    """The program of a directory with a ``config.py``, compiled for a target."""

    def __init__(self, sdk: Sdk, directory: Path, target: str) -> None:
        self.sdk = sdk
        plan = make(read(directory / "config.py").unikernel, target, R4_4, {}, {}, directory)
        start(sdk, _texts(sdk.directory, plan))
        for source in directory.glob("*.ml"):
            shutil.copy(source, sdk.directory)
        _vendor(sdk.directory / "duniverse", [package for package in _packages() if "unix" not in package.name])
        compiled = dune_build(sdk)
        assert compiled.returncode == 0, compiled.stderr

    def image(self, abi: str) -> str:
        """Link it for an ABI; the name of the image."""
        root = self.sdk.directory
        self.sdk.output("solo5-elftool", "gen-manifest", "manifest.json", "manifest.c")
        self.sdk.output("x86_64-solo5-none-static-cc", "-O2", "-c", "manifest.c", "-o", "manifest.o")
        linked = self.sdk.link(abi, [OBJECT, "manifest.o"], f"image.{abi}")
        assert (linked.returncode, linked.stderr) == (0, "")
        assert (root / f"image.{abi}").exists()
        return f"image.{abi}"


def _texts(root: Path, plan: Plan) -> list[str]:
    """Write what is generated; the libraries that the program names."""
    files = render(plan)
    for name in ("main.ml", "key_gen.ml"):
        (root / name).write_text(files.target[name])
    (root / "manifest.json").write_text(files.target.get("manifest.json", ""))
    return answer(plan, files, "libraries").split()


def _packages() -> list[Path]:
    return sorted([*STARTER.iterdir(), *STANDIN.iterdir()])


def _vendor(duniverse: Path, sources: Iterable[Path]) -> None:
    for source in sources:
        shutil.copytree(source, duniverse / source.name, ignore=shutil.ignore_patterns("_build"))
    (duniverse / "dune").write_text("(vendored_dirs *)\n")
