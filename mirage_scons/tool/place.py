"""Where a unikernel lies: its configuration, the SConstruct that builds it, its images, its repository."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mirage_scons.render.origin import Origin

if TYPE_CHECKING:
    from mirage_scons.model.unikernel import Unikernel


class Place(NamedTuple):
    """The directories of the configuration (``source``), of the SConstruct (``top``) and of the images (``dist``).

    ``config`` is the name of the configuration in its directory; ``graph`` is the unikernel itself where the SConstruct
    says it, and ``said`` what identifies it. ``name`` is what the unikernel is to be called, if that is another name
    than its own, and ``config_with`` what reads the configuration. ``repositories`` are those of opam that are needed
    beside its own: name and URL.
    """

    source: Path
    top: Path
    dist: Path
    config: str = "config.py"
    repositories: tuple[tuple[str, str], ...] = ()
    name: str = ""
    graph: Unikernel | None = None
    said: str = ""
    config_with: str = ""

    @property
    def title(self) -> str:
        """What is built, as messages say it and plans are known by."""
        written = str(self.source / self.config) if self.graph is None else f"{self.source} ({self.graph.name})"
        return f"{written} as {self.name}" if self.name else written

    @property
    def words(self) -> list[str]:
        """What of it files depend on: directories from each other, repositories, an SConstruct's graph, a reader."""
        directories = [os.path.relpath(self.source, self.top), os.path.relpath(self.dist, self.top)]
        said = [word for word in (self.said, self.config_with) if word]
        return [*directories, *(f"{name}:{url}" for name, url in self.repositories), *said]

    def origin(self, environ: Mapping[str, str]) -> tuple[Origin, tuple[Path, ...]]:
        """What the opam file says of it, and the files of git that decide it."""
        from mirage_scons.tool.git import find  # starts processes: not wanted where nothing changes

        repository, deciding = find(self.source, environ)
        root = repository.root if repository else self.top
        dist = os.path.relpath(self.dist, self.top)
        url = repository.url if repository else None
        return Origin(
            _below(self.top, root), _below(self.source, root), dist, url, repositories=self.repositories
        ), deciding


def _below(path: Path, root: Path) -> str:
    """``path`` from ``root``, empty for the root itself and for what is not below it."""
    relative = path.relative_to(root).as_posix() if path.is_relative_to(root) else "."
    return "" if relative == "." else relative
