"""Names that others chose, as places in a tree and nowhere else."""

from __future__ import annotations

from pathlib import Path

from mirage_scons.fetch.errors import FetchError


def inside(tree: Path, name: str) -> Path:
    """Where the file ``name`` of ``tree`` is; :class:`FetchError` if that is not in it, also by way of a link."""
    path = tree / name.replace("\0", "")
    if not name or "\0" in name or ".." in Path(name).parts or not path.resolve().is_relative_to(tree.resolve()):
        hint = "Whoever made the package has to name a place in its sources."
        raise FetchError(f"a file is to be put at {name!r}, outside of the sources", hint=hint)
    return path
