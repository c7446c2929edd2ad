"""Reading texts as configurations, and what came of it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from mirage_scons.config_ml.reader import read
from mirage_scons.model.configuration import Configuration
from mirage_scons.model.errors import ConfigError

END = '\nlet () = Mirage.(register "test" [ main "Unikernel.Main" (job @-> job) $ noop ])\n'
"""What makes a configuration of any definitions."""


def configuration(
    source: str, beside: Mapping[str, str] | None = None, environ: Mapping[str, str] | None = None
) -> Configuration:
    """The configuration that ``source`` is, with files ``beside`` it."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "config.ml"
        path.write_text(source, encoding="utf-8", errors="surrogateescape")
        for name, text in (beside or {}).items():
            (path.parent / name).write_text(text, encoding="utf-8")
        return read(path, environ=environ or {})


def says(source: str) -> list[str]:
    """What the definitions in ``source`` print, a line each."""
    lines = configuration(source + END).warnings
    return [line.partition("says: ")[2] for line in lines]


def error_of(source: str, beside: Mapping[str, str] | None = None) -> str:
    """The error of a configuration: its line and column, what is wrong, and on the next line what to do."""
    try:
        configuration(source, beside)
    except ConfigError as error:
        hint = f"\n{error.hint}" if error.hint else ""
        place = f"{error.where.line}:{error.where.column} " if error.where and error.where.column else ""
        return f"{place}{error.message}{hint}"
    return ""
