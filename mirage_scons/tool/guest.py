"""The builders of images for guests: a manifest as C and as an object, and the link that Solo5's binding decides."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node

from mirage_scons.tool.command import output, shown, words
from mirage_scons.tool.durable import unfinished, write_text
from mirage_scons.tool.sdk import bindings_of, lacks_binding

COMMANDS = {
    "MIRAGEMANIFESTCOM": "$SOLO5_ELFTOOL gen-manifest $SOURCE $MIRAGE_OUTPUT",
    "MIRAGEOBJECTCOM": "$CC $CFLAGS $CCFLAGS $_MIRAGE_INCLUDES -c $SOURCE -o $MIRAGE_OUTPUT",
    "MIRAGELINKCOM": "$LINK -z solo5-abi=$MIRAGE_ABI $LINKFLAGS $SOURCES -L $MIRAGE_LIBC -lnolibc -lopenlibm"
    " -o $MIRAGE_OUTPUT",
    "MIRAGE_OUTPUT": "$TARGET",
    "_MIRAGE_INCLUDES": "${_concat('-I', CPPPATH, '', __env__)}",
}
"""The commands; ``MIRAGE_OUTPUT`` is where they write: a file that becomes the target when it is whole."""


def _make(variable: str, target: list[Node], source: list[Node], env: Environment) -> Path:
    """Run a command, and give what it wrote; :class:`BuildError` if it fails or writes nothing."""
    path = Path(target[0].abspath)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = unfinished(path)
    made.unlink(missing_ok=True)
    command = words(env.Override({"MIRAGE_OUTPUT": env.Literal(str(made))}), variable, target, source)
    try:
        output(command, env, target[0])
        if not made.exists():
            hint = "See with verbose=1 what it is given, and whether the tools fit together."
            raise BuildError(node=target[0], errstr=f"{command[0]} ended well, but wrote no {path.name}\n  {hint}")
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return made


def _begin(env: Environment) -> None:
    if "MIRAGE_BUILD" not in env:
        raise BuildError(
            errstr="this environment is none of a target\n  Write env.UnikernelEnvironment(TARGET) for one."
        )
    env["MIRAGE_BUILD"].begin()


def _compile(variable: str) -> Any:
    def build(target: list[Node], source: list[Node], env: Environment) -> None:
        _begin(env)
        os.replace(_make(variable, target, source, env), target[0].abspath)

    return build


def _link(target: list[Node], source: list[Node], env: Environment) -> None:
    """Link an image, and keep it if it is what was asked for; with a second target, what Solo5's tool says of it."""
    _begin(env)
    _refuse_unbound(target[0], env)
    with env["MIRAGE_BUILD"].summary.building(Path(target[0].abspath), is_image=True):
        said = _linked(target, source, env)
    for stamp in target[1:]:
        write_text(Path(stamp.abspath), json.dumps(said, indent=2) + "\n")


def _linked(target: list[Node], source: list[Node], env: Environment) -> dict[str, Any]:
    made = _make("MIRAGELINKCOM", target, source, env)
    try:
        said = _said(made, target[0], env)
        _check(said, target[0], env)
        os.replace(made, target[0].abspath)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return said


def _refuse_unbound(node: Node, env: Environment) -> None:
    linker, abi = str(env.subst("$LINK")), str(env.subst("$MIRAGE_ABI"))
    found = shutil.which(linker, path=env["ENV"].get("PATH", ""))
    if found and lacks_binding(found, abi):
        hint = f"Install a Solo5 that has one, or build for another target. Looked for in {bindings_of(found)}"
        raise BuildError(node=node, errstr=f"Solo5 as it is installed has no binding for {abi}\n  {hint}")


def _said(image: Path, node: Node, env: Environment) -> dict[str, Any]:
    """What Solo5's tool says of an image."""
    return {what: _query(f"query-{what}", image, node, env) for what in ("abi", "manifest")}


def _query(what: str, image: Path, node: Node, env: Environment) -> Any:
    tool = str(env.subst("$SOLO5_ELFTOOL"))
    text = output([tool, what, str(image)], env, node)
    try:
        return json.loads(text)
    except ValueError:
        said = text.strip().partition("\n")[0]
        raise BuildError(node=node, errstr=f"{tool} {what} says of {node} what is no JSON: {said}") from None


def _check(said: dict[str, Any], node: Node, env: Environment) -> None:
    """:class:`BuildError` if an image is not for the binding, or has not the devices, that were asked for."""
    binding, asked = said["abi"].get("target"), str(env.subst("$MIRAGE_ABI"))
    if binding != asked:
        raise BuildError(node=node, errstr=f"{node} was linked for {binding}, not for {asked}")
    if "MIRAGE_MANIFEST" in env:
        wanted, found = _devices(json.loads(env["MIRAGE_MANIFEST"])), _devices(said["manifest"])
        if wanted != found:
            raise BuildError(node=node, errstr=f"{node} has the devices {found}, not {wanted}")


def _devices(manifest: dict[str, Any]) -> list[str]:
    return [f"{device['type']} {device['name']}" for device in manifest["devices"]]


def _action(function: Any, variable: str) -> Any:
    """The action that runs the command ``variable``: another command makes its targets again."""
    return Action(function, shown(variable, f"{variable}STR"), varlist=[variable])


MANIFEST = _action(_compile("MIRAGEMANIFESTCOM"), "MIRAGEMANIFESTCOM")
OBJECT = _action(_compile("MIRAGEOBJECTCOM"), "MIRAGEOBJECTCOM")
LINK = _action(_link, "MIRAGELINKCOM")
