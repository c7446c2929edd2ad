"""Translating a whole configuration: its file, and the modules beside it that it names."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mirage_scons import dsl
from mirage_scons.config_ml import reader
from mirage_scons.config_ml.parser import parse
from mirage_scons.config_ml.source import Source
from mirage_scons.convert.expressions import handle
from mirage_scons.convert.items import structure
from mirage_scons.convert.names import module_name
from mirage_scons.convert.nodes import s
from mirage_scons.convert.python import Block
from mirage_scons.convert.resolve import Resolution
from mirage_scons.convert.scopes import File
from mirage_scons.convert.translator import Translator
from mirage_scons.convert.verify import verify
from mirage_scons.model.errors import ConfigError, Location

_DEEPEST = 5_000
"""How many of Python's frames a translation may take: deeper ones are no configurations."""


class Converted(NamedTuple):
    """A configuration in Python: the texts of its files by their names, of which the first is ``config.py``.

    ``sources`` are the files of OCaml that these are of.
    """

    files: Mapping[str, str]
    sources: Mapping[str, Path]


def convert(path: Path) -> Converted:
    """The configuration at ``path``, which is a config.ml, in Python.

    It is read first, so that its own errors come first, then translated; what comes out is read, too, and means the
    same. :class:`ConfigError` for what is wrong, and with its place for what is not translated.
    """
    path = path.absolute()
    configuration = reader.read(path)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEPEST))
    try:
        converted = translated(path)
    except RecursionError:
        raise ConfigError("it is nested too deeply to be translated", Location(str(path), 1)) from None
    finally:
        sys.setrecursionlimit(limit)
    verify(configuration, converted.files, path)
    return converted


def translated(path: Path) -> Converted:
    """The configuration at ``path`` in Python, as it is translated: see :func:`convert`, which looks at it, too."""
    resolution = Resolution(lambda name: _beside(resolution, path, name))
    main = _file(path, "config")
    resolution.file(main)
    resolution.files = {"": main, **{name: file for name, file in resolution.files.items() if file is not None}}
    names = {file.name for file in resolution.files.values()}
    for file in resolution.files.values():
        file.function.reserved |= names
    blocks = {file.name: _written(file, resolution) for file in _in_order(resolution)}
    files = {f"{file.name}.py": blocks[file.name] for file in resolution.files.values()}
    return Converted(files, {f"{file.name}.py": file.source.path for file in resolution.files.values()})


def _in_order(resolution: Resolution) -> list[File]:
    """The modules before the configuration, which names them: what they define has its names first."""
    main, *others = resolution.files.values()
    return [*others, main]


def _file(path: Path, name: str) -> File:
    source = Source(path, path.read_bytes())
    return File(source, parse(source), name)


def _beside(resolution: Resolution, main: Path, name: str) -> File | None:
    """The module ``name`` that lies beside the configuration."""
    if name not in resolution.files:
        stems = (f"{name[:1].lower()}{name[1:]}", name)
        found = next((path for stem in stems if (path := main.parent / f"{stem}.ml").is_file() and path != main), None)
        if found is None:
            return None
        file = resolution.files[name] = _file(found, module_name(name))
        resolution.file(file)
    return resolution.files[name]


def _written(file: File, resolution: Resolution) -> str:
    """The text of a file."""
    import black  # which a build does not need
    from black.mode import TargetVersion
    from black.parsing import InvalidInput

    t = handle(Translator(file, resolution))
    head, body = Block(), Block()
    start = _header(t, file, head)
    structure(t, file.items, start, len(file.source.text), body)
    text = body.render()
    if file.name == "config" or set(re.findall(r"\w+", text)) & set(dsl.__all__):
        t.imports.add("from mirage_scons.dsl import *")
    whole = f"{head.render()}{_imports(t.imports)}\n{text}"
    mode = black.Mode(target_versions={TargetVersion.PY310})
    try:
        return black.format_str(whole, mode=mode)
    except InvalidInput as error:
        at = Location(str(file.source.path), 1)
        raise ConfigError(
            f"what was translated is no Python, which is a fault of the translation: {error}", at
        ) from None


def _header(t: Translator, file: File, out: Block) -> int:
    """The comments that stand at the head of a file, above what is imported; gives where they end."""
    first = file.items[0].at.start if file.items else len(file.source.text)
    opens = bool(file.items) and isinstance(file.items[0], s.Open)
    end = 0
    for comment in list(t.comments.left):
        if comment.end > first:
            break
        version = comment.start == 0 and re.match(r"# mirage\b", comment.lines[0]) is not None
        if not (version or opens or t.comments.blank_between(comment.end, _next(t, comment.end, first))):
            break
        if end and t.comments.blank_between(end, comment.start):
            out.blank()
        out.remark(comment.lines)
        t.comments.take(comment.start, comment.end)
        end = comment.end
    if end and (opens or t.comments.blank_between(end, first)):
        out.blank()
    return end


def _next(t: Translator, end: int, first: int) -> int:
    """Where the next comment begins after ``end``, or the first item."""
    return min([first, *(comment.start for comment in t.comments.left if comment.start >= end)])


def _imports(lines: set[str]) -> str:
    """The imports: of Python's own modules, of the language, of modules beside the file."""
    groups: list[list[str]] = [[], [], []]
    for line in sorted(lines, key=lambda line: (line.startswith("from"), line)):
        top = line.split()[1].partition(".")[0]
        groups[1 if top == "mirage_scons" else 0 if top in sys.stdlib_module_names else 2].append(line)
    return "\n\n".join("\n".join(group) for group in groups if group) + "\n"
