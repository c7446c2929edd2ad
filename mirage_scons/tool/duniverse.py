"""The builder that joins sources: what a lock names, placed in a workspace for dune.

What the user changes there is noticed, and compiled; it is not replaced without being asked about.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import GetOption

from mirage_scons.tool.build import owned
from mirage_scons.tool.digest import Digests
from mirage_scons.tool.durable import write_text
from mirage_scons.tool.fetch import STAMP, fetched, read, sources_of_lock, trees
from mirage_scons.tool.mirror import Source
from mirage_scons.tool.noted import Noted, changed, forget, is_as_noted, links, look
from mirage_scons.tool.placed import Placed, in_short, note_placed, placed

if TYPE_CHECKING:
    from mirage_scons.opam.lock import Lock

JOIN = ".sources"


def joined_node(env: Environment, duniverse: Path, lock: Node) -> Node:
    """The node that says which sources lie in ``duniverse``: those of ``lock``, in place when it is built."""
    if GetOption("implicit_cache") and not GetOption("clean"):  # SCons remembers these names, and asks no scanner
        sources_of_lock(lock, env, ())
    used = sorted(f"{name} is taken from {path}" for name, path in env["MIRAGE_OVERRIDES"].items())
    node: Any = env.MirageJoin(str(duniverse / JOIN), [lock, *map(env.Value, used)], MIRAGE_DUNIVERSE=duniverse)[0]
    env.Precious(node)
    env.NoCache(node)
    is_gone = any(not used.root.is_dir() for used in overridden(duniverse).values())
    if is_gone or any(
        _missing(duniverse / name, said) for name, said in _in_doubt(duniverse, env["MIRAGE_BUILD"].store)
    ):
        env.AlwaysBuild(node)
    return node


def _in_doubt(duniverse: Path, store: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The directories of a duniverse that are not seen at once to be as they were placed, with what was noted."""
    for name, said in in_short(duniverse).items():
        if "override" not in said and not _is_as_placed(f"{duniverse}/{name}", said, store):
            yield name, placed(duniverse)[name]


def _is_as_placed(root: str, said: Mapping[str, Any], store: Path) -> bool:
    """Whether a directory of a duniverse is seen at once to be as ``said`` was noted, its files shared with others."""
    tree = f"{store}/{said['key']}"
    return is_as_noted(root, lambda: fetched(Path(tree)), said.get("links"), tree, f"{tree}/{STAMP}")


def _missing(root: Path, said: Mapping[str, Any]) -> list[str]:
    there = look(root)
    return [name for name in said["files"] if name not in there]


def overridden(duniverse: Path) -> dict[str, Source]:
    """The directories that lie in a duniverse as they are, file by file, and what is used there."""
    return _overridden(duniverse, in_short(duniverse))


def _overridden(duniverse: Path, said: Placed) -> dict[str, Source]:
    without = owned().union(duniverse.parents)  # the build may lie in a directory that it uses
    used = {directory: one["override"] for directory, one in said.items() if "override" in one}
    return {directory: Source(Path(path), without, project=True) for directory, path in used.items()}


