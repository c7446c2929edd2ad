"""A construct of OCaml, in a right and in a wrong form."""

from __future__ import annotations

from typing import NamedTuple


class Construct(NamedTuple):
    """``right`` prints ``says``; ``wrong`` is an error: line, column, what is wrong, and what to do."""

    name: str
    right: str
    says: str
    wrong: str
    error: str
