"""Files that the build around makes for a program: they are among its sources, wherever they lie."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Union

from SCons.Environment import Base as Environment
from SCons.Node import Node

from mirage_scons.model.errors import ConfigError, Location

Generated = Union[Mapping[str, Any], Sequence[Any], Node, str]
"""Nodes or paths, or by their places below the unikernel's directory."""

Placed = dict[str, Node]
"""Nodes of files by their places below the unikernel's directory."""

_SUFFIXES = (".py", ".ml")
"""What the names of configurations end in."""


def split(path: str) -> tuple[str, str]:
    """The directory of a unikernel and the name of its configuration, if ``path`` says one."""
    directory, config = os.path.split(path) if path.endswith(_SUFFIXES) else (path, "")
    return directory or ".", config


def placed(env: Environment, path: str, source: Path, generated: Generated, where: Location | None) -> Placed:
    """The nodes that ``generated`` names for the unikernel at ``path``, whose sources lie in ``source``.

    :class:`ConfigError` at ``where`` for one that has no place below these.
    """
    if isinstance(generated, Mapping):
        return {_checked(str(name), where): _file(env, file, where) for name, file in generated.items()}
    nodes: list[Any] = env.arg2nodes(generated, env.fs.File)
    homes = [Path(env.Dir(split(path)[0]).abspath), source]
    return {_below(node, homes, where): node for node in nodes}


def _file(env: Environment, file: object, where: Location | None) -> Node:
    nodes: list[Node] = env.arg2nodes(file, env.fs.File)
    if len(nodes) != 1:
        raise ConfigError(f"generated has {len(nodes)} nodes for one place", where, "Give each file its place.")
    return nodes[0]


def _below(node: Any, homes: Sequence[Path], where: Location | None) -> str:
    path = Path(node.abspath)
    for home in homes:
        if path.is_relative_to(home):
            return path.relative_to(home).as_posix()
    hint = f'Say where it belongs: generated={{"{path.name}": NODE}}.'
    raise ConfigError(f"{node} is not below {homes[0]}, where the program lies", where, hint)


def _checked(name: str, where: Location | None) -> str:
    if os.path.isabs(name) or not name or os.path.normpath(name) != name or name.startswith(".."):
        raise ConfigError(f'"{name}" is no place below the directory of the program', where, 'Write "data/NAME".')
    return name
