"""The libraries that a configuration may name, as the original's do: found by findlib, and only if they are named."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mirage_scons.model.errors import ConfigError, Location

LIBRARIES = {
    "Astring": "astring",
    "Bos": "bos",
    "Bos_setup": "bos.setup",
    "Cmdliner": "cmdliner",
    "Domain_name": "domain-name",
    "Emile": "emile",
    "Fmt": "fmt",
    "Fmt_cli": "fmt.cli",
    "Fmt_tty": "fmt.tty",
    "Fpath": "fpath",
    "Ipaddr": "ipaddr",
    "Ipaddr_unix": "ipaddr.unix",
    "Logs": "logs",
    "Logs_cli": "logs.cli",
    "Logs_fmt": "logs.fmt",
    "Macaddr": "macaddr",
    "Rresult": "rresult",
    "Str": "str",
    "Unix": "unix",
    "UnixLabels": "unix",
    "Uri": "uri",
}
"""Findlib's names of the libraries that mirage itself is made with, and of OCaml's own, by their modules."""

_DEBIAN = {
    "emile": "libemile-ocaml-dev",
    "macaddr": "libipaddr-ocaml-dev",
    "str": "ocaml",
    "unix": "ocaml",
}
"""Debian's packages of libraries, where they are not called after them."""


@dataclass(frozen=True)
class Library:
    """A library that is installed: findlib's name, its directory, and its archives of bytecode in there."""

    name: str
    directory: str
    archives: tuple[str, ...]

    @property
    def files(self) -> list[str]:
        """The paths of its archives."""
        return [os.path.join(self.directory, archive) for archive in self.archives]


def find(modules: Mapping[str, Location | None], environ: Mapping[str, str]) -> list[Library]:
    """The libraries of ``modules``, each after those that it needs; of each module, where it is named.

    :class:`ConfigError` for one that is not installed.
    """
    wanted = {LIBRARIES[module]: where for module, where in modules.items() if module in LIBRARIES}
    if not wanted:
        return []
    command = shutil.which("ocamlfind", path=environ.get("PATH", ""))
    if command is None:
        name, where = next(iter(wanted.items()))
        hint = "On Debian: sudo apt-get install ocaml-findlib"
        raise ConfigError(f"the library {name} is looked for with ocamlfind, which is not installed", where, hint)
    query = (command, "query", "-recursive", "-predicates", "byte", "-format", "%p\t%d\t%a", *wanted)
    done = subprocess.run(query, env=dict(environ), capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise _missing(done.stderr, wanted)
    lines = (line.split("\t") for line in done.stdout.splitlines())
    return [Library(name, directory, tuple(archives.split())) for name, directory, archives in lines]


def _missing(said: str, wanted: Mapping[str, Location | None]) -> ConfigError:
    match = re.search(r"Package [`']([^']+)' not found(?: - required by [`']([^']+)')?", said)
    if match is None:
        return ConfigError(f"ocamlfind failed: {said.strip()}", None, "Is findlib set up? Try ocamlfind list.")
    name, needing = match[1], match[2]
    where = next((where for other, where in wanted.items() if other in (name, needing)), None)
    also = f", which {needing} needs," if needing else ""
    return ConfigError(f"the library {name}{also} is not installed", where, remedy([name]))


def remedy(names: Sequence[str]) -> str:
    """What installs libraries."""
    first = list(dict.fromkeys(name.partition(".")[0] for name in names))
    packages = " ".join(_DEBIAN.get(name, f"lib{name}-ocaml-dev") for name in first)
    return f"On Debian: sudo apt-get install {packages}; with opam: opam install {' '.join(first)}"
