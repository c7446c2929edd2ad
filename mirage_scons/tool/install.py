"""``scons install PREFIX=DIRECTORY``: images and what belongs to them, where other programs look for them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import COMMAND_LINE_TARGETS

from mirage_scons.tool import given
from mirage_scons.tool.durable import copy

GOAL = "install"


def add(env: Environment, image: Node, programs: Iterable[Node], data: Iterable[Node]) -> None:
    """Have ``image`` and ``programs`` installed in ``bin``, ``data`` in ``etc``, below the prefix that is given."""
    if GOAL not in COMMAND_LINE_TARGETS:
        return  # the directories of a prefix are no business of other runs
    root = given.word("PREFIX") or str(env.get("PREFIX") or "")
    if not root:
        env.AlwaysBuild(env.Alias(GOAL, [], REFUSE))
        return
    prefix = Path(env.Dir("#").abspath) / Path(root).expanduser()
    for directory, nodes in (("bin", [image, *programs]), ("etc", data)):
        for node in nodes:
            env["MIRAGE_BUILD"].installs_in(prefix / directory)
            env.Alias(GOAL, _installed(env, node, prefix / directory))


def _installed(env: Environment, node: Node, directory: Path) -> Node:
    """The node of the copy of ``node`` in ``directory``, made once where unikernels share what is copied."""
    path = directory / Path(node.abspath).name
    known = env["MIRAGE_BUILD"].shared
    if path not in known:
        known[path] = copied(env, node, path)
    return known[path]


def copied(env: Environment, node: Node, path: Path) -> Node:
    """The node of a copy of ``node`` at ``path``."""
    made: Any = env.MirageInstall(str(path), node)[0]
    env.Precious(made)
    env.NoCache(made)
    return made


def _install(target: list[Node], source: list[Node], env: Environment) -> None:
    try:
        copy(Path(source[0].abspath), Path(target[0].abspath))
    except OSError as error:
        raise BuildError(node=target[0], errstr=f"{error.filename}: {error.strerror}") from None


def _refuse(target: list[Node], source: list[Node], env: Environment) -> None:
    raise BuildError(node=target[0], errstr="install where?\n  Write scons install PREFIX=DIRECTORY.")


INSTALL_FILE = Action(_install, "$MIRAGEINSTALLCOMSTR")
REFUSE = Action(_refuse, lambda *_: None)
