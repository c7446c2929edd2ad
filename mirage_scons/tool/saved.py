"""The saved file: values for later runs, a line ``NAME = VALUE`` each, which people edit too.

A value is what would stand on the command line; only one that would not survive that, such as one with blanks at its
ends, is quoted, as JSON quotes texts. A name that is repeated has several values. A line that begins with ``#`` says
nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from pathlib import Path

from mirage_scons.model.errors import ConfigError, Location
from mirage_scons.model.word import SAVED, Origin, Word, Words

NAME = "mirage.vars"
"""What the file is called; it lies beside the SConstruct."""


def saved(path: Path) -> list[tuple[str, Word]]:
    """The words that the file at ``path`` gives, none if it does not exist.

    :class:`ConfigError` with the line for what cannot be read.
    """
    try:
        text = path.read_bytes().decode()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError("this is no UTF-8", Location(str(path), line), "Save the file as UTF-8.") from None
    return [(name, _word(value, path, number)) for number, name, value in _lines(text, path)]


def _lines(text: str, path: Path) -> Iterator[tuple[int, str, str]]:
    """The number, name and value of each line that gives something."""
    for number, line in enumerate(_split(text), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            name, equals, value = line.partition("=")
            if not equals or not _is_name(name.strip()):
                what = f"{line.strip()} gives nothing"
                raise ConfigError(what, Location(str(path), number), "Write NAME = VALUE, or # before a remark.")
            yield number, name.strip(), value.strip()


def _split(text: str) -> list[str]:
    return re.split(r"\r\n|\n", text)


def _is_name(name: str) -> bool:
    return re.fullmatch(r"[^\s=#\"]\S*", name) is not None


def _word(value: str, path: Path, number: int) -> Word:
    where = Location(str(path), number)
    if value.startswith('"'):
        try:
            value = json.loads(value)
        except ValueError:
            hint = r'Close it with ", and write \" and \\ for these letters in it.'
            raise ConfigError(f"{value} is no text in quotation marks", where, hint) from None
    return Word(value, Origin(SAVED, f"{path.name}:{number}", where))


def edited(text: str, words: Words, forgotten: Set[str]) -> str:
    """The file's ``text`` with ``words`` for their names, and without those that are ``forgotten``, or ``all``.

    What each other line says stays as it is. New names come last.
    """
    given: dict[str, list[str]] = {}
    for name, word in words:
        given.setdefault(name, []).append(f"{name} = {_value(word)}")
    lines: list[str] = []
    for line in _split(text):
        name = "" if line.lstrip().startswith("#") else line.partition("=")[0].strip()
        if name in given:
            lines += given[name]
            given[name] = []
        elif not name or not forgotten & {name, "all"}:
            lines.append(line)
    while lines and not lines[-1].strip():
        lines.pop()
    known = {line.partition("=")[0].strip() for line in lines}
    lines += [line for name, new in given.items() if name not in known for line in new]
    return "".join(f"{line}\n" for line in lines)


def _value(word: str) -> str:
    is_plain = word == word.strip() and word.isprintable() and not word.startswith('"')
    return str(word) if is_plain else json.dumps(word)