def signature(duniverse: Path, digests: Digests, store: Path) -> str:
    """What was changed in ``duniverse`` or is used there as it is, by content; :data:`JOIN` says which sources.

    ``store`` holds the trees that its files may be links to. It stays the same while these are fetched and placed: with
    ``--implicit-cache`` it is asked for before that.
    """
    whole = hashlib.sha256()
    used = overridden(duniverse)
    for directory, source in sorted(used.items()):
        files = source.files() if source.root.is_dir() else []  # else the node that joins them says so
        whole.update(f"{directory} {digests.of_tree(source.root, files)}\n".encode())
    for directory, said in sorted(_in_doubt(duniverse, store)):
        root = duniverse / directory
        for name, content in changed(said["files"], root, look(root), digests).items():
            whole.update(f"{directory}/{name} {content}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def _join(target: list[Node], source: list[Node], env: Environment) -> None:
    duniverse, build = Path(env["MIRAGE_DUNIVERSE"]), env["MIRAGE_BUILD"]
    lock = read(Path(source[0].abspath))
    assert lock is not None, "SCons builds the lock first"
    build.begin()
    top = Path(source[0].abspath).parent
    used = directories(lock, env["MIRAGE_OVERRIDES"])
    used.update(_pinned(lock, top, set(used)))
    found = trees(lock, top, build.store).items()
    wanted = {directory: (one.key, tree) for directory, (one, tree) in found if directory not in used}
    _refuse_unfetched(wanted)
    try:
        _arrange(duniverse, wanted, used, build.digests)
    except OSError as error:
        raise BuildError(node=target[0], errstr=f"{error.filename}: {error.strerror}") from None
    lines = [f"{directory} {key}\n" for directory, (key, _) in sorted(wanted.items())]
    lines += [f"{directory} {path}\n" for directory, path in sorted(used.items())]
    write_text(Path(target[0].abspath), "".join(lines))


def _pinned(lock: Lock, top: Path, used: Container[str]) -> dict[str, Path]:
    """The directories that packages are pinned to by a lock in ``top``, but for ``used``, which lie elsewhere.

    :class:`BuildError` for one that is not there.
    """
    from mirage_scons.opam.sources import directory_of

    found = {}
    for locked in lock.sources:
        path = directory_of(locked, top)
        if path is not None and locked.directory not in used:
            if not path.is_dir():
                packages = ", ".join(lock.provides(locked)) or locked.directory
                hint = "Put it there, or pin the package to another place."
                raise BuildError(errstr=f"{packages}: there is no directory {path}\n  {locked.url}\n  {hint}")
            found[locked.directory] = path
    return found


def _refuse_unfetched(wanted: Mapping[str, tuple[str, Path]]) -> None:
    for directory, (_, tree) in wanted.items():
        if not (tree / STAMP).exists():
            hint = "Run scons without --implicit-deps-unchanged, which hides what a new lock names, and without -i."
            raise BuildError(errstr=f"{directory} is not fetched\n  {hint}")


def directories(lock: Lock, overrides: Mapping[str, Path]) -> dict[str, Path]:
    """The directories of a duniverse that lie elsewhere; :class:`BuildError` for a package that is not vendored."""
    homes = {package.partition(".")[0]: one.directory for one in lock.sources for package in lock.provides(one)}
    for name in overrides:
        if name not in homes:
            known = "comes from the system" if name in lock.system else "is not needed"
            raise BuildError(
                errstr=f"override={name}: {name} {known}\n  Only what is compiled with the unikernel can be."
            )
    return {homes[name]: path for name, path in overrides.items()}


def _arrange(duniverse: Path, wanted: dict[str, tuple[str, Path]], used: Mapping[str, Path], digests: Digests) -> None:
    """Place what is wanted and not there, and remove what is not wanted any more."""
    from mirage_scons.fetch.store import link, place

    forget()
    had = placed(duniverse)
    now = {name: said for name, said in had.items() if _is_kept(duniverse / name, said, wanted.get(name), digests)}
    for directory in had.keys() - now.keys() - _overridden(duniverse, had).keys():
        _refuse_edited(duniverse / directory, had[directory]["files"], "placed, and it would be replaced now", digests)
    missing = {name: _missing(duniverse / name, said) for name, said in now.items()}
    for directory, (_, tree) in wanted.items():
        if missing.get(directory) != []:
            _refuse_edited(tree, fetched(tree), "fetched, and it would be compiled now", digests)
    _remove_others(duniverse, set(now))
    for directory, (key, tree) in wanted.items():
        root = duniverse / directory
        if directory in now:
            for name in missing[directory]:
                link(tree / name, root / name)
            if missing[directory]:
                now[directory] = {**now[directory], "links": links(root, tree, tree / STAMP)}
        else:
            place(tree, root)
            (root / STAMP).unlink(missing_ok=True)
            now[directory] = {"key": key, "files": fetched(tree), "links": links(root, tree, tree / STAMP)}
            note_placed(duniverse, now)
    now.update({directory: {"key": "", "files": {}, "override": str(path)} for directory, path in used.items()})
    note_placed(duniverse, now)
    forget()


def _is_kept(root: Path, said: Mapping[str, Any], wanted: tuple[str, Path] | None, digests: Digests) -> bool:
    """Whether the files in a directory of a duniverse, of which ``said`` was noted, are what is ``wanted`` there.

    If their tree has been fetched anew, those that nobody changed are to be shared with it again: else each build looks
    at all of them.
    """
    if wanted is None or said["key"] != wanted[0] or not root.is_dir():
        return False
    if not said.get("links") or _is_as_placed(str(root), said, wanted[1].parent):
        return True
    return bool(changed(said["files"], root, look(root), digests))


def _refuse_edited(root: Path, before: Noted, since: str, digests: Digests) -> None:
    now = {name: stat for name, stat in look(root).items() if name != STAMP}
    edited = list(changed(before, root, now, digests)) if now else []
    if edited:
        more = f" and {len(edited) - 1} more" if len(edited) > 1 else ""
        hint = f"Keep what you changed elsewhere, then remove {root}."
        raise BuildError(errstr=f"{root / edited[0]}{more}: changed since it was {since}\n  {hint}")


def _remove_others(duniverse: Path, kept: set[str]) -> None:
    for path in duniverse.iterdir() if duniverse.is_dir() else ():
        if path.is_dir() and not path.is_symlink() and path.name not in kept:
            shutil.rmtree(path)


ARRANGE = Action(_join, "$MIRAGEJOINCOMSTR")
