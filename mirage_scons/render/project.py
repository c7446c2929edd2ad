"""The files of a new project: one unikernel, which builds as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mirage_scons.render.template import fill

Language = Literal["py", "ml"]
"""The ends of the names of configurations."""


def project(name: str, language: Language, target: str, *, guest: bool) -> Mapping[str, str]:
    """The text of each file of a project for the unikernel ``name``, by its path.

    Its configuration is in ``language``. ``target`` is what it is built for where nobody says else, empty for this
    machine; where a ``guest`` is among that, packages are looked for where those of MirageOS are.
    """
    return {
        f"config.{language}": fill(f"new-config.{language}.j2", name=name),
        "unikernel.ml": fill("new-unikernel.ml.j2"),
        "SConstruct": fill("new-sconstruct.j2", target=target, guest=guest),
        ".gitignore": fill("new-gitignore.j2"),
    }
