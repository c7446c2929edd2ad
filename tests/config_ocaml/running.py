"""Running texts as configurations, and what came of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mirage_scons.config_ocaml.reader import read
from mirage_scons.model.configuration import Configuration
from mirage_scons.model.errors import ConfigError
from mirage_scons.plan.plan import make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import Files, render

END = '\nlet () = Mirage.(register "test" [ main "Unikernel.Main" (job @-> job) $ noop ])\n'
"""What makes a configuration of any definitions."""


@contextmanager
def running(
    source: str, beside: Mapping[str, str] | None = None, environ: Mapping[str, str] | None = None
) -> Iterator[Configuration]:
    """The configuration that ``source`` is, with files ``beside`` it and more in its environment, while it runs."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "config.ml"
        path.write_text(source, encoding="utf-8", errors="surrogateescape")
        for name, text in (beside or {}).items():
            (path.parent / name).write_text(text, encoding="utf-8")
        configuration = read(path, environ={**os.environ, **(environ or {})})
        try:
            yield configuration
        finally:
            configuration.end()


def says(source: str, beside: Mapping[str, str] | None = None, environ: Mapping[str, str] | None = None) -> list[str]:
    """What the definitions in ``source`` print, a line each."""
    with running(source + END, beside, environ) as configuration:
        pass
    return [line.partition("says: ")[2] for line in configuration.warnings]


def generated(source: str, target: str = "unix", **given: str) -> Files:
    """What is generated for a configuration, with words for its keys."""
    with running(source) as configuration:
        return rendered(configuration, target, **given)


def rendered(configuration: Configuration, target: str = "unix", **given: str) -> Files:
    """What is generated for a configuration that runs."""
    words = {name: [word] for name, word in given.items()}
    return render(make(configuration.unikernel, target, R4_4, words, {}, Path("/")))


def error_of(source: str, beside: Mapping[str, str] | None = None, environ: Mapping[str, str] | None = None) -> str:
    """The error of a configuration, also one of what it generates; on the next line what to do."""
    try:
        with running(source, beside, environ) as configuration:
            rendered(configuration)
    except ConfigError as error:
        return said(error)
    return ""


def said(error: ConfigError) -> str:
    """An error: its line and column, what is wrong, and on the next line what to do."""
    hint = f"\n{error.hint}" if error.hint else ""
    where = error.where
    file = "" if where is None or where.file.endswith("config.ml") else f"{Path(where.file).name}:"
    place = "" if where is None else f"{file}{where.line}:{where.column or ''} "
    return f"{place}{error.message}{hint}"
