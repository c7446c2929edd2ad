"""Links of sources that others wrote: wherever the sources lie, they lead to what is among these."""

from __future__ import annotations

import os
from pathlib import Path

from mirage_scons.fetch.errors import FetchError

HINT = "These do not look like sources. Ask whoever made them."
"""What to do about sources that are refused."""

_FOLLOWED = 40
"""As many links lead to one another at most, as in Linux."""


def check_links(tree: Path) -> None:
    """:class:`FetchError` if a link below ``tree`` leads out of it, by itself or through others."""
    for directory, directories, files in os.walk(tree):
        for name in (*directories, *files):
            path = os.path.join(directory, name)
            if os.path.islink(path) and _leads_out(tree, os.path.relpath(path, tree)):
                what = f"the link {os.path.relpath(path, tree)} leads to {os.readlink(path)}, outside of the sources"
                raise FetchError(what, hint=HINT)


def _leads_out(tree: Path, link: str) -> bool:
    """Whether a link leads out of ``tree``, also if it comes back, or to itself; what it leads to need not be there."""
    left, place, followed = link.split("/")[::-1], list[str](), 0
    while left:
        part = left.pop()
        if part == "..":
            if not place:
                return True
            place.pop()
        elif part not in ("", "."):
            place.append(part)
            path = os.path.join(tree, *place)
            if os.path.islink(path):
                followed += 1
                to = os.readlink(path)
                if followed > _FOLLOWED or os.path.isabs(to):
                    return True
                place.pop()
                left += to.split("/")[::-1]
    return False
