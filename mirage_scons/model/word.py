"""What is given by name, as in ``hello=Salut``: each word knows who gives it, and so which of two wins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mirage_scons.model.errors import Location


class Origin(NamedTuple):
    """Who gives a word: of two, the higher ``rank`` wins. ``text`` names it for people, ``where`` is its line."""

    rank: int
    text: str
    where: Location | None = None


COMMAND_LINE = Origin(4, "command line")
SAVED, SCONSTRUCT, ENVIRONMENT, MACHINE = 3, 2, 1, 0
"""The ranks of what gives words, after the command line."""


class Word(str):
    """A word that something else than the command line gives: its ``origin``."""

    origin: Origin

    def __new__(cls, text: str, origin: Origin = COMMAND_LINE) -> Word:
        """The word ``text`` of ``origin``."""
        word = super().__new__(cls, text)
        word.origin = origin
        return word


Words = Sequence[tuple[str, str]]
"""Names with the word that is given for each, in the order in which they are given; a name may be there again."""


def origin_of(word: str) -> Origin:
    """Who gives ``word``: a plain text is from the command line."""
    return word.origin if isinstance(word, Word) else COMMAND_LINE


def strongest(words: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of ``words``, which all mean one thing, those of the highest rank."""
    words = list(words)
    rank = max((origin_of(word).rank for _, word in words), default=0)
    return [(name, word) for name, word in words if origin_of(word).rank == rank]
