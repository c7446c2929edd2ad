"""The builder of a program: one run of dune over a workspace, and the image taken out of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import GetOption

from mirage_scons.render import layout
from mirage_scons.tool import depext
from mirage_scons.tool.build import Build, owned
from mirage_scons.tool.command import reason, shown, words
from mirage_scons.tool.digest import brief
from mirage_scons.tool.duniverse import overridden, signature
from mirage_scons.tool.durable import copy
from mirage_scons.tool.mirror import Source, reflect
from mirage_scons.tool.toolchain import DEBIAN_LIBRARIES


@dataclass(frozen=True)  # SCons makes a list of a tuple that is given as a variable
class Workspace:
    """The directory ``root`` that dune builds in, for the user's directory ``source``.

    ``inputs`` are the names of the files that the configuration was read from, ``origins`` the line of it that asks for
    a library; ``lock`` is the lock of its packages, and ``programs`` are what dune builds, each below the directory of
    its context, the first of them the unikernel.
    """

    root: Path
    source: Source
    inputs: frozenset[str]
    origins: Mapping[str, str]
    lock: Path
    programs: Sequence[str] = (f"{layout.HOST}/{layout.PROGRAM}",)

    @property
    def is_of_guest(self) -> bool:
        """Whether dune compiles for another system."""
        return not self.programs[0].startswith(f"{layout.HOST}/")

    @property
    def sources(self) -> Source:
        """The user's directory without what any build of this run makes there."""
        return self.source._replace(without=self.source.without | owned())


def inputs_of_program(node: Node, env: Environment, path: object) -> list[Node]:
    """Scanner: what dune reads beside its nodes: the user's files and vendored sources, by content."""
    return [env.Value(said) for said in _read(env)]


_MOST_NAMED = 200
"""How many of the user's files and directories are told apart where SCons explains what changed."""


def _read(env: Environment) -> list[str]:
    """What dune reads beside its nodes, each by its name and its content, as SCons explains a change of it."""
    workspace: Workspace = env["MIRAGE_WORKSPACE"]
    build: Build = env["MIRAGE_BUILD"]
    source = workspace.sources
    files = [(name, source.path(name)) for name in source.files()]
    groups: dict[str, list[tuple[str, Path]]] = {}
    for name, path in files:
        first, inside, _ = name.partition("/")
        groups.setdefault(f"{first}{inside}", []).append((name, path))
    if len(groups) > _MOST_NAMED:
        groups = {f"{len(files)} files beside the configuration": files}
    said = [f"{name} {brief(build.digests.of_files(found))}" for name, found in groups.items()]
    edits = signature(workspace.root / layout.DUNIVERSE, build.digests, build.store)
    return [*said, f"edits of vendored sources {brief(edits)}"]


def program_nodes(env: Environment, paths: list[Path], workspace: Workspace, sources: list[Node]) -> list[Node]:
    """The nodes of what dune builds, one at each of ``paths`` for a program of ``workspace``: first the unikernel.

    dune builds them from ``sources`` and the user's files.
    """
    own = {
        "MIRAGE_WORKSPACE": workspace,
        "MIRAGE_ROOT": env.Literal(os.path.relpath(workspace.root, env.Dir("#").abspath)),
        "MIRAGE_PROGRAMS": [env.Literal(f"{layout.BUILT}/{program}") for program in workspace.programs],
    }
    if GetOption("implicit_cache"):  # SCons would not ask the scanner again
        read = env.Override(own)
        sources = [*sources, *(env.Value(said) for said in _read(read))]
    nodes: Any = env.MirageProgram([str(path) for path in paths], sources, **own)
    env.Precious(nodes)
    return list(nodes)


def _build(target: list[Node], source: list[Node], env: Environment) -> None:
    workspace: Workspace = env["MIRAGE_WORKSPACE"]
    build: Build = env["MIRAGE_BUILD"]
    build.begin()
    with build.summary.building(Path(target[0].abspath), is_image=not workspace.is_of_guest):
        _compile(workspace, target, source, env)


def _compile(workspace: Workspace, target: list[Node], source: list[Node], env: Environment) -> None:
    mirrored(workspace)
    result = subprocess.run(
        words(env, "MIRAGEDUNECOM", target, source),
        env=env["ENV"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = said(result.stdout.decode("utf-8", "replace"), workspace, Path.cwd())
    if text:
        sys.stdout.flush()
        sys.stderr.write(text)
        sys.stderr.flush()
    if result.returncode:
        kept = f"; {target[0]} is as it was" if target[0].exists() else ""
        lacking = depext.hint(workspace.lock)
        raise BuildError(
            node=target[0], errstr=f"dune failed ({reason(result.returncode)}){kept}" + f"\n  {lacking}" * bool(lacking)
        )
    for program, node in zip(workspace.programs, target, strict=True):
        copy(workspace.root / layout.BUILT / program, Path(node.abspath))


def mirrored(workspace: Workspace) -> None:
    """Have the user's files in ``workspace``, and those of directories that are used instead of packages' sources."""
    reflect(workspace.sources, workspace.root / layout.APP)
    duniverse = workspace.root / layout.DUNIVERSE
    for directory, used in overridden(duniverse).items():
        reflect(used, duniverse / directory)


BUILD = Action(_build, strfunction=shown("MIRAGEDUNECOM", "MIRAGEDUNECOMSTR"), varlist=["MIRAGEDUNECOM"])


def said(text: str, workspace: Workspace, here: Path) -> str:
    """What dune said, with each file by the name that the user knows, relative to ``here``."""

    def place(match: re.Match[str]) -> str:
        return f'File "{_user_path(match[1], workspace, here)}"'

    lines = [line for line in text.splitlines(keepends=True) if not re.match(r"(Entering|Leaving) directory ", line)]
    return re.sub(r'File "([^"/][^"]*)"', place, _explained("".join(lines), workspace))


def _user_path(name: str, workspace: Workspace, here: Path) -> str:
    if name.startswith(f"{layout.APP}/"):
        path = workspace.source.path(name[len(layout.APP) + 1 :])
    elif name.startswith(f"{layout.DUNIVERSE}/"):
        path = _vendored_path(name[len(layout.DUNIVERSE) + 1 :], workspace.root / layout.DUNIVERSE)
    elif name in workspace.inputs:
        path = workspace.source.root / name
    else:
        path = workspace.root / name
    return os.path.relpath(path, here)


def _vendored_path(name: str, duniverse: Path) -> Path:
    """Where a vendored file lies: in a directory of the user's, if that is used in its place."""
    directory, _, rest = name.partition("/")
    used = overridden(duniverse).get(directory)
    return used.root / rest if used else duniverse / name


def _explained(text: str, workspace: Workspace) -> str:
    """Where dune finds no library, say which line of the configuration asks for it, and what installs it."""

    def explain(match: re.Match[str]) -> str:
        package = DEBIAN_LIBRARIES.get(match[1].partition(".")[0])
        remedy = f"On Debian: sudo apt-get install {package}" if package and not workspace.is_of_guest else None
        return "\n".join(filter(None, (match[0], workspace.origins.get(match[1]), remedy)))

    return re.sub(r'^.*Library "([^"]+)" not found.*$', explain, text, flags=re.MULTILINE)
