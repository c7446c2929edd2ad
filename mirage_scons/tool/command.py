"""Commands that actions run: their words from construction variables, their output and failure as SCons shows them."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable, Sequence

from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node

Shown = Callable[[list[Node], list[Node], Environment], str]


def words(env: Environment, variable: str, target: list[Node], source: list[Node]) -> list[str]:
    """The words of the command that the construction variable ``variable`` is."""
    return [str(word) for word in env.subst_list(f"${variable}", target=target, source=source)[0]]


def shown(variable: str, text: str) -> Shown:
    """What is shown of an action: the construction variable ``text``, or where that is empty the command."""

    def show(target: list[Node], source: list[Node], env: Environment) -> str:
        said = str(env.subst(f"${text}", target=target, source=source))
        return said or shlex.join(words(env, variable, target, source))

    return show


def output(command: Sequence[str], env: Environment, node: Node) -> str:
    """What ``command`` prints; :class:`BuildError` of ``node`` with its errors if it fails, or cannot be started."""
    try:
        done = subprocess.run(
            command,
            env=env["ENV"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise BuildError(node=node, errstr=f"{command[0]} cannot be run: {error.strerror}") from None
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).replace("\n", "\n  ")
        raise BuildError(
            node=node, errstr=f"{command[0]} failed ({reason(done.returncode)})" + f"\n  {said}" * bool(said)
        )
    return done.stdout


def reason(status: int) -> str:
    """Why a process failed: its exit status, or the signal that killed it."""
    return f"killed by signal {-status}" if status < 0 else f"exit status {status}"
