"""Paths of modules, and what is not read: in expressions, patterns and items alike."""

from __future__ import annotations

from typing import NamedTuple

from mirage_scons.config_ml.source import Span

Path = tuple[str, ...]
"""The names of modules before a name: ``("Key", "Arg")`` in ``Key.Arg.info``."""


class Unsupported(NamedTuple):
    """What is OCaml, but is not read here; ``what`` names it, and ``hint`` says more than the general way out."""

    at: Span
    what: str
    hint: str = ""
