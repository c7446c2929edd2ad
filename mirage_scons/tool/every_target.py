"""``target=all``: every target that a unikernel can be built for on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence

from SCons.Environment import Base as Environment
from SCons.Script import GetOption

from mirage_scons.model.errors import ConfigError
from mirage_scons.model.word import Words
from mirage_scons.targets import TARGETS
from mirage_scons.tool.build import Build
from mirage_scons.tool.environment import architecture
from mirage_scons.tool.plan_file import Entry
from mirage_scons.tool.prefix import ELFTOOL, with_tools
from mirage_scons.tool.sdk import bindings_of, lacks_binding, triple
from mirage_scons.tool.variables import host_target

Render = Callable[[Sequence[str]], list[Entry]]
"""What is rendered for some targets; :class:`ConfigError` where that cannot be."""

_said: set[str] = set()
"""What this run has said of targets that are left out."""


def with_tools_here(targets: Sequence[str], env: Environment, build: Build, environ: dict[str, str]) -> list[str]:
    """Those of ``targets`` whose tools ``env`` has, started with ``environ``; the others are said once in a run."""
    guests = [name for name in targets if not TARGETS[name].is_process]
    search = with_tools(environ, env, build.plans).get("PATH", "")
    linker = shutil.which(f"{triple(architecture(env))}-ld", path=search)
    if shutil.which(ELFTOOL, path=search) is None or linker is None:
        what = f"{ELFTOOL} is not installed\n  To install what guests need: scons target=hvt switch"
    else:
        what = f"Solo5 as it is installed has no binding for them\n  Looked for in {bindings_of(linker)}"
        guests = [name for name in guests if lacks_binding(linker, TARGETS[name].abi)]
    if guests:
        _say(f"target=all leaves out {', '.join(guests)}: {what}")
    return [name for name in targets if name not in guests]


def possible(targets: Sequence[str], config: str, build: Build, words: Words, render: Render) -> list[Entry]:
    """What the configuration ``config`` is rendered to for those of ``targets`` that it can be built for.

    The others are said. That they cannot be is remembered, as long as nothing changes that could allow them.
    :class:`ConfigError` if there is no target that it can be built for.
    """
    first = host_target() if host_target() in targets else targets[0]
    entries = render([first])  # what is wrong here is most likely wrong for all of them
    state = _state(entries[0], words)
    for target in targets:
        name = f"{config} {target}"
        known = build.plans.refused.get(name, {})
        if known.get("state") == state:
            _leave_out(entries[0].name, target, known["reason"])
        elif target != first:
            try:
                entries += render([target])
            except ConfigError as error:
                build.plans.put_refused(name, {"state": state, "reason": str(error)})
                _leave_out(entries[0].name, target, str(error))
    return sorted(entries, key=lambda entry: targets.index(entry.target))


def _state(entry: Entry, words: Words) -> str:
    """Identifies what decides whether a configuration can be built for a target."""
    read = [dict(entry.inputs), dict(entry.environ), [(name, str(word)) for name, word in words]]
    environ = {name: os.environ.get(name) for name in entry.environ}
    return hashlib.sha256(json.dumps([read, environ], sort_keys=True).encode()).hexdigest()


def _leave_out(name: str, target: str, reason: str) -> None:
    _say(f"target=all leaves out {name}:{target}: {reason}")


def _say(text: str) -> None:
    if text not in _said and not GetOption("clean") and not GetOption("help"):
        _said.add(text)
        sys.stderr.write(f"scons: {text}\n")
