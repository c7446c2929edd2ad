"""Packages that the system has already: what findlib finds, and the tools that compile."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterable, Mapping

from mirage_scons.opam.formula import Every, Formula, Need, Some
from mirage_scons.opam.package import Summary
from mirage_scons.opam.universe import Candidate

_BASE = {"unix": "base-unix", "threads": "base-threads", "bigarray": "base-bigarray", "bytes": "base-bytes"}
_OF_OCAML = {
    "compiler-libs",
    "dynlink",
    "findlib",
    "graphics",
    "num-top",
    "ocamldoc",
    "runtime_events",
    "stdlib",
    "str",
}
"""Libraries that come with OCaml and findlib, for which opam has no packages."""

_UNSPECIFIED = "base"
"""The version of what has none of its own, as opam calls that of what comes with OCaml."""

_MARK = "\x1e"
_FORMAT = "%p\t%v\t%(requires)"


class ToolError(Exception):
    """A tool does not say what the system has: the command, what is wrong, and what to do."""


def system_packages(environ: Mapping[str, str], dune: str, toolchain: str = "") -> dict[str, Candidate]:
    """What the programs on the ``PATH`` of ``environ`` and findlib have, by opam's names.

    Libraries are those that findlib has for ``toolchain``; where it knows none of this name there are none.
    :class:`ToolError` if a program cannot be asked.
    """
    ocaml = _asked(["ocamlfind", "ocamlopt", "-version"], environ)
    found = {
        "ocaml": _candidate("ocaml", ocaml),
        "ocaml-base-compiler": _candidate("ocaml-base-compiler", ocaml),
        "dune": _candidate("dune", _asked([dune, "--version"], environ)),
        "ocamlfind": _candidate("ocamlfind", _asked(["ocamlfind", "query", "-format", "%v", "findlib"], environ)),
        **{base: _candidate(base, "base") for base in _BASE.values()},
    }
    if not toolchain:
        return {**found, **_libraries(environ, found)}
    chosen = {**environ, "OCAMLFIND_TOOLCHAIN": toolchain}
    search = ["ocamlfind", "printconf", "path"]
    is_known = _asked(search, chosen) != _asked(search, environ)  # else findlib answers for this machine
    return {**found, **_libraries(chosen, found)} if is_known else found


def _asked(command: list[str], environ: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(
            command, env=dict(environ), capture_output=True, encoding="utf-8", errors="surrogateescape", check=False
        )
    except OSError as error:
        raise _wrong(command, f"cannot be run: {error.strerror}") from None
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise _wrong(command, f"failed: {said[-1]}")
    return done.stdout.rstrip("\n")


def _wrong(command: list[str], what: str) -> ToolError:
    hint = "Run it by hand to see more; where findlib looks is said by OCAMLPATH and OCAMLFIND_CONF."
    return ToolError(f"{shlex.join(command[:2])} {what}\n  {hint}")


def _libraries(environ: Mapping[str, str], tools: Mapping[str, Candidate]) -> dict[str, Candidate]:
    """The candidates of all libraries, with what each needs; parts of a library may need more than itself does."""
    names = [line.split(maxsplit=1)[0] for line in _asked(["ocamlfind", "list"], environ).splitlines()]
    versions: dict[str, str] = {}
    own: dict[str, set[str]] = {}
    parts: dict[str, set[str]] = {}
    for library, version, requires in _queried(names, environ):
        package, _, part = library.partition(".")
        needed = set(_packages(requires.replace(",", " ").split())) - {package}
        (parts if part else own).setdefault(package, set()).update(needed)
        if versions.get(package, _UNSPECIFIED) == _UNSPECIFIED:
            versions[package] = _version(version)
    return {
        package: _candidate(package, version, own.get(package, ()), parts.get(package, set()))
        for package, version in versions.items()
        if package not in _OF_OCAML and package not in _BASE and package not in tools
    }


def _queried(names: list[str], environ: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    """The name, the version and what it requires, of each library; a list of these may go on for several lines."""
    command = ["ocamlfind", "query", "-format", f"{_MARK}{_FORMAT}", *names]
    for one in _asked(command, environ).split(_MARK)[1:]:
        parts = one.split("\t", 2)
        if len(parts) != 3:
            raise _wrong(command, f"says what cannot be understood: {one.strip()}")
        yield parts[0], parts[1], parts[2]


def _version(said: str) -> str:
    """A version without a leading v; in brackets stands that there is none."""
    return _UNSPECIFIED if not said or said.startswith("[") else re.sub(r"^v(?=[0-9])", "", said)


def _packages(libraries: Iterable[str]) -> Iterable[str]:
    first = (library.partition(".")[0] for library in libraries)
    return (_BASE.get(name, name) for name in first if name not in _OF_OCAML)


def _candidate(name: str, version: str, needs: Iterable[str] = (), parts: Iterable[str] = ()) -> Candidate:
    """``needs`` are to be of the system too; those of ``parts`` only must not be of another origin."""
    return Candidate(name, version, None, Summary(_every(needs), _any(parts), (), True, False, True, True, False))


def _every(packages: Iterable[str]) -> Formula | None:
    found = tuple(Need(package, None) for package in sorted(packages))
    return Every(found) if found else None


def _any(packages: Iterable[str]) -> Formula | None:
    found = tuple(Need(package, None) for package in sorted(packages))
    return Some(found) if found else None
