"""The builder of vendored sources: the packages of the starter universe, copied file by file into a workspace."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Node import Node

from mirage_scons.tool.durable import copy

STARTER = Path(__file__).resolve().parent.parent / "ocaml" / "sources"


def _copy(target: list[Node], source: list[Node], env: Environment) -> None:
    env["MIRAGE_BUILD"].begin()
    copy(Path(source[0].abspath), Path(target[0].abspath))


COPY = Action(_copy, "$MIRAGESOURCECOMSTR")


def source_nodes(env: Environment, duniverse: Path) -> list[Node]:
    """The nodes of all sources below ``duniverse``."""
    nodes: list[Node] = []
    for directory, directories, files in os.walk(STARTER):
        directories[:] = sorted(name for name in directories if not name.startswith(("_", ".")))
        for name in sorted(files):
            path = Path(directory, name)
            node: Any = env.MirageSource(str(duniverse / path.relative_to(STARTER)), str(path))[0]
            nodes.append(node)
    env.Precious(nodes)
    env.NoCache(nodes)
    return nodes
