"""The builder of the note on the tools that compile: what is compiled with other tools is compiled again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import GetOption

from mirage_scons.tool.configure import check_words
from mirage_scons.tool.durable import write_text
from mirage_scons.tool.toolchain import UnusableError, fingerprint


def tools_node(env: Environment, path: Path) -> Node:
    """The node of the note at ``path`` on the tools that the processes of ``env`` find."""
    said = [env.Value(_noted(env, path.name))] if GetOption("implicit_cache") else []  # the scanner would not be asked
    node: Any = env.MirageTools(str(path), said)[0]
    env.NoCache(node)
    env.NoClean(node)  # it is for all unikernels of a build
    return node


def inputs_of_tools(node: Node, env: Environment, path: object) -> list[Node]:
    """Scanner: the tools, as one value."""
    check_words(node, env, path)
    return [] if GetOption("clean") else [env.Value(_noted(env, Path(node.abspath).name))]


def _noted(env: Environment, name: str) -> str:
    try:
        return _ask(env, name)
    except UnusableError as error:
        return f"unusable: {error}"


def _ask(env: Environment, name: str) -> str:
    return fingerprint(env["MIRAGE_BUILD"].plans, name, env["ENV"], env.subst("$DUNE"))


def _note(target: list[Node], source: list[Node], env: Environment) -> None:
    path = Path(target[0].abspath)
    try:
        text = _ask(env, path.name)
    except UnusableError as error:
        raise BuildError(node=target[0], errstr=str(error)) from None
    env["MIRAGE_BUILD"].begin()
    write_text(path, text)


NOTE = Action(_note, "$MIRAGETOOLSCOMSTR")
