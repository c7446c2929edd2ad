"""Environments for targets: clones of the user's with what the target's tools need."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from SCons.Environment import Base as Environment
from SCons.Errors import StopError

from mirage_scons.model.errors import ConfigError, nearest
from mirage_scons.targets import TARGETS, Target
from mirage_scons.tool import given, shared_cache
from mirage_scons.tool.build import Build, build_at
from mirage_scons.tool.guest import COMMANDS
from mirage_scons.tool.prefix import ELFTOOL, with_tools
from mirage_scons.tool.sdk import ARCHITECTURES, Sdk, find_sdk, host_architecture, triple
from mirage_scons.tool.tender import tender_of

_HANDED_ON = frozenset(("HOME", "LANG", "TERM", "TMPDIR", "SOURCE_DATE_EPOCH", "NO_COLOR"))
_BEGINNINGS = ("LC_", "OPAM", "OCAML", "CAML", "XDG_", "DUNE_CACHE")
"""The variables of the shell that processes get, and what others begin with that they get, too."""

_SHARED = {"DUNE_CACHE": "enabled", "DUNE_CACHE_TRANSPORT": "direct"}
"""dune's shared cache; before 3.0 it would start a server for it."""


def unikernel_environment(env: Environment, target: str, arch: str | None = None) -> Environment:
    """``env.UnikernelEnvironment(target)``: a clone of ``env`` whose tools compile and link for ``target``.

    ``arch`` is ``x86_64`` or ``aarch64``, else that of the command line, else this machine's. For unix and macosx the
    compilers stay as they are. What it sets is described in the reference. An unknown name stops SCons.
    """
    try:
        if target not in TARGETS:
            hint = nearest(target, list(TARGETS)) or f"One of {', '.join(TARGETS)}."
            raise ConfigError(f"there is no target {target}", None, hint)
        build = build_at(Path(env.Dir("$MIRAGE_BUILD_DIR").abspath))
        return target_environment(env, TARGETS[target], build, architecture(env, arch))
    except ConfigError as error:
        raise StopError(str(error)) from None


def architecture(env: Environment, named: str | None = None) -> str:
    """The architecture that is built for; :class:`ConfigError` for one that Solo5 does not have."""
    arch = named or given.word("arch") or str(env.get("MIRAGE_ARCH") or "") or host_architecture()
    if arch not in ARCHITECTURES:
        hint = nearest(arch, list(ARCHITECTURES)) or f"One of {', '.join(ARCHITECTURES)}."
        raise ConfigError(f"arch={arch}: Solo5 has no such architecture", None, hint)
    return arch


def target_environment(env: Environment, target: Target, build: Build, arch: str) -> Environment:
    """A clone of ``env`` for ``target``: its decisions are by content, and its commands find the user's tools.

    ``ENV`` has PATH as in the shell, then what ``env`` adds to it, and a few variables that OCaml's tools read.
    """
    clone = env.Clone(
        MIRAGE_TARGET=target.name, MIRAGE_CONTEXT=target.context, MIRAGE_ABI=target.abi, MIRAGE_BUILD=build
    )
    clone.Decider(build.decider)
    clone["ENV"] = process_environment(env["ENV"], os.environ)
    shared_cache.use(clone)
    if not target.is_process:
        clone["ENV"] = with_tools(clone["ENV"], env, build.plans)
        clone.Replace(**_guest(target, arch))
    return clone


def _guest(target: Target, arch: str) -> dict[str, Any]:
    """The construction variables of a guest. What the toolchain has to be asked is asked when it is needed."""
    return {
        **COMMANDS,
        "MIRAGE_ARCH": arch,
        "MIRAGE_SYSROOT": _of_sdk(lambda sdk: str(sdk.sysroot)),
        "MIRAGE_LIBC": _of_sdk(lambda sdk: str(sdk.libc)),
        "MIRAGE_TENDER": tender_of(target.name),
        "SOLO5_ELFTOOL": ELFTOOL,
        "CC": f"{triple(arch)}-cc",
        "LINK": f"{triple(arch)}-ld",
        "OBJCOPY": f"{triple(arch)}-objcopy",
        "CFLAGS": [],
        "CCFLAGS": ["-O2"],
        "CPPPATH": ["$MIRAGE_SYSROOT/include/nolibc"],
        "LINKFLAGS": [],
        "PROGSUFFIX": f".{target.image.rpartition('.')[2]}",
    }


def _of_sdk(value: Callable[[Sdk], str]) -> Callable[..., str]:
    """A construction variable that is asked of the toolchain when it is substituted."""

    def asked(target: object, source: object, env: Environment, for_signature: bool) -> str:
        if for_signature:
            return ""  # the note on the SDK says what it is; here a missing one would be a traceback
        return value(find_sdk(env["MIRAGE_BUILD"].plans, env["ENV"], str(env["MIRAGE_ARCH"])))

    return asked


def process_environment(own: Mapping[str, str], shell: Mapping[str, str]) -> dict[str, str]:
    """The environment of processes: ``own`` wins, but for PATH, where the shell's directories come first.

    Where neither says otherwise, what dune compiled once for this user is not compiled again elsewhere.
    """
    handed = {name: value for name, value in shell.items() if name in _HANDED_ON or name.startswith(_BEGINNINGS)}
    search = [*shell.get("PATH", "").split(os.pathsep), *str(own.get("PATH", "")).split(os.pathsep)]
    path = os.pathsep.join(dict.fromkeys(filter(None, search)))
    return {**_SHARED, **handed, **{name: str(value) for name, value in own.items()}, "PATH": path}
