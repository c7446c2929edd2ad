"""The builder of the note on the tools that compile: what is compiled with other tools is compiled again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import GetOption

from mirage_scons.tool import sdk, toolchain
from mirage_scons.tool.configure import check_words
from mirage_scons.tool.digest import brief
from mirage_scons.tool.durable import write_text
from mirage_scons.tool.toolchain import UnusableError


def tools_node(env: Environment, path: Path) -> Node:
    """The node of the note at ``path`` on the OCaml tools that the processes of ``env`` find."""
    return _node(env, path, "the OCaml tools", _of_tools)


def sdk_node(env: Environment, path: Path) -> Node:
    """The node of the note at ``path`` on what compiles for guests with the processes and architecture of ``env``."""
    return _node(env, path, "Solo5's tools", _of_sdk)


def _node(env: Environment, path: Path, checked: str, ask: Callable[[Environment, str], str]) -> Node:
    own = {"MIRAGE_CHECKED": env.Literal(checked), "MIRAGE_ASK": ask}
    is_deaf = GetOption("implicit_cache")  # the scanner would not be asked
    said = _values(env.Override(own), path.name) if is_deaf else []
    node: Any = env.MirageTools(str(path), said, **own)[0]
    env.NoCache(node)
    env.NoClean(node)  # it is for all unikernels of a build
    return node


def _of_tools(env: Environment, name: str) -> str:
    return toolchain.fingerprint(env["MIRAGE_BUILD"].plans, name, env["ENV"], env.subst("$DUNE"))


def _of_sdk(env: Environment, _name: str) -> str:
    return sdk.fingerprint(env["MIRAGE_BUILD"].plans, env["ENV"], str(env["MIRAGE_ARCH"]))


def inputs_of_tools(node: Node, env: Environment, path: object) -> list[Node]:
    """Scanner: what the tools say of themselves, a value for each line."""
    check_words(node, env, path)
    return [] if GetOption("clean") else _values(env, Path(node.abspath).name)


def _values(env: Environment, name: str) -> list[Node]:
    """The lines of a note, each as SCons explains a change of it."""
    return [
        env.Value(re.sub("[0-9a-f]{64}", lambda digest: brief(digest[0]), line))
        for line in _noted(env, name).splitlines()
    ]


def _noted(env: Environment, name: str) -> str:
    try:
        return str(env["MIRAGE_ASK"](env, name))
    except UnusableError as error:
        return f"unusable: {error}"


def _note(target: list[Node], source: list[Node], env: Environment) -> None:
    path = Path(target[0].abspath)
    try:
        text = str(env["MIRAGE_ASK"](env, path.name))
    except UnusableError as error:
        raise BuildError(node=target[0], errstr=str(error)) from None
    env["MIRAGE_BUILD"].begin()
    write_text(path, text)


NOTE = Action(_note, "$MIRAGETOOLSCOMSTR")
