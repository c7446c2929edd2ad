"""Nodes of the syntax tree, as this package takes them.

Expressions and patterns are unions of tuples that hold each other, which take mypy minutes to tell apart: here they are
of no type.
"""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml import syntax as s

Expression = Any
"""A :data:`mirage_scons.config_ml.syntax.Expression`."""
Pattern = Any
"""A :data:`mirage_scons.config_ml.syntax.Pattern`."""


def has_cases(fun: s.Fun) -> bool:
    """Whether a function is one of cases: its last parameter is matched with them."""
    body: Any = fun.body
    return isinstance(body, s.Cases)


def cases_of(fun: s.Fun) -> tuple[s.Case, ...]:
    """The cases of a function that has some."""
    body: Any = fun.body
    found: tuple[s.Case, ...] = body.cases
    return found


def body_of(fun: s.Fun) -> Any:
    """The body of a function."""
    return fun.body
