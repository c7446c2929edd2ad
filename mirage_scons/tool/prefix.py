"""Where the tools for guests were installed if they are not on the PATH: a directory, or a switch of opam."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from SCons.Environment import Base as Environment

from mirage_scons.model.errors import ConfigError
from mirage_scons.tool import given
from mirage_scons.tool.plan_file import PlanFile, state

ELFTOOL = "solo5-elftool"
_CONFIGURATIONS = ("lib/findlib.conf", "etc/findlib.conf", "findlib.conf")
"""Where findlib's configuration may lie below a prefix."""


def with_tools(environ: Mapping[str, str], env: Environment, plans: PlanFile) -> dict[str, str]:
    """``environ`` for processes that compile for a guest: they find the tools of the prefix that ``env`` has.

    It is ``SOLO5_TOOLCHAIN`` (a directory), else the switch ``OPAMSWITCH``, of the command line or ``env``, else the
    switch beside the SConstruct; where there is none the PATH, and then opam's current switch.
    :class:`ConfigError` for one that does not exist.
    """
    prefix = _named(environ, env, plans)
    if prefix is None and shutil.which(ELFTOOL, path=environ.get("PATH", "")) is None:
        prefix = _asked((), environ, plans)
    return dict(environ) if prefix is None else _within(prefix, environ)


def _named(environ: Mapping[str, str], env: Environment, plans: PlanFile) -> Path | None:
    top = Path(env.Dir("#").abspath)
    toolchain = _word("SOLO5_TOOLCHAIN", env)
    if toolchain:
        directory = top / Path(toolchain).expanduser()
        if not directory.is_dir():
            raise ConfigError(f"SOLO5_TOOLCHAIN={toolchain}: there is no directory {directory}", None, "Name another.")
        return directory
    switch = _word("OPAMSWITCH", env)
    if switch:
        prefix = _asked((f"--switch={switch}",), environ, plans)
        if prefix is None:
            raise ConfigError(f"OPAMSWITCH={switch}: opam knows no such switch", None, "opam switch list shows them.")
        return prefix
    local = top / "_opam"
    return local if (local / "bin" / ELFTOOL).exists() else None


def _word(name: str, env: Environment) -> str:
    return given.word(name) or str(env.get(name) or "")


def _asked(options: tuple[str, ...], environ: Mapping[str, str], plans: PlanFile) -> Path | None:
    """The prefix of a switch, which opam says once, until its own configuration changes."""
    opam = shutil.which("opam", path=environ.get("PATH", ""))
    if opam is None:
        return None
    root = Path(environ.get("OPAMROOT") or Path(environ.get("HOME", "/"), ".opam"))
    now = [*map(state, (opam, str(root / "config"))), [environ.get("OPAMSWITCH"), str(root)]]
    name = " ".join(("opam var prefix", *options))
    said = plans.toolchains.get(name, {})
    if said.get("state") != now:
        command = [opam, "var", "prefix", *options]
        done = subprocess.run(command, env=dict(environ), capture_output=True, text=True, check=False)
        said = {"state": now, "prefix": done.stdout.strip() if done.returncode == 0 else ""}
        plans.put_toolchain(name, said)
    prefix = Path(said["prefix"])
    return prefix if said["prefix"] and prefix.is_dir() else None


def _within(prefix: Path, environ: Mapping[str, str]) -> dict[str, str]:
    search = [str(prefix / "bin"), *filter(None, [environ.get("PATH")])]
    found = [prefix / name for name in _CONFIGURATIONS if (prefix / name).exists()]
    findlib = {"OCAMLFIND_CONF": str(found[0])} if found else {}
    return {**environ, "PATH": os.pathsep.join(search), **findlib}
