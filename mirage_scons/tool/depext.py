"""``scons depext``: the system's packages that the packages of a lock need, listed or installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node

from mirage_scons.tool import given
from mirage_scons.tool.fetch import read

GOAL = "depext"


def add(env: Environment, lock: Node) -> None:
    """Take in the packages of a lock."""
    env.AlwaysBuild(env.Alias(GOAL, lock, SAY))


def _say(target: list[Node], source: list[Node], env: Environment) -> None:
    wanted = sorted({name for lock in source for name in _needed(Path(lock.abspath))})
    missing = _missing(wanted)
    if not missing:
        sys.stdout.write("Nothing is missing.\n" if wanted else "No packages of the system are needed.\n")
        return
    command = [*([] if os.geteuid() == 0 else ["sudo"]), "apt-get", "install", *missing]
    if not given.is_on("install"):
        sys.stdout.write(f"Missing: {' '.join(missing)}\n{_remedy(command)}\n")
        return
    done = subprocess.run([*command, "-y"], env=env["ENV"], check=False)
    if done.returncode:
        raise BuildError(node=target[0], errstr=f"{' '.join(command)} ended with exit status {done.returncode}")


SAY = Action(_say, lambda *_: None)


def hint(lock: Path) -> str:
    """A line about the packages that a lock names and this system lacks; empty if it has them, or that is not known."""
    missing = _missing(sorted(set(_needed(lock)))) if shutil.which("dpkg-query") else []
    return f"Packages of the system that are needed and missing: {', '.join(missing)}. See scons depext" * bool(missing)


def _missing(names: Iterable[str]) -> list[str]:
    return [name for name in names if not _is_installed(name)]


def _needed(path: Path) -> Iterable[str]:
    """The packages of this system that a lock names."""
    lock = read(path)
    for names, condition in lock.depexts if lock else ():
        if not condition or _holds(condition, path):
            yield from names


def _holds(condition: str, path: Path) -> bool:
    from mirage_scons.opam.conditions import holds, variables
    from mirage_scons.opam.host import host
    from mirage_scons.opam.lexer import OpamSyntaxError
    from mirage_scons.opam.parser import parse_value

    try:
        return holds(parse_value(condition), variables(host()), undefined=False)
    except (OpamSyntaxError, ValueError):
        what = f"{os.path.relpath(path)}: depexts: {condition} is no condition"
        hint = "Take another version of the package that says so: scons lock update=NAME."
        raise BuildError(errstr=f"{what}\n  {hint}") from None


def _is_installed(name: str) -> bool:
    """Whether dpkg knows a package as installed; where there is no dpkg nothing is known to be."""
    if shutil.which("dpkg-query") is None:
        return False
    command = ["dpkg-query", "-W", "-f", "${Status}", name]
    return "ok installed" in subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _remedy(command: Sequence[str]) -> str:
    if shutil.which("apt-get") is None:
        return "Install them as this system does."
    return f"On Debian: {' '.join(command)}, or scons depext install=1"
