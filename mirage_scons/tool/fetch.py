"""The builder of vendored sources: the packages of the starter universe, copied into a workspace."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Node import Node

from mirage_scons.tool.durable import copy

_UNIVERSE = Path(__file__).resolve().parent.parent / "ocaml"
STARTER = _UNIVERSE / "sources"


def needed(packages: Iterable[str]) -> list[str]:
    """The packages of the starter universe among ``packages``, and those that these depend on, sorted."""
    found: set[str] = set()
    pending = list(packages)
    while pending:
        name = pending.pop()
        if name not in found and (STARTER / name).is_dir():
            found.add(name)
            pending += _depends(name)
    return sorted(found)


def _depends(package: str) -> list[str]:
    (opam,) = (_UNIVERSE / "packages" / package).glob("*/opam")
    return re.findall(r'^  "([^"]+)"', opam.read_text(), re.MULTILINE)


def _copy(target: list[Node], source: list[Node], env: Environment) -> None:
    env["MIRAGE_BUILD"].begin()
    for node, original in zip(target, source, strict=True):
        copy(Path(original.abspath), Path(node.abspath))
    _prune(Path(env["MIRAGE_DUNIVERSE"]).absolute(), {Path(node.abspath) for node in target})


def _prune(duniverse: Path, wanted: set[Path]) -> None:
    """Remove what another version of the universe left in the packages' directories: dune would compile it."""
    for directory, directories, files in os.walk(duniverse, topdown=False):
        for name in files:
            path = Path(directory, name)
            if path.parent != duniverse and path not in wanted:
                path.unlink()
        for name in directories:
            if not any(Path(directory, name).iterdir()):
                Path(directory, name).rmdir()


COPY = Action(_copy, "$MIRAGESOURCECOMSTR")


def source_nodes(env: Environment, duniverse: Path, packages: Iterable[str]) -> list[Node]:
    """The nodes of the sources of ``packages`` below ``duniverse``, made together."""
    sources = [path for package in packages for path in _files(STARTER / package)]
    targets = [str(duniverse / path.relative_to(STARTER)) for path in sources]
    nodes: Any = env.MirageSource(targets, [str(path) for path in sources], MIRAGE_DUNIVERSE=_shown(env, duniverse))
    env.Precious(nodes)
    env.NoCache(nodes)
    return list(nodes)


def _shown(env: Environment, path: Path) -> str:
    return os.path.relpath(path, env.Dir("#").abspath)


def _files(root: Path) -> list[Path]:
    found = []
    for directory, directories, files in os.walk(root):
        directories[:] = [name for name in directories if not name.startswith(("_", "."))]
        found += [Path(directory, name) for name in files]
    return sorted(found)
