"""What counts as a change: other content. A file that was not touched since it was last looked at is not read again.

SCons reads files that are younger than two days in every build, and images are large. Its own decider by time and
content goes by whole seconds, and by a time that it remembers from before an action: it misses what changes meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from SCons.Node import Node
from SCons.Node.FS import File

from mirage_scons.tool.digest import Digests, FileState, state_of

Decider = Callable[[Any, Node, Any, Any], bool]


def by_content(known: Digests) -> Decider:
    """The function for an environment's ``Decider`` that keeps SCons' signatures of contents in ``known``."""

    def is_changed(dependency: Any, target: Node, before: Any, repository: Any = None) -> bool:
        """Whether ``dependency`` has another content than it had ``before``, when ``target`` was built."""
        if not isinstance(dependency, File):
            return bool(dependency.changed_content(target, before, repository))
        path = str(dependency.rfile().abspath)
        is_new = getattr(dependency.get_ninfo(), "csig", None) is None  # else it may be of what is not there any more
        state = _state(path) if is_new else None
        then = getattr(before, "csig", None)
        if state and then and known.recall(path, state) == then:
            dependency.get_ninfo().csig = then
            return False
        changed = bool(dependency.changed_content(target, before, repository))
        if state:
            known.keep(path, state, str(dependency.get_csig()))
        return changed

    return is_changed


def _state(path: str) -> FileState | None:
    try:
        return state_of(path)
    except OSError:
        return None
