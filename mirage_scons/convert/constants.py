"""Constants, and the words that the language of config.py has for variants."""

from __future__ import annotations

import math

from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.values import NIL, UNIT, Boxed, Char
from mirage_scons.config_ml.values import text as text_of
from mirage_scons.convert.python import ATOM, SIGN, Py
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.texts import text

_WORDS = {
    "Next_fit": "next-fit", "First_fit": "first-fit", "Best_fit": "best-fit", "XenstoreId": "xenstore",
    "BlockFile": "file", "All": "*", "Fast": "Fast", "Light": "Light",
}  # fmt: skip
"""Variants whose words are not just they themselves in small letters."""


def word_of(tag: str, polymorphic: bool = False) -> str:
    """The word for a variant: what the language takes for it."""
    if polymorphic and tag == "None":
        return "None"
    return text(_WORDS.get(tag, tag.lower()) if polymorphic else tag.lower()).text


def constant(value: object, at: Span) -> Py:
    """A literal."""
    if value is NIL:
        return Py("[]")
    if value is UNIT:
        return Py("None")
    if isinstance(value, bytes):
        return text(text_of(value))
    if isinstance(value, Char):
        if value.number > 127:
            raise refused("a character that is no ASCII", at)
        return text(chr(value.number))
    if isinstance(value, Boxed):
        value = value.number
    if isinstance(value, float) and not math.isfinite(value):
        return Py(f'float("{value}")')
    return Py(repr(value), ATOM if not repr(value).startswith("-") else SIGN)
