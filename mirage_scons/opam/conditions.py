"""Conditions with variables: true, false, or undefined where a variable has no value (``opamFilter.ml``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from mirage_scons.opam import version
from mirage_scons.opam.printer import show_value
from mirage_scons.opam.syntax import Comparison, Group, Ident, Logic, Prefix, Value

Variables = Callable[[str], "str | bool | None"]
"""The value of a variable, or ``None``; the variables of a package are called ``PACKAGE:NAME``."""

_INTERPOLATED = re.compile(r"%\{([^}]*)\}%|%%")


def variables(values: Mapping[str, str | bool]) -> Variables:
    """Variables with fixed values."""
    return values.get


def evaluate(value: Value, env: Variables) -> str | bool | None:
    """The value of a condition or string, ``None`` if it is undefined; :class:`ValueError` if it is neither."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (str, int)):
        return interpolate(str(value), env)
    if isinstance(value, Ident):
        return lookup(value.name, env)
    if isinstance(value, (Group, list)):
        return _all([evaluate(one, env) for one in (value if isinstance(value, list) else value.values)])
    if isinstance(value, Logic):
        return _logic(value, env)
    if isinstance(value, Prefix):
        inner = evaluate(value.value, env)
        if value.operator == "?":
            return inner is not None
        return None if inner is None else not _truth(inner)
    if isinstance(value, Comparison):
        left, right = evaluate(value.left, env), evaluate(value.right, env)
        return None if left is None or right is None else compare(word(left), value.operator, word(right))
    raise ValueError(f"{show_value(value)} is no condition")


def compare(left: str, operator: str, right: str) -> bool:
    """Two words in the order of versions; ``~`` is a part of the other (opam's own reading of it)."""
    return version.satisfies(left, operator, right) if operator != "~" else right in left


def _logic(value: Logic, env: Variables) -> bool | None:
    decides = value.operator == "|"
    left = evaluate(value.left, env)
    if left is not None and _truth(left) is decides:
        return decides
    right = evaluate(value.right, env)
    if right is not None and _truth(right) is decides:
        return decides
    return None if left is None or right is None else not decides


def _all(values: list[str | bool | None]) -> str | bool | None:
    """All of several conditions; one alone is itself."""
    if len(values) == 1:
        return values[0]
    if any(value is not None and not _truth(value) for value in values):
        return False
    return None if None in values else True


def _truth(value: str | bool) -> bool:
    return value if isinstance(value, bool) else value == "true"


def word(value: str | bool) -> str:
    """A value as a word."""
    return value if isinstance(value, str) else str(value).lower()


def holds(value: Value | None, env: Variables, *, undefined: bool) -> bool:
    """Whether a condition is true; ``undefined`` is what it counts as if a variable is missing."""
    found = True if value is None else evaluate(value, env)
    return undefined if found is None else _truth(found)


def lookup(name: str, env: Variables) -> str | bool | None:
    """The value of ``name``, which may ask all of several packages (``a+b:installed``) and choose (``x?yes:no``)."""
    asked, question, choice = name.partition("?")
    packages, colon, last = asked.partition(":")
    if colon and "+" in packages and env(asked) is None:
        value = _all([env(f"{package}:{last}") for package in packages.split("+")])
    else:
        value = env(asked)
    if not question:
        return value
    yes, _, no = choice.partition(":")
    return None if value is None else yes if _truth(value) else no


def interpolate(text: str, env: Variables) -> str | None:
    """``text`` with the values of its ``%{variables}%``; ``None`` if one is undefined."""
    if "%" not in text:
        return text
    undefined = False

    def meaning(match: re.Match[str]) -> str:
        nonlocal undefined
        if match[1] is None:
            return "%"
        value = lookup(match[1], env)
        undefined = undefined or value is None
        return "" if value is None else word(value)

    replaced = _INTERPOLATED.sub(meaning, text)
    return None if undefined else replaced
