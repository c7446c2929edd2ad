"""What OCaml's tools say on their standard error, as errors with the line itself."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mirage_scons.config_ml.mirage.devices import MIRAGE
from mirage_scons.config_ml.source import Source, Span
from mirage_scons.model.errors import ConfigError, Location

OURS = "mirage_scons"
"""What OCaml calls what is no file of the configuration."""
_PLACE = re.compile(
    r'^File "(?P<file>[^"]*)", lines? (?P<line>\d+)(?:-(?P<last>\d+))?'
    r"(?:, characters (?P<start>-?\d+)-(?P<end>-?\d+))?:\s*$",
    re.MULTILINE,
)
_ERROR = re.compile(r"^(?:Error|Exception|Fatal error)(?: \([^)]*\))?:\s*", re.MULTILINE)
_HINT = re.compile(r"^\s*Hint:\s*", re.MULTILINE)


def span(
    sources: Mapping[str, Source], file: str, line: int, start: int, end: int, last: int | None = None
) -> Span | None:
    """The part of one of the files that OCaml names by ``file``; of several lines, what is marked of the first."""
    source = sources.get(file)
    if source is None:
        return None
    first = source.begins(line)
    return Span(source, first + start, len(source.text) if last not in (None, line) else first + end)


def compile_error(said: str, sources: Mapping[str, Source]) -> ConfigError:
    """The error that a compiler printed, with its place."""
    place = _PLACE.search(said)
    error = _ERROR.search(said, place.end() if place else 0)
    message = said[error.end() if error else place.end() if place else 0 :]
    message = message[: following.start()] if (following := _PLACE.search(message)) else message
    what, *hints = _HINT.split(message)
    where = _where(place, sources) if place else None
    hint = _of_another_release(what) or " ".join(map(_line, hints)) or _missing_module(what)
    return ConfigError(f"OCaml says: {_line(what)}" if _line(what) else "OCaml fails without a word", where, hint)


def _where(place: re.Match[str], sources: Mapping[str, Source]) -> Location | None:
    last = int(place["last"]) if place["last"] else None
    found = span(sources, place["file"], int(place["line"]), int(place["start"] or 0), int(place["end"] or 0), last)
    named = Location(place["file"], int(place["line"]))  # as a directive in the file says
    return found.location() if found else None if place["file"] == OURS else named


_SENTENCE = re.compile(r"\n\s*(?=(?:Here|It|Only|The|These|This|Type|Types|Values) )")


def _line(text: str) -> str:
    """A message on one line: OCaml breaks it at 80 columns, and begins a sentence on a line of its own."""
    joined = " ".join(_SENTENCE.sub(". ", text.strip()).split())
    return joined.replace("Mirage_scons_core.", "Functoria.")  # which has all of it


def _of_another_release(what: str) -> str:
    """What to write instead of a name that another release of MirageOS has."""
    value = re.match(r"\s*Unbound value (?:Mirage\.)?(\w+)\s*$", what)
    return MIRAGE.missing(value[1]) if value else ""


def _missing_module(what: str) -> str:
    module = re.match(r"\s*Unbound module (\w)(\w*)", what)
    if module is None:
        return ""
    file = f"{module[1].lower()}{module[2]}.ml"
    return f"It is no module of MirageOS, and there is no {file} beside the configuration."
