"""What a package needs: formulas of packages in versions within bounds.

In a dependency's braces bounds stand beside conditions: ``{?monorepo & >= "5.0" & build}``. The conditions are decided
here, so that only bounds are left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Union

from mirage_scons.opam import version
from mirage_scons.opam.conditions import Variables, evaluate, holds, word
from mirage_scons.opam.printer import show_value
from mirage_scons.opam.syntax import Bound, Group, Logic, Option, Prefix, Value, listed


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


def limits_of(bounds: Bounds | None) -> list[Limit]:
    """The bounds that a version has to keep all of; :class:`ValueError` if one of several would do."""
    if bounds is None:
        return []
    if isinstance(bounds, Limit):
        return [bounds]
    if bounds.operator != "&":
        raise ValueError(f"one of several bounds: {show_bounds(bounds)}")
    return [*limits_of(bounds.left), *limits_of(bounds.right)]


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
    raise ValueError(f"{show_value(value)} is no dependency")


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
