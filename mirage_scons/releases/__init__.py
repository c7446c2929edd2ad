"""What one MirageOS release says of its packages, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Release(NamedTuple):
    """A release: its ``name``, the ``version`` that configurations may ask for, and the versions of its packages.

    ``table`` maps (package, use) to the lower (inclusive) and upper (exclusive) bound, empty where there is none.
    ``repositories`` are those of opam that hold ports of packages to dune, by name and URL; ``pinned`` are all that its
    packages are to be found in, the first before the others, as they were when it was made.
    """

    name: str
    version: str
    table: Mapping[tuple[str, str], tuple[str, str]]
    repositories: tuple[tuple[str, str], ...] = ()
    pinned: tuple[str, ...] = ()

    def bounds(self, package: str, use: str = "") -> tuple[str, str]:
        """The bounds of ``package`` for a use of it; the package's own where the use has none, else no bound."""
        return self.table.get((package, use)) or self.table.get((package, "")) or ("", "")
