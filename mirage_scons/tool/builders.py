"""The builders and construction variables that the tool adds to an environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from SCons.Action import Action
from SCons.Builder import Builder
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Scanner import Scanner
from SCons.Script import ARGUMENTS, GetOption

from mirage_scons.model.errors import ConfigError
from mirage_scons.render.layout import PROGRAM
from mirage_scons.tool.configure import WRITE
from mirage_scons.tool.dune import BUILD, inputs_of_program
from mirage_scons.tool.durable import write_text
from mirage_scons.tool.fetch import COPY
from mirage_scons.tool.toolchain import UnusableError, fingerprint

COMSTRS = {
    "MIRAGETEXTCOMSTR": "Generating $TARGET",
    "MIRAGESOURCECOMSTR": "Copying sources to $MIRAGE_DUNIVERSE",
    "MIRAGETOOLSCOMSTR": "Checking the OCaml tools",
    "MIRAGEDUNECOMSTR": "Building $TARGET",
    "MIRAGERUNCOMSTR": "Running $SOURCE",
}
"""What is shown of each action; ``verbose=1`` shows whole commands."""


def add(env: Environment) -> None:
    """Add the builders to ``env``, and the variables that it does not have."""
    verbose = ARGUMENTS.get("verbose", "0") not in ("0", "false", "no", "")
    env.SetDefault(
        DUNE="dune",
        MIRAGEDUNECOM="$DUNE build --root $MIRAGE_ROOT " + PROGRAM,
        MIRAGE_BUILD_DIR="build",
        MIRAGE_DIST_DIR="dist",
        MIRAGE_HOST_ARGUMENTS=[],
        **{name: "" if verbose else text for name, text in COMSTRS.items()},
    )
    env.Append(
        BUILDERS={
            "MirageText": Builder(action=WRITE, source_factory=env.Value, target_scanner=_scanner(_words)),
            "MirageSource": Builder(action=COPY),
            "MirageTools": Builder(action=Action(_note, "$MIRAGETOOLSCOMSTR"), target_scanner=_scanner(_tools)),
            "MirageImage": Builder(action=BUILD, target_scanner=_scanner(inputs_of_program)),
        }
    )


def _scanner(function: object) -> Any:
    return Scanner(function=function, node_class=Node)


def _words(node: Node, env: Environment, path: object) -> list[Node]:
    """Scanner: finds nothing; it is called when all unikernels are known, and then the command line can be checked."""
    if GetOption("clean"):
        return []
    try:
        env["MIRAGE_BUILD"].check_words()
    except ConfigError as error:
        raise BuildError(node=node, errstr=str(error)) from None
    return []


def _tools(node: Node, env: Environment, path: object) -> list[Node]:
    """Scanner: the tools, as one value."""
    _words(node, env, path)
    return [] if GetOption("clean") else [env.Value(_ask(node, env))]


def _note(target: list[Node], source: list[Node], env: Environment) -> None:
    """Write down what the tools are: what is compiled with others is compiled again."""
    text = _ask(target[0], env)
    env["MIRAGE_BUILD"].begin()
    write_text(Path(target[0].abspath), text)


def _ask(node: Node, env: Environment) -> str:
    try:
        return fingerprint(env["MIRAGE_BUILD"].plans, Path(node.abspath).name, env["ENV"])
    except UnusableError as error:
        raise BuildError(node=node, errstr=str(error)) from None
