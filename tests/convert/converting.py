"""Texts of config.ml translated, and what came of it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from mirage_scons.convert.program import convert
from mirage_scons.model.errors import ConfigError

END = '\nlet () = register "test" [ main "Unikernel.Main" (job @-> job) $ noop ]\n'
"""What makes a configuration of definitions."""

HEAD = "from mirage_scons.dsl import *\n\n"


def files_of(source: str, beside: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """The files of Python that ``source`` becomes, with files ``beside`` it."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "config.ml"
        path.write_text(source, encoding="utf-8")
        for name, text in (beside or {}).items():
            (path.parent / name).write_text(text, encoding="utf-8")
        return convert(path).files


def python(definitions: str) -> str:
    """What ``definitions`` in the language of config.ml become, without what is around them."""
    text = files_of(f"open Mirage\n\n{definitions}{END}")["config.py"]
    return text.replace(HEAD, "").rpartition('register("test"')[0].strip("\n") + "\n"


def refusal(definitions: str) -> str:
    """The error of what is not translated: its line and column, what it is, and on the next line what to do."""
    try:
        files_of(f"open Mirage\n\n{definitions}{END}")
    except ConfigError as error:
        place = error.where and f"{error.where.line}:{error.where.column}"
        return f"{place} {error.message}\n{error.hint}"
    return ""
