"""Environments for targets: clones of the user's with what the target's tools need."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Mapping

from SCons.Environment import Base as Environment

from mirage_scons.targets import Target

_HANDED_ON = (
    "HOME",
    "LANG",
    "LC_*",
    "TERM",
    "TMPDIR",
    "SOURCE_DATE_EPOCH",
    "OPAM*",
    "OCAML*",
    "CAML*",
    "XDG_*",
    "NO_COLOR",
)


def target_environment(env: Environment, target: Target) -> Environment:
    """A clone of ``env`` for ``target``: its decisions are by content, and its commands find the user's tools.

    ``ENV`` has PATH as in the shell, then what ``env`` adds to it, and a few variables that OCaml's tools read.
    """
    clone = env.Clone(MIRAGE_TARGET=target.name, MIRAGE_CONTEXT=target.context)
    clone.Decider("content")
    clone["ENV"] = process_environment(env["ENV"], os.environ)
    return clone


def process_environment(own: Mapping[str, str], shell: Mapping[str, str]) -> dict[str, str]:
    """The environment of processes: ``own`` wins, but for PATH, where the shell's directories come first."""
    handed = {
        name: value for name, value in shell.items() if any(fnmatch.fnmatch(name, pattern) for pattern in _HANDED_ON)
    }
    search = [*shell.get("PATH", "").split(os.pathsep), *str(own.get("PATH", "")).split(os.pathsep)]
    path = os.pathsep.join(dict.fromkeys(filter(None, search)))
    return {**handed, **{name: str(value) for name, value in own.items()}, "PATH": path}
