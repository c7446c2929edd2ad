"""``scons switch``: the tools that compile for other systems, installed with opam into a switch."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import ARGUMENTS, COMMAND_LINE_TARGETS

from mirage_scons.model.errors import ConfigError
from mirage_scons.tool.durable import write_text

if TYPE_CHECKING:
    from mirage_scons.opam.formula import Need

GOAL = "switch"
_OPTIONAL = frozenset(("mirage", "opam-monorepo"))
"""Tools whose work is done here: they are not needed."""


def add(env: Environment, stamp: Path, opam: str) -> None:
    """Take in the tools that the text of an opam file names; the node at ``stamp`` says which of them are installed."""
    if GOAL not in COMMAND_LINE_TARGETS:
        return  # the text is not read for nothing
    atoms, switch = tools(opam), ARGUMENTS.get("switch", "")
    if not atoms:
        env.Alias(GOAL, [])
        return
    said = env.Value(repr((atoms, switch, _state(env["ENV"]))))
    node: Any = env.MirageSwitch(str(stamp), said, MIRAGE_TOOLS=atoms, MIRAGE_SWITCH=switch)[0]
    env.NoCache(node)
    env.Alias(GOAL, node)


def tools(opam: str) -> list[str]:
    """The tools that an opam file asks of the switch, with their bounds as opam's command line has them."""
    from mirage_scons.opam.conditions import variables
    from mirage_scons.opam.fields import PROVIDED
    from mirage_scons.opam.formula import formula, needs_of
    from mirage_scons.opam.host import LOCKING, host
    from mirage_scons.opam.package import words
    from mirage_scons.opam.parser import parse

    file = parse(opam)
    provided = set(words(file.get(PROVIDED))) - _OPTIONAL
    needs = needs_of(formula(file.get("depends"), variables({**host(), **LOCKING})))
    wanted = [need for need in needs if need.package in provided]
    return [f"{need.package}{bound}" for need in wanted for bound in _bounds(need)]


def _bounds(need: Need) -> list[str]:
    from mirage_scons.opam.formula import limits_of

    try:
        return [f"{limit.operator}{limit.version}" for limit in limits_of(need.bounds)] or [""]
    except ValueError as error:
        hint = "They cannot be given to opam install: install it by hand, in a version of your choice."
        raise ConfigError(f"{need.package} has {error}", None, hint) from None


def _state(environ: dict[str, str]) -> list[object]:
    """What shows that a switch was changed: opam writes its state anew."""
    prefix = environ.get("OPAM_SWITCH_PREFIX", "")
    path = Path(prefix, ".opam-switch", "switch-state")
    stat = path.stat() if prefix and path.exists() else None
    return [prefix, environ.get("OPAMSWITCH"), environ.get("OPAMROOT"), stat and [stat.st_size, stat.st_mtime_ns]]


def _install(target: list[Node], source: list[Node], env: Environment) -> None:
    atoms, switch = list(env["MIRAGE_TOOLS"]), str(env["MIRAGE_SWITCH"])
    options = _switched(target[0], switch, env) if switch else []
    _run(target[0], ["opam", "install", "--yes", *options, *atoms], env)
    names = [atom.partition("=")[0].rstrip("<>") for atom in atoms]
    listed = ["opam", "list", *options, "--installed", "--columns=name,version", "--short", *dict.fromkeys(names)]
    done = subprocess.run(listed, env=env["ENV"], capture_output=True, text=True, check=False)
    env["MIRAGE_BUILD"].begin()
    env["MIRAGE_BUILD"].plans.asked.clear()  # the tools are others now
    write_text(Path(target[0].abspath), done.stdout)


def _switched(node: Node, switch: str, env: Environment) -> list[str]:
    """The options that name a switch; ``local`` is one beside the SConstruct, which is made if there is none."""
    top = env.Dir("#").abspath
    if switch != "local":
        return [f"--switch={switch}"]
    if not os.path.isdir(os.path.join(top, "_opam")):
        _run(node, ["opam", "switch", "create", "--yes", "--no-install", top, "ocaml-system"], env)
    return [f"--switch={top}"]


def _run(node: Node, command: Sequence[str], env: Environment) -> None:
    try:
        done = subprocess.run(command, env=env["ENV"], stdin=subprocess.DEVNULL, check=False)
    except FileNotFoundError:
        raise BuildError(node=node, errstr="opam is not installed\n  On Debian: sudo apt-get install opam") from None
    if done.returncode:
        hint = "Is there a switch, and do its repositories have these packages? opam switch, opam repository"
        what = f"{' '.join(command)} ended with exit status {done.returncode}"
        raise BuildError(node=node, errstr=f"{what}\n  {hint}")


INSTALL = Action(_install, "$MIRAGESWITCHCOMSTR")
