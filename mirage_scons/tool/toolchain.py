"""The tools that compile a program: found on the PATH, asked for their versions, and remembered."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any, NamedTuple

from mirage_scons.tool.plan_file import PlanFile, state

_VARIABLES = (
    "OCAMLPATH",
    "OCAMLFIND_CONF",
    "OCAMLPARAM",
    "OCAMLLIB",
    "CAML_LD_LIBRARY_PATH",
    "OPAMSWITCH",
    "OPAM_SWITCH_PREFIX",
)
"""What else of the environment decides which libraries the tools find, and how they compile."""

DEBIAN_LIBRARIES = {
    "cmdliner": "libcmdliner-ocaml-dev",
    "cstruct": "libcstruct-ocaml-dev",
    "duration": "libduration-ocaml-dev",
    "fmt": "libfmt-ocaml-dev",
    "ipaddr": "libipaddr-ocaml-dev",
    "logs": "liblogs-ocaml-dev",
    "lwt": "liblwt-ocaml-dev",
    "mirage-crypto": "libmirage-crypto-ocaml-dev",
    "mirage-crypto-rng": "libmirage-crypto-ocaml-dev",
    "ptime": "libptime-ocaml-dev",
}
"""Debian's packages of the libraries that the starter universe is compiled against, by the library's first name."""


class UnusableError(Exception):
    """A tool is missing, too old or broken; the message says what to install."""


class Tool(NamedTuple):
    """A tool: the command, how it says its version, the oldest version that will do, and Debian's package of it."""

    command: str
    version: tuple[str, ...]
    oldest: str
    package: str


def _tools(dune: str) -> tuple[Tool, ...]:
    return (
        Tool(dune, (dune, "--version"), "2.7", "ocaml-dune"),
        Tool("ocamlfind", ("ocamlfind", "printconf", "path"), "", "ocaml-findlib"),
        Tool("ocamlopt", ("ocamlfind", "ocamlopt", "-version"), "4.08", "ocaml-nox"),
    )


def fingerprint(plans: PlanFile, name: str, environment: Mapping[str, str], dune: str = "dune") -> str:
    """What would make another program of the same sources: the tools' places and versions, and installed libraries.

    ``dune`` is the command by that name or in its place. ``plans`` remembers under ``name`` what the tools said: they
    are started only if they or the environment are not as they were. :class:`UnusableError` if one cannot be used.
    """
    tools = _tools(dune)
    found = {tool.command: shutil.which(tool.command, path=environment.get("PATH", "")) for tool in tools}
    missing = [tool for tool in tools if not found[tool.command]]
    if missing:
        raise UnusableError(_install(missing))
    now = [[state(path) for path in found.values()], [environment.get(name) for name in _VARIABLES]]
    said = plans.toolchains.get(name, {})
    if said.get("state") != now:
        said = {"state": now, "versions": [_ask(tool, environment) for tool in tools]}
        plans.put_toolchain(name, said)
    return _describe(said)


def _describe(said: Mapping[str, Any]) -> str:
    dune, search, ocaml = said["versions"]
    lines = [f"dune {dune}", f"ocaml {ocaml}"]
    lines += [f"libraries {path} {_libraries(path)}" for path in search.split()]
    return "\n".join(lines) + "\n"


def _libraries(path: str) -> str:
    """A digest of the libraries installed in a directory: package managers replace files, which touches directories."""
    try:
        with os.scandir(path) as entries:
            stats = sorted((entry.name, entry.stat().st_mtime_ns) for entry in entries if entry.is_dir())
    except OSError:
        return "none"
    return hashlib.sha256(repr(stats).encode()).hexdigest()


def _ask(tool: Tool, environment: Mapping[str, str]) -> str:
    command = " ".join(tool.version)
    try:
        result = subprocess.run(tool.version, env=dict(environment), capture_output=True, text=True, check=False)
    except OSError as error:
        raise UnusableError(f"{command} cannot be run: {error.strerror}. {_remedy([tool])}") from None
    said = result.stdout.strip()
    if result.returncode or not said:
        raise UnusableError(
            f"{command} failed: {result.stderr.strip() or f'exit status {result.returncode}'}. {_remedy([tool])}"
        )
    _check_age(tool, said)
    return said


def _check_age(tool: Tool, said: str) -> None:
    if not tool.oldest:
        return
    from packaging.version import InvalidVersion, Version  # not needed while the tools are known

    try:
        too_old = Version(said.partition("+")[0].lstrip("v")) < Version(tool.oldest)
    except InvalidVersion:
        return
    if too_old:
        raise UnusableError(f"{tool.command} {said} is too old: {tool.oldest} or newer is needed. {_remedy([tool])}")


def _install(missing: list[Tool]) -> str:
    names = " and ".join(tool.command for tool in missing)
    return f"{names} {'is' if len(missing) == 1 else 'are'} not installed. {_remedy(missing)}"


def _remedy(tools: list[Tool]) -> str:
    return f"On Debian: sudo apt-get install {' '.join(tool.package for tool in tools)}"
