"""An SDK of guests, as the tests use one: the stand-in, or a real one that is installed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from project import Project


@dataclass(frozen=True)
class GuestSdk:
    """An SDK whose commands are in ``commands``, with findlib's configuration and ``repositories`` of packages.

    ``runs`` are the targets whose images can be run here, each with the words that this takes.
    """

    commands: Path
    findlib: str | None
    repositories: tuple[str, ...]
    runs: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"hvt": (), "spt": (), "virtio": ()})

    @property
    def word(self) -> str:
        """The word of the command line by which its packages are found."""
        return f"repositories={','.join(self.repositories)}"

    def use(self, project: Project) -> None:
        """Have its commands found on the PATH."""
        project.environ["PATH"] = f"{self.commands}{os.pathsep}{os.environ['PATH']}"
        project.environ["OCAMLFIND_CONF"] = self.findlib


def standin(prefix: Path) -> GuestSdk:
    """The stand-in that is installed in ``prefix``."""
    return GuestSdk(prefix / "bin", str(prefix / "lib" / "findlib.conf"), (str(prefix / "repository"), "starter"))
