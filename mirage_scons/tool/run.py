"""Running what was built: ``scons run``."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node

from mirage_scons.model.errors import ConfigError
from mirage_scons.targets import TARGETS
from mirage_scons.tool import given
from mirage_scons.tool.durable import write_text
from mirage_scons.tool.tender import Boot, attach, command, ended, quoted, refuse_elsewhere, xl
from mirage_scons.tool.variables import attached_to


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


@dataclass(frozen=True)
class Program:
    """What is run: a unikernel for a target. ``attached`` are the kinds of its devices by their names.

    ``xl`` is the text of a configuration for Xen's tools with places for values, ``configuration`` where it is put.
    """

    name: str
    target: str
    attached: Mapping[str, str]
    xl: str
    configuration: Path


def _boot(image: Node, program: Program) -> Boot:
    """The image by its path from here: mirage-bootvar-unix does not read one with spaces right."""
    is_process = TARGETS[program.target].is_process
    refuse_elsewhere(program.target)
    named = {} if is_process else attached_to(program.name, given.words())
    devices = attach(program.name, {} if is_process else program.attached, named)
    return Boot(
        os.path.join(os.curdir, os.path.relpath(image.abspath)),
        devices["network"],
        devices["block"],
        _memory(),
        _split("tender"),
        _split("args") if is_process else [quoted(word) for word in _split("args")],
    )


def _split(name: str) -> list[str]:
    """The words of an argument, as a shell reads them."""
    try:
        return shlex.split(given.word(name))
    except ValueError as error:
        raise ConfigError(f"{name}={given.word(name)}: {error}", None, "It is read as a shell reads words.") from None


def _command(boot: Boot, env: Environment) -> list[str]:
    program: Program = env["MIRAGE_RUN"]
    if TARGETS[program.target].is_process:
        return [boot.image, *boot.args]
    more = [os.path.relpath(program.configuration)] if program.xl else []
    return [*command(str(env.subst("$MIRAGE_TENDER")), program.target, boot), *more]


def _memory() -> str:
    memory = given.word("mem")
    if memory and not (memory.isascii() and memory.isdecimal() and int(memory) > 0):
        raise ConfigError(f"mem={memory} is no amount of memory", None, "Write it in megabytes, as in mem=64.")
    return memory


def _run(target: list[Node], source: list[Node], env: Environment) -> None:
    program: Program = env["MIRAGE_RUN"]
    try:
        boot = _boot(source[0], program)
    except ConfigError as error:
        raise BuildError(node=target[0], errstr=str(error)) from None
    words = _command(boot, env)
    if program.xl:
        write_text(program.configuration, xl(program.xl, program.name, boot))
    sys.stdout.flush()
    try:
        status = ended(program.target, subprocess.run(words, env=env["ENV"], check=False).returncode)
    except FileNotFoundError:
        raise BuildError(node=target[0], errstr=f"{words[0]} is not installed\n  {_remedy(program.target)}") from None
    except (OSError, ValueError) as error:
        raise BuildError(node=target[0], errstr=f"{words[0]} cannot be run: {error}") from None
    if status < 0:
        raise ProgramError(target[0], f"{source[0]} was killed by signal {-status}", 128 - status)
    if status:
        raise ProgramError(target[0], f"{source[0]} ended with exit status {status}", status)


def _remedy(target: str) -> str:
    if target == "xen":
        return "It comes with Xen's tools, and starts guests in dom0. On Debian: sudo apt-get install xen-utils"
    return "Solo5's tools have it: see SOLO5_TOOLCHAIN; QEMU comes, on Debian, with qemu-system-x86."


def _describe(target: list[Node], source: list[Node], env: Environment) -> str:
    said = str(env.subst("$MIRAGERUNCOMSTR", target=target, source=source))
    try:
        return said or shlex.join(_command(_boot(source[0], env["MIRAGE_RUN"]), env))
    except ConfigError:
        return f"Running {source[0]}"  # the action says what is wrong


RUN = Action(_run, strfunction=_describe)


def run_alias(env: Environment, goal: str, image: Node, program: Program) -> Node:
    """The alias ``goal`` that runs ``image``, each time it is asked for; two programs never share the terminal."""
    own = env.Override({"MIRAGE_RUN": program})
    alias: Any = own.Alias(goal, image, RUN)[0]
    own.AlwaysBuild(alias)
    own.SideEffect(own.Alias("mirage:terminal"), alias)
    return alias
