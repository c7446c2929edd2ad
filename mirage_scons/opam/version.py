"""opam's order of versions, which is Debian's (``opamVersionCompare.ml``)."""

from __future__ import annotations

import re
from functools import lru_cache

_PARTS = re.compile(r"([^0-9]*)([0-9]*)")
_LOW = -1
"""``~`` comes before everything, even the end."""

Key = tuple[tuple[tuple[int, ...], int], ...]


@lru_cache(maxsize=65536)
def key(version: str) -> Key:
    """What sorts as the version does."""
    parts = [(_letters(letters), int(digits or "0")) for letters, digits in _PARTS.findall(version)]
    while parts and parts[-1] == ((0,), 0):
        parts.pop()
    return (*parts, ((0,), 0))


def _letters(text: str) -> tuple[int, ...]:
    return (*(_order(letter) for letter in text), 0)


def _order(letter: str) -> int:
    if letter == "~":
        return _LOW
    return ord(letter) if letter.isascii() and letter.isalpha() else ord(letter) + 256


def satisfies(version: str, operator: str, bound: str) -> bool:
    """Whether ``version`` compares with ``bound`` as ``operator`` says: ``=``, ``!=``, ``<``, ``<=``, ``>``, ``>=``."""
    mine, other = key(version), key(bound)
    return {
        "=": mine == other,
        "!=": mine != other,
        "<": mine < other,
        "<=": mine <= other,
        ">": mine > other,
        ">=": mine >= other,
    }[operator]
