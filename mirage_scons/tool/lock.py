"""The builder of locks: which versions a unikernel is made of. A lock that holds is left as it is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import COMMAND_LINE_TARGETS

from mirage_scons.tool import depext, switch
from mirage_scons.tool.digest import brief
from mirage_scons.tool.durable import write_text
from mirage_scons.tool.plan_file import product
from mirage_scons.tool.wanted import Wanted

if TYPE_CHECKING:
    from mirage_scons.opam.syntax import File

GOAL = "lock"
_DEFAULT = ("starter",)
"""The repositories of a lock that is made where nobody names any."""


def is_all_that_is_asked() -> bool:
    """Whether this run makes locks and builds nothing: that can be done for every target."""
    asked = set(map(str, COMMAND_LINE_TARGETS))
    return bool(asked) and asked <= {GOAL, depext.GOAL, switch.GOAL}


_nodes: dict[Path, Node] = {}
"""The locks of this run: variants of one unikernel, and Solo5's targets, share theirs."""


def lock_node(env: Environment, path: Path, wanted: Wanted, tools: Node) -> Node:
    """The node of the lock at ``path``: it is looked at again when an opam file, repositories or tools change."""
    node: Any = _nodes.get(path)
    if node is None:
        node = _nodes[path] = env.MirageLock(str(path), tools, MIRAGE_WANTED=wanted)[0]
        env.Precious(node)
        env.NoClean(node)
        env.NoCache(node)
        if GOAL in COMMAND_LINE_TARGETS or wanted.update:
            env.AlwaysBuild(node)
        beside = f"packages beside {wanted.name}: {', '.join(sorted(wanted.local)) or 'none'}"
        named = f"repositories {', '.join(wanted.repositories) or 'of the lock'}"
        env.Depends(node, [env.Value(said) for said in (named, beside, f"mirage_scons {brief(product())}")])
    node.get_build_env()["MIRAGE_WANTED"].take_in(wanted)
    read = [*wanted.texts, *_of_directories(wanted.texts, path.parent)]
    env.Depends(node, [env.Value(f"what {wanted.name} needs {brief(_digest(text))}") for text in read])
    return node


def _of_directories(texts: Sequence[str], top: Path) -> Iterator[str]:
    """What is read of packages that are pinned to directories."""
    for text in texts:
        if "pin-depends" in text:
            from mirage_scons.opam.parser import parse
            from mirage_scons.opam.pinned import directories, texts_of
            from mirage_scons.opam.pins import pins_of

            for pin, directory in directories(pins_of(parse(text)), top):
                yield from texts_of(pin, directory)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _lock(target: list[Node], source: list[Node], env: Environment) -> None:
    from mirage_scons.fetch.errors import FetchError  # imported where something is locked, not in every run
    from mirage_scons.opam.lexer import OpamSyntaxError
    from mirage_scons.opam.lock import LockError
    from mirage_scons.opam.monorepo import MonorepoError
    from mirage_scons.opam.system import ToolError

    path, wanted = Path(target[0].abspath), env["MIRAGE_WANTED"]
    try:
        made = _made(path, wanted, env)
        if made is not None:
            write_text(path, made)
    except OpamSyntaxError as error:
        hint = "Correct it where it comes from, or look for packages elsewhere (repositories=)."
        raise BuildError(node=target[0], errstr=f"{error}\n  {hint}") from None
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.strerror else str(error)
        raise BuildError(node=target[0], errstr=f"{what}\n  See to it, then lock again.") from None
    except (LockError, FetchError, MonorepoError, ToolError) as error:
        raise BuildError(node=target[0], errstr=str(error)) from None


def _made(path: Path, wanted: Wanted, env: Environment) -> str | None:
    """The text of a new lock, ``None`` if the one at ``path`` holds."""
    from mirage_scons.opam.host import LOCKING, host
    from mirage_scons.opam.lock import LockError, load_lock, show_lock
    from mirage_scons.opam.satisfy import unmet
    from mirage_scons.opam.system import system_packages
    from mirage_scons.tool.solve import solved

    shown = os.path.relpath(path)
    known = load_lock(path, shown)
    file, values = _whole(wanted), {**host(), **LOCKING}
    system = system_packages(env["ENV"], env.subst("$DUNE"), wanted.toolchain)
    reasons = ["there is no lock"] if known is None else unmet(known, file, values, system, path.parent)
    if not reasons and not wanted.update:
        return None
    if wanted.frozen:
        raise LockError("\n  ".join([f"lock=frozen: {shown} does not hold:", *(reasons or ["update= was given"])]))
    named = wanted.repositories or (known.repositories if known else ()) or _DEFAULT
    lock = solved(replace(wanted, repositories=named), file, values, system, known, path.parent, env)
    left = unmet(lock, file, values, system, path.parent) if wanted.by_monorepo else []
    if left:
        raise LockError("\n  ".join(["opam-monorepo makes a lock that does not hold:", *left]))
    return show_lock(lock)


def _whole(wanted: Wanted) -> File:
    """The dependencies of all variants as those of one opam file; what lies beside the program is provided."""
    from mirage_scons.opam.fields import PROVIDED
    from mirage_scons.opam.parser import parse
    from mirage_scons.opam.syntax import Field, File, Item, listed

    files = [parse(text, f"{wanted.name}.opam") for text in wanted.texts]
    depends = [value for file in files for value in listed(file.get("depends"))]
    provided = {str(value) for file in files for value in listed(file.get(PROVIDED))} | wanted.local
    pins = [value for file in files for value in listed(file.get("pin-depends"))]
    once = [one for at, one in enumerate(depends) if one not in depends[:at]]
    fields: list[Item] = [Field("depends", once), Field(PROVIDED, [*sorted(provided)]), Field("pin-depends", pins)]
    return File(fields, f"{wanted.name}.opam")


LOCK = Action(_lock, "$MIRAGELOCKCOMSTR")
