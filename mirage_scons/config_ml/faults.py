"""What stops the evaluation of a configuration: OCaml's exceptions, and errors with their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mirage_scons.model.errors import ConfigError

if TYPE_CHECKING:
    from mirage_scons.config_ml.source import Span

WAY_OUT = "Have OCaml run it: config_with=ocaml. Or write this configuration as a config.py."


class RaisedError(Exception):
    """An exception of OCaml, ``value``, raised at the place ``at`` if that is known; ``try`` may catch it.

    Where nothing catches it, ``said`` says what is wrong better than the exception, and ``hint`` what to do.
    """

    def __init__(self, value: object, at: Span | None = None, said: str = "", hint: str = "") -> None:
        super().__init__(value)
        self.value = value
        self.at = at
        self.said = said
        self.hint = hint


class MisfitError(Exception):
    """A value is not of the kind that is wanted.

    ``hint`` says what would be, ``said`` what it is where that tells more than its description.
    """

    def __init__(self, hint: str = "", said: str = "") -> None:
        super().__init__(hint)
        self.hint = hint
        self.said = said


class UnlikeError(Exception):
    """Two values are of two types where they have to be of one."""

    def __init__(self, one: object, other: object) -> None:
        super().__init__()
        self.one = one
        self.other = other


def unsupported(what: str, at: Span, hint: str = "") -> ConfigError:
    """The error of a construct that OCaml has and this reader has not; ``hint`` is another way out than the usual."""
    message = f"{what} is not supported in a config.ml that is read without OCaml"
    return ConfigError(message, at.location(), hint or WAY_OUT)


def unbound(kind: str, name: str, known: Sequence[str], at: Span, hint: str = "") -> ConfigError:
    """The error of a name that stands for nothing, with the nearest of those ``known``."""
    return ConfigError(f"unbound {kind} {name}", at.location(), hint or nearest(name.rpartition(".")[2], known))


_LONGEST = 40


def nearest(word: str, known: Iterable[str]) -> str:
    """A sentence that offers what of ``known`` is most like ``word``; empty if nothing is."""
    import difflib  # only wanted on the way to an error

    if len(word) > _LONGEST:  # comparing would take longer than anything else
        return ""
    match = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"Did you mean {match[0]}?" if match else ""
