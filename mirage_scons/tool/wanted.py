"""What is to be locked: the needs of the variants of a unikernel, and how their versions are to be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass
class Wanted:
    """What is to be locked under ``name``: the opam files ``texts``, one for each variant that is built.

    ``asks`` are the places that ask for a package, ``local`` the packages that lie beside the program. ``repositories``
    are addresses, none for those that the lock names; ``toolchain`` is findlib's of a guest, whose libraries are of
    use instead of the system's. ``update`` names the packages whose versions need not stay, ``all`` for every one; a
    ``frozen`` lock is not changed. ``by_monorepo`` has opam-monorepo make it.
    """

    name: str
    texts: list[str]
    asks: Mapping[str, str]
    local: frozenset[str]
    repositories: Sequence[str]
    toolchain: str
    update: frozenset[str] = frozenset()
    frozen: bool = False
    by_monorepo: bool = False

    def take_in(self, other: Wanted) -> None:
        """Lock what another variant wants, too."""
        self.texts += [text for text in other.texts if text not in self.texts]
        self.asks = {**other.asks, **self.asks}
