"""What counts as a change: other content. A file that has the size and time that it had then is not read again.

SCons reads files that are younger than two days in every build, and images are large. Its own decider by time and
content goes by a time that it remembers from before an action, so that it misses what is built in the same run.
"""

from __future__ import annotations

import os
from typing import Any

from SCons.Node import Node
from SCons.Node.FS import File


def is_changed(dependency: Any, target: Node, before: Any, repository: Node | None = None) -> bool:
    """Whether ``dependency`` has another content than it had ``before``, when ``target`` was built."""
    if isinstance(dependency, File) and _is_untouched(dependency, before):
        dependency.get_ninfo().csig = before.csig
        return False
    return bool(dependency.changed_content(target, before, repository))


def _is_untouched(file: Any, before: Any) -> bool:
    try:
        stat = os.stat(file.abspath)
        return bool(before.csig) and before.size == stat.st_size and before.timestamp == stat.st_mtime
    except (OSError, AttributeError):
        return False  # it is gone, or nothing is known of it
