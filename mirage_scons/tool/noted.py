"""What a tree held when it was made, and what of it somebody has changed since.

Files are looked at by size and time; where these differ, content decides: a tree that comes from another machine, or is
only touched, is as it was.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from stat import S_ISLNK
from typing import Any, Union

from SCons.Script import GetOption

from mirage_scons.fetch.store import State, differing, state
from mirage_scons.tool.digest import Digests

Noted = dict[str, list[Any]]
"""For each file below a directory its size, the time of its last change, and what its content is."""

AnyPath = Union[str, Path]
"""Of hundreds of trees in a build with nothing to do, making a ``Path`` of each takes a while."""

_seen: dict[Path, State] = {}
_answers: dict[AnyPath, bool] = {}
"""What was seen in this run, and whether it was as noted."""


def look(root: Path) -> State:
    """What is below a directory. It is looked at once in a run, which is long only if it is interactive."""
    if GetOption("interactive"):
        return state(root)
    seen = _seen  # what another thread forgets meanwhile is not to be remembered
    found = seen.get(root)
    if found is None:
        found = seen[root] = state(root)
    return found


Links = dict[str, Any]
"""What shows that files are those of a tree: the directories that they lie in, what tells these apart from any others
and from themselves with other names in them, and the same of the tree. There are thousands: a digest is read fast.
"""


def links(root: Path, tree: Path, stamp: Path) -> Links | None:
    """What shows that the files below ``root`` are those of ``tree`` with this ``stamp``; ``None`` if not all are."""
    names = {name for name in state(tree) if tree / name != stamp}
    if names != set(state(root)) or any(_identity(root / name) != _identity(tree / name) for name in names):
        return None
    directories = [os.path.relpath(directory, root) for directory, _, _ in os.walk(root)]
    return {"directories": directories, "state": _state(root, directories), "tree": _identity_of(stamp)}


def is_as_noted(root: AnyPath, noted: Callable[[], Noted], said: Links | None, tree: AnyPath, stamp: AnyPath) -> bool:
    """Whether ``said`` still shows that the files below ``root`` are those of ``tree``, and these are as ``noted``.

    Of what is shared in this way every file is looked at once in a run; else nothing is known, and the answer no.
    """
    return said is not None and _once(root, lambda: _stays(root, said, stamp) and _is_tree_as_noted(tree, noted))


def _once(path: AnyPath, ask: Callable[[], bool]) -> bool:
    """The answer about a directory, asked for once in a run, which is long only if it is interactive."""
    known = _answers
    found = None if GetOption("interactive") else known.get(path)
    if found is None:
        try:
            found = known[path] = ask()
        except (OSError, LookupError, TypeError):
            found = known[path] = False  # something is gone, or the note is of another version
    return found


def _stays(root: AnyPath, said: Links, stamp: AnyPath) -> bool:
    return bool(said["tree"] == _identity_of(stamp) and said["state"] == _state(root, said["directories"]))


def _state(root: AnyPath, directories: Iterable[str]) -> str:
    """What is another as soon as a directory is another one, or holds other names."""
    prefix, look_at, found = f"{root}/", os.stat, list[int]()
    for name in directories:  # of a thousand: a loop is what takes the least time
        stat = look_at(prefix + name)
        found += (stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns)
    return hashlib.sha256(pickle.dumps(found, 4)).hexdigest()  # the fastest text of numbers, however large


def _is_tree_as_noted(tree: AnyPath, noted: Callable[[], Noted]) -> bool:
    return _once(tree, lambda: _is_untouched(f"{tree}/", noted()))


def _is_untouched(prefix: str, noted: Noted) -> bool:
    look_at = os.lstat
    for name, (size, written, *_) in noted.items():  # of thousands
        stat = look_at(prefix + name)
        if stat.st_size != size or stat.st_mtime_ns != written:
            return False
    return True


def _identity_of(stamp: AnyPath) -> list[int]:
    """What is another for a tree that is made anew; the time of change of its files is that of their last link, too."""
    stat = os.stat(stamp)
    return [stat.st_ino, stat.st_mtime_ns]


def _identity(path: Path) -> tuple[object, ...]:
    """What is equal for hard links of one file; symbolic links cannot be changed, and are one if they say the same."""
    stat = os.lstat(path)
    return ("link to", os.readlink(path)) if S_ISLNK(stat.st_mode) else (stat.st_dev, stat.st_ino)


def forget() -> None:
    """Look again at all directories: something was placed."""
    global _seen, _answers
    _seen, _answers = {}, {}


def note(root: Path) -> Noted:
    """What a tree holds that has just been made."""
    digests = Digests(root)  # what is known of files that nobody looks at again is not to be kept
    return {name: [*stat, content(root / name, digests)] for name, stat in sorted(state(root).items())}


def content(path: Path, digests: Digests) -> str:
    """What identifies the content of a file or link; empty if there is none."""
    to = f"link to {os.readlink(path)} " if path.is_symlink() else ""
    return to + digests.of_file(path)


def changed(noted: Noted, root: Path, now: State, digests: Digests) -> dict[str, str]:
    """The files below ``root``, of which ``now`` is the state, that are not as noted, each with its content."""
    stats: Mapping[str, object] = {name: said[:2] for name, said in noted.items()}
    found = {name: content(root / name, digests) for name in differing(stats, now)}
    return {name: what for name, what in found.items() if name not in noted or noted[name][2:] != [what]}
