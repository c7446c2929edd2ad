"""``scons editor``: editors understand the sources of unikernels as they are compiled."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import COMMAND_LINE_TARGETS, GetOption

from mirage_scons.model.errors import ConfigError
from mirage_scons.render import layout
from mirage_scons.tool.arrangement import ROOT, arrange, ask, refusal, remains
from mirage_scons.tool.build import Build
from mirage_scons.tool.compile_commands import NAME, command, is_about, put
from mirage_scons.tool.dune import Workspace, mirrored, said

GOAL = "editor"
_arranged: dict[Path, str] = {}
"""The unikernel for which each directory is arranged: of several in one, the first."""


def add(env: Environment, name: str, context: str, workspace: Workspace, sources: list[Node], program: Node) -> None:
    """Let ``scons editor`` arrange the directory of the unikernel ``name``, which is ``program``.

    It is compiled of ``sources`` in ``workspace``, in dune's ``context``. Cleaning takes the arrangement away.
    """
    source, build = workspace.source.root, env["MIRAGE_BUILD"]
    if _arranged.setdefault(source, name) != name or (GOAL not in COMMAND_LINE_TARGETS and not remains(source)):
        return
    commands = build.root / NAME
    leftovers = [str(path) for path in (*remains(source), *[commands] * is_about(commands, source))]
    env.Clean(program, leftovers)
    if GOAL not in COMMAND_LINE_TARGETS:
        return
    if GetOption("clean"):
        env.Clean(env.Alias(GOAL, []), leftovers)  # and nothing of what it needs
        return
    own = env.Override({"MIRAGE_WORKSPACE": workspace, "MIRAGE_CONTEXT": context, "MIRAGE_PROGRAMS": ["@@check"]})
    own["MIRAGE_ROOT"] = env.Literal(os.path.relpath(workspace.root, env.Dir("#").abspath))
    alias: Any = own.Alias(f"mirage:{GOAL}:{name}", sources, ARRANGE)[0]
    own.AlwaysBuild(alias)
    own.SideEffect(own.Alias("mirage:dune"), [alias, program])
    own.Alias(GOAL, alias)


def _arrange(target: list[Node], source: list[Node], env: Environment) -> None:
    workspace: Workspace = env["MIRAGE_WORKSPACE"]
    build: Build = env["MIRAGE_BUILD"]
    context, dune = str(env["MIRAGE_CONTEXT"]), str(env.subst("$DUNE"))
    build.check_words()
    build.begin()
    _compile(workspace, dune, env)
    root = workspace.source.root
    try:
        if not (workspace.root / layout.BUILT / context).is_dir():
            raise ConfigError("dune compiles nothing of it", None, "Mend what it says above, and ask again.")
        arrange(root, workspace.root, context, workspace.sources.files())
        files = _modules(workspace)
        answers = ask(root, files, dune, env["ENV"])
    except ConfigError as error:
        raise BuildError(node=target[0], errstr=str(error)) from None
    except OSError as error:
        raise BuildError(node=target[0], errstr=f"{error.filename}: {error.strerror}") from None
    unknown = {file: refusal(answer) for file, answer in answers.items() if refusal(answer)}
    if files and len(unknown) == len(files):
        outer = next((path for path in root.parents if (path / ROOT).exists()), None)
        hint = f"\n  {outer / ROOT} makes its directory the root." if outer else ""
        raise BuildError(node=target[0], errstr=f"dune does not know {files[0]}: {unknown[files[0]]}{hint}")
    commands = [
        command(workspace.root, context, name, workspace.source.path(name), dune, env["ENV"])
        for name in workspace.sources.files()
        if name.endswith(".c")
    ]
    put(build.root / NAME, root, [one for one in commands if one])
    _tell(root, context)


def _compile(workspace: Workspace, dune: str, env: Environment) -> None:
    """Compile as much as can be: sources that are being edited need not be right."""
    mirrored(workspace)
    below = [f"@{layout.APP}/check"] if any("/" in name for name in workspace.sources.files()) else []
    asked = [dune, "build", "--root", str(env.subst("$MIRAGE_ROOT")), "@@check", *below]
    done = subprocess.run(
        asked,
        env=env["ENV"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    sys.stdout.flush()
    sys.stderr.write(said(done.stdout.decode("utf-8", "replace"), workspace, Path.cwd()))
    sys.stderr.flush()


def _modules(workspace: Workspace) -> list[str]:
    """The modules at the top of the user's directory."""
    return [name for name in workspace.sources.files() if "/" not in name and name.endswith(".ml")]


def _tell(source: Path, context: str) -> None:
    kind = "" if context == layout.HOST else f", as for {context}"
    lines = [f"Editors understand the sources in {source}{kind}."]
    if _is_seen(source):
        ignored = os.path.relpath(source / ".gitignore")
        lines.append(f"For git: /{ROOT} and /{layout.DUNIVERSE} belong in {ignored}.")
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _is_seen(source: Path) -> bool:
    """Whether git would show what was written."""
    if not any((path / ".git").exists() for path in (source, *source.parents)) or shutil.which("git") is None:
        return False
    return subprocess.run(["git", "check-ignore", "-q", ROOT], cwd=source, check=False).returncode == 1


def _shown(target: list[Node], source: list[Node], env: Environment) -> str:
    workspace: Workspace = env["MIRAGE_WORKSPACE"]
    return f"Arranging {os.path.relpath(workspace.source.root)} for editors"


ARRANGE = Action(_arrange, strfunction=_shown)
