"""The builder of generated files: each a node of its own, whose content decides what is built after it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import GetOption

from mirage_scons.model.errors import ConfigError
from mirage_scons.tool.digest import brief
from mirage_scons.tool.durable import write_text


def check_words(node: Node, env: Environment, path: object) -> list[Node]:
    """Scanner: finds nothing; it is called when all unikernels are known, and then the command line can be checked."""
    if not GetOption("clean"):
        try:
            env["MIRAGE_BUILD"].check_words()
        except ConfigError as error:
            raise BuildError(node=node, errstr=str(error)) from None
    return []


def _write(target: list[Node], source: list[Node], env: Environment) -> None:
    env["MIRAGE_BUILD"].begin()
    write_text(Path(target[0].abspath), env["MIRAGE_TEXT"])


WRITE = Action(_write, "$MIRAGETEXTCOMSTR")


def text_node(env: Environment, path: Path, text: str) -> Node:
    """The node of a generated file at ``path`` that holds ``text``."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
    node: Any = env.MirageText(
        str(path), env.Value(f"what is generated as {path.name} {brief(digest)}"), MIRAGE_TEXT=text
    )[0]
    env.Precious(node)
    env.NoCache(node)
    return node
