"""The builder of sources: one node for each that a lock names, unpacked once for all unikernels of a build."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import GetOption

from mirage_scons.tool.durable import write_text
from mirage_scons.tool.named import Named, named
from mirage_scons.tool.network import cache_of, network_of
from mirage_scons.tool.noted import Noted, forget, note

if TYPE_CHECKING:
    from mirage_scons.fetch.source import Source
    from mirage_scons.opam.lock import Lock
    from mirage_scons.opam.lock import Source as Locked

SUFFIX = ".opam.locked"
"""What the name of a lock ends in."""

STAMP = ".fetched"
"""A file in each tree that says what is in it: who removes the tree removes the stamp."""


def read(path: Path) -> Lock | None:
    """The lock at ``path``; ``None`` as long as there is none."""
    from mirage_scons.opam.lock import LockError, load_lock

    try:
        return load_lock(path, os.path.relpath(path))
    except LockError as error:
        raise BuildError(errstr=str(error)) from None


def trees(lock: Lock, top: Path, root: Path) -> dict[str, tuple[Source, Path]]:
    """For each directory of a duniverse its source, and where that is unpacked below ``root``.

    ``top`` is the directory of the lock. What is a directory of the user's is not unpacked.
    """
    from mirage_scons.opam.sources import directory_of

    unpacked = [locked for locked in lock.sources if directory_of(locked, top) is None]
    found = {locked.directory: _source(locked, lock, top) for locked in unpacked}
    return {directory: (one, root / one.key) for directory, one in found.items()}


def _source(locked: Locked, lock: Lock, top: Path) -> Source:
    """The source that is ``locked``."""
    from mirage_scons.fetch.errors import FetchError
    from mirage_scons.opam.sources import source

    try:
        return source(locked, lock, top)
    except FetchError as error:
        raise BuildError(errstr=str(error)) from None


def sources_of_lock(node: Node, env: Environment, path: object) -> list[Node]:
    """Scanner: the sources that a lock names, each as the node of its stamp, or the user's directory by its path."""
    build = env["MIRAGE_BUILD"]
    if GetOption("clean"):  # other workspaces may have them, too
        build.cleans(env["MIRAGE_DUNIVERSE"])
        return []
    path = Path(node.abspath)
    found = named(path, build) if str(node).endswith(SUFFIX) else []
    nodes = []
    for one in found:
        if any(package.partition(".")[0] in env["MIRAGE_OVERRIDES"] for package in one.packages):
            continue  # the user has them
        if one.is_used_as_it_is:
            nodes.append(env.Value(f"{one.directory} {one.path}"))
        else:
            nodes.append(build.stamp(one.key) or _stamp_node(env, one, path))
    return sorted(nodes, key=str)


def _stamp_node(env: Environment, named: Named, lock: Path) -> Node:
    build = env["MIRAGE_BUILD"]
    tree = build.store / named.key
    node: Any = env.MirageSource(
        str(tree / STAMP),
        [],  # its path says what it is of
        MIRAGE_LOCK=lock,
        MIRAGE_NAMED=named,
        MIRAGE_PACKAGES=env.Literal(named.title),
    )[0]
    env.NoCache(node)
    env.Clean(node, str(tree))  # in an interactive session; see sweep
    if build.is_unsettled:
        env.AlwaysBuild(node)
    build.stamps[named.key] = node
    return node


def fetched(tree: Path) -> Noted:
    """What a tree held when it was fetched, as its stamp says; nothing if there is no stamp that can be read."""
    try:
        said = json.loads((tree / STAMP).read_bytes())["files"]
        return said if isinstance(said, dict) else {}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _wanted(path: Path, named: Named) -> Source:
    """The source that the lock at ``path`` names."""
    lock = read(path)
    assert lock is not None, "SCons builds the lock first"
    locked = next(one for one in lock.sources if one.directory == named.directory)
    return _source(locked, lock, path.parent)


def _fetch(target: list[Node], source: list[Node], env: Environment) -> None:
    from mirage_scons.fetch.errors import FetchError
    from mirage_scons.fetch.progress import DISPLAY
    from mirage_scons.fetch.source import obtain
    from mirage_scons.fetch.store import protect

    wanted, stamp = _wanted(env["MIRAGE_LOCK"], env["MIRAGE_NAMED"]), Path(target[0].abspath)
    packages = env["MIRAGE_NAMED"].title
    env["MIRAGE_BUILD"].begin()

    def warn(what: str) -> None:
        sys.stderr.write(f"scons: warning: {packages}: {what}\n")

    try:
        with DISPLAY.showing(packages) as tell:
            obtain(wanted, stamp.parent, cache_of(env), replace(network_of(env), progress=tell), warn)
        protect(stamp.parent)
        write_text(stamp, json.dumps({"when": time.time_ns(), "files": note(stamp.parent)}, indent=0))
        forget()
    except (FetchError, OSError) as error:
        shutil.rmtree(stamp.parent, ignore_errors=True)
        what = error.of(packages) if isinstance(error, FetchError) else f"{packages}: {error}"
        raise BuildError(node=target[0], errstr=str(what)) from None


FETCH = Action(_fetch, "$MIRAGEFETCHCOMSTR")
