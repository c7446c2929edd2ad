"""What ``env.Unikernel`` returns: the images, and by their names other nodes that a build may want."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from SCons.Environment import Base as Environment
from SCons.Node import Node

from mirage_scons.render import layout
from mirage_scons.tool.place import Place
from mirage_scons.tool.plan_file import Entry


class Made(NamedTuple):
    """The nodes of one unikernel for one target; a process has no manifest."""

    image: Node
    lock: Node
    opam: Node
    manifest: Node | None
    graph: Node


def shown(env: Environment, root: Path, place: Place, entry: Entry) -> Made:
    """The nodes of ``entry``, for a run that builds none of them; ``root`` is the build directory."""
    home = root / entry.name / entry.target
    opam = next(name for name in entry.files if name.endswith(".opam"))
    return Made(
        env.File(str(place.dist / entry.image)),
        env.File(str(place.source / entry.lock)),
        env.File(str(home / opam)),
        env.File(str(home / layout.MANIFEST)) if layout.MANIFEST in entry.files else None,
        env.File(str(home / layout.GRAPH)),
    )


class Images(list[Node]):
    """The images, one for each target, as a list that other builders take.

    ``lock``, ``opam``, ``manifest`` and ``graph`` are lists of the other nodes: the locks, which targets may share, the
    opam files, the manifests of guests of Solo5, and the device graphs in Graphviz' language.
    """

    def __init__(self, made: Iterable[Made] = ()) -> None:
        self._made = tuple(made)
        super().__init__(one.image for one in self._made)

    @property
    def lock(self) -> list[Node]:
        """The locks, each once."""
        return list(dict.fromkeys(one.lock for one in self._made))

    @property
    def opam(self) -> list[Node]:
        """The opam files."""
        return [one.opam for one in self._made]

    @property
    def manifest(self) -> list[Node]:
        """The manifests of guests, as JSON."""
        return [one.manifest for one in self._made if one.manifest is not None]

    @property
    def graph(self) -> list[Node]:
        """The device graphs."""
        return [one.graph for one in self._made]
