"""Running what was built: ``scons run``."""

from __future__ import annotations

import shlex
import subprocess
from typing import Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import ARGUMENTS


def _command(source: list[Node]) -> list[str]:
    return [str(source[0].abspath), *shlex.split(ARGUMENTS.get("args", ""))]


def _describe(target: list[Node], source: list[Node], env: Environment) -> str:
    return str(env.subst("$MIRAGERUNCOMSTR", target=target, source=source)) or shlex.join(_command(source))


def _run(target: list[Node], source: list[Node], env: Environment) -> None:
    try:
        status = subprocess.run(_command(source), env=env["ENV"], check=False).returncode
    except (OSError, ValueError) as error:
        raise BuildError(node=target[0], errstr=f"{source[0]} cannot be run: {error}") from None
    if status < 0:
        raise BuildError(node=target[0], errstr=f"{source[0]} was killed by signal {-status}", exitstatus=128 - status)
    if status:
        raise BuildError(node=target[0], errstr=f"{source[0]} ended with exit status {status}", exitstatus=status)


RUN = Action(_run, strfunction=_describe)


def run_alias(env: Environment, name: str, image: Node) -> Node:
    """The alias ``name`` that runs ``image``, each time it is asked for; two programs never share the terminal."""
    alias: Any = env.Alias(name, image, RUN)[0]
    env.AlwaysBuild(alias)
    env.SideEffect(env.Alias("mirage:terminal"), alias)
    return alias
