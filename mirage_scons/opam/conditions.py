"""Conditions with variables, and what they make of a dependency.

A condition is true, false, or undefined where a variable has no value (``opamFilter.ml``). In a dependency's braces it
stands beside bounds of the version: ``{?monorepo & >= "5.0" & build}``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, Union

from mirage_scons.opam import version
from mirage_scons.opam.syntax import Bound, Comparison, Group, Ident, Logic, Option, Prefix, Value, listed

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
    raise ValueError(f"not a condition: {value}")


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


class Limit(NamedTuple):
    """A bound of a version: an operator and what it is compared with."""

    operator: str
    version: str


class Both(NamedTuple):
    """Two bounds that both hold, or of which one does."""

    operator: str
    left: Bounds
    right: Bounds


Bounds = Union[Limit, Both]


def fits(bounds: Bounds | None, candidate: str) -> bool:
    """Whether a version is within bounds; ``None`` has none."""
    if bounds is None:
        return True
    if isinstance(bounds, Limit):
        return version.satisfies(candidate, bounds.operator, bounds.version)
    left = fits(bounds.left, candidate)
    if bounds.operator == "&":
        return left and fits(bounds.right, candidate)
    return left or fits(bounds.right, candidate)


def show_bounds(bounds: Bounds | None) -> str:
    """Bounds as a person reads them."""
    if bounds is None:
        return ""
    if isinstance(bounds, Limit):
        return f"{bounds.operator} {bounds.version}"
    return f"{show_bounds(bounds.left)} {bounds.operator} {show_bounds(bounds.right)}"


class Need(NamedTuple):
    """A package in one of the versions within its bounds."""

    package: str
    bounds: Bounds | None


class Every(NamedTuple):
    """All of several formulas."""

    formulas: tuple[Formula, ...]


class Some(NamedTuple):
    """One of several formulas, the first rather than the last."""

    formulas: tuple[Formula, ...]


Formula = Union[Need, Every, Some]


def formula(value: Value | None, env: Variables, *, alternatives: bool = False) -> Formula | None:
    """What the field ``depends`` (or with ``alternatives`` ``conflicts``) asks for; ``None`` for nothing.

    A dependency whose condition is false, or undefined, is not there. :class:`ValueError` for what is no formula.
    """
    found = [one for one in (_formula(part, env) for part in listed(value)) if one is not None]
    return _joined(found, any_of=alternatives)


def needs_of(formula: Formula | None) -> Iterator[Need]:
    """Every package that a formula speaks of."""
    if isinstance(formula, Need):
        yield formula
    elif formula is not None:
        for one in formula.formulas:
            yield from needs_of(one)


def _joined(found: list[Formula], *, any_of: bool) -> Formula | None:
    if not found:
        return None
    if len(found) == 1:
        return found[0]
    return Some(tuple(found)) if any_of else Every(tuple(found))


def _formula(value: Value, env: Variables) -> Formula | None:
    if isinstance(value, str):
        return Need(value, None)
    if isinstance(value, Option) and isinstance(value.value, str):
        bounds = _conditions(value.conditions, env)
        return None if bounds is False else Need(value.value, None if bounds is True else bounds)
    if isinstance(value, Group):
        return _joined([one for one in (_formula(part, env) for part in value.values) if one is not None], any_of=False)
    if isinstance(value, Logic):
        parts = [one for one in (_formula(value.left, env), _formula(value.right, env)) if one is not None]
        return _joined(parts, any_of=value.operator == "|")
    raise ValueError(f"not a dependency: {value}")


def _conditions(values: list[Value], env: Variables) -> Bounds | bool:
    bounds: Bounds | bool = True
    for value in values:
        bounds = _and(bounds, _condition(value, env))
    return bounds


def _condition(value: Value, env: Variables) -> Bounds | bool:
    if isinstance(value, Bound):
        limit = evaluate(value.right, env)
        return False if limit is None else Limit(value.operator, word(limit))
    if isinstance(value, Group):
        return _conditions(value.values, env)
    if isinstance(value, Logic) and _has_bound(value):
        left, right = _condition(value.left, env), _condition(value.right, env)
        return _and(left, right) if value.operator == "&" else _or(left, right)
    if isinstance(value, Prefix) and value.operator == "!" and _has_bound(value.value):
        return _not(_condition(value.value, env))
    return holds(value, env, undefined=False)


def _has_bound(value: Value) -> bool:
    if isinstance(value, Logic):
        return _has_bound(value.left) or _has_bound(value.right)
    if isinstance(value, Group):
        return any(map(_has_bound, value.values))
    return isinstance(value, Bound) or (isinstance(value, Prefix) and _has_bound(value.value))


def _and(left: Bounds | bool, right: Bounds | bool) -> Bounds | bool:
    if isinstance(left, bool):
        return right if left else False
    if isinstance(right, bool):
        return left if right else False
    return Both("&", left, right)


def _or(left: Bounds | bool, right: Bounds | bool) -> Bounds | bool:
    if isinstance(left, bool):
        return True if left else right
    if isinstance(right, bool):
        return True if right else left
    return Both("|", left, right)


_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def _not(bounds: Bounds | bool) -> Bounds | bool:
    if isinstance(bounds, bool):
        return not bounds
    if isinstance(bounds, Limit):
        return Limit(_OPPOSITE[bounds.operator], bounds.version)
    left, right = _not(bounds.left), _not(bounds.right)
    return _or(left, right) if bounds.operator == "&" else _and(left, right)
