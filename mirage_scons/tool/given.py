"""What this run is given by name: on the command line, and in the saved file, over which the command line wins."""

from __future__ import annotations

import sys
from pathlib import Path

from SCons.Node.FS import get_default_fs
from SCons.Script import ARGLIST, ARGUMENTS, GetOption

from mirage_scons.model.errors import ConfigError
from mirage_scons.model.word import Word, Words
from mirage_scons.tool import saved
from mirage_scons.tool.variables import is_true, word_of

_known: dict[Path, list[tuple[str, Word]]] = {}
"""What was read in this run."""


def saved_file() -> Path:
    """Where values are saved: beside the SConstruct."""
    return Path(get_default_fs().Dir("#").abspath, saved.NAME)


def words() -> Words:
    """All that is given, the saved file's first; what this run forgets is not there any more.

    :class:`ConfigError` with the line if the saved file cannot be read.
    """
    gone = forgotten()
    found = [] if "all" in gone else [(name, word) for name, word in _saved() if name not in gone]
    return [*found, *ARGLIST]


def _saved() -> list[tuple[str, Word]]:
    path = saved_file()
    if path not in _known:
        try:
            _known[path] = saved.saved(path)
        except ConfigError as error:
            if not GetOption("clean"):
                raise
            _known[path] = []
            sys.stderr.write(f"scons: warning: {error}\n")
    return _known[path]


def forgotten() -> set[str]:
    """The names that this run takes out of the saved file; ``all`` is every one."""
    return set(filter(None, str(ARGUMENTS.get("forget", "")).split(",")))


def word(name: str) -> str:
    """The word for the tool's own variable ``name``, empty if nothing gives it."""
    return str(word_of(name, words()) or "")


def is_on(name: str) -> bool:
    """Whether the variable ``name`` is given and means yes. A saved file that is wrong is an error elsewhere."""
    try:
        return is_true(word(name))
    except ConfigError:
        return is_true(str(ARGUMENTS.get(name, "")))
