"""Running what was built: ``scons run``."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import ARGUMENTS


class ProgramError(BuildError):  # type: ignore[misc]  # SCons has no types
    """A program that ended badly: SCons ends with the program's own exit status, where it says 2 of other errors."""

    def __init__(self, node: Node, errstr: str, program_status: int) -> None:
        self._program_status = program_status
        super().__init__(node=node, errstr=errstr)

    @property
    def exitstatus(self) -> int:
        """The exit status of SCons."""
        return self._program_status

    @exitstatus.setter
    def exitstatus(self, status: int) -> None:
        """SCons would make each build error's status 2 (``SCons.Errors.convert_to_BuildError``)."""


def _command(source: list[Node]) -> list[str]:
    """By its path from here: a program of mirage-bootvar-unix does not read one with spaces right."""
    return [os.path.join(os.curdir, os.path.relpath(source[0].abspath)), *shlex.split(ARGUMENTS.get("args", ""))]


def _describe(target: list[Node], source: list[Node], env: Environment) -> str:
    return str(env.subst("$MIRAGERUNCOMSTR", target=target, source=source)) or shlex.join(_command(source))


def _run(target: list[Node], source: list[Node], env: Environment) -> None:
    sys.stdout.flush()
    try:
        status = subprocess.run(_command(source), env=env["ENV"], check=False).returncode
    except (OSError, ValueError) as error:
        raise BuildError(node=target[0], errstr=f"{source[0]} cannot be run: {error}") from None
    if status < 0:
        raise ProgramError(target[0], f"{source[0]} was killed by signal {-status}", 128 - status)
    if status:
        raise ProgramError(target[0], f"{source[0]} ended with exit status {status}", status)


RUN = Action(_run, strfunction=_describe)


def run_alias(env: Environment, name: str, image: Node) -> Node:
    """The alias ``name`` that runs ``image``, each time it is asked for; two programs never share the terminal."""
    alias: Any = env.Alias(name, image, RUN)[0]
    env.AlwaysBuild(alias)
    env.SideEffect(env.Alias("mirage:terminal"), alias)
    return alias
