"""Matching values with patterns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.describe import describe
from mirage_scons.config_ml.evaluate.environment import Env
from mirage_scons.config_ml.faults import unsupported
from mirage_scons.config_ml.values import Cons, Lazy, Nil, Record, Variant, compare, equal
from mirage_scons.model.errors import ConfigError

Pending = list[tuple[s.Pattern, Any, Env]]
"""Patterns that are still to be matched, with the values and the scopes of their names."""


def match(pattern: s.Pattern, value: Any, env: Env) -> dict[str, Any] | None:
    """What ``pattern`` binds, ``None`` if ``value`` does not match it; ``env`` is where its constructors are known."""
    bound: dict[str, Any] = {}
    return bound if _all([(pattern, value, env)], bound) else None


def names_of(pattern: s.Pattern) -> list[str]:
    """The names that ``pattern`` binds."""
    found: list[str] = []
    pending: list[Any] = [pattern]
    while pending:
        part = pending.pop()
        if isinstance(part, (s.Bind, s.Alias)):
            found.append(part.name)
        if isinstance(part, s.Bind):
            continue
        for inner in part[1:]:
            pending.extend(_patterns_in(inner))
    return found


def _patterns_in(part: Any) -> list[Any]:
    """The patterns in an attribute of one: itself, or those of a list or of fields."""
    if hasattr(part, "at"):
        return [part]
    if not isinstance(part, tuple):
        return []
    return [inner[1] if type(inner) is tuple else inner for inner in part if isinstance(inner, tuple)]


def _all(pending: Pending, bound: dict[str, Any]) -> bool:
    while pending:
        pattern, value, env = pending.pop()
        if isinstance(pattern, s.Bind):
            bound[pattern.name] = value
        elif not _MATCHERS[type(pattern)](pattern, value, env, bound, pending):
            return False
    return True


def _anything(_pattern: Any, _value: Any, _env: Env, _bound: dict[str, Any], _pending: Pending) -> bool:
    return True


def _alias(pattern: s.Alias, value: Any, env: Env, bound: dict[str, Any], pending: Pending) -> bool:
    bound[pattern.name] = value
    pending.append((pattern.pattern, value, env))
    return True


def _exactly(pattern: s.Exactly, value: Any, _env: Env, _bound: dict[str, Any], _pending: Pending) -> bool:
    return _same_kind(pattern, value, pattern.value) and equal(value, pattern.value)


def _same_kind(pattern: s.Pattern, value: Any, wanted: Any) -> bool:
    """That both are of one kind: OCaml's type checker would refuse any other pattern."""
    lists = (Cons, Nil)
    if type(value) is not type(wanted) and not (isinstance(value, lists) and isinstance(wanted, lists)):
        what = f"this pattern is for {describe(wanted)}, and is matched with {describe(value)}"
        raise ConfigError(what, pattern.at.location())
    return True


def _between(pattern: s.Between, value: Any, _env: Env, _bound: dict[str, Any], _pending: Pending) -> bool:
    _same_kind(pattern, value, pattern.first)
    return compare(pattern.first, value) <= 0 <= compare(pattern.last, value)


def _tuple(pattern: s.TuplePattern, value: Any, env: Env, _bound: dict[str, Any], pending: Pending) -> bool:
    if not isinstance(value, tuple) or len(value) != len(pattern.items):
        given = f"a tuple of {len(value)}" if isinstance(value, tuple) and value else describe(value)
        what = f"this pattern is for a tuple of {len(pattern.items)}, and is matched with {given}"
        raise ConfigError(what, pattern.at.location())
    pending.extend((inner, item, env) for inner, item in zip(pattern.items, value, strict=True))
    return True


def _list(pattern: s.ListPattern, value: Any, env: Env, _bound: dict[str, Any], pending: Pending) -> bool:
    if not isinstance(value, (Cons, Nil)):
        what = f"this pattern is for a list, and is matched with {describe(value)}"
        raise ConfigError(what, pattern.at.location())
    for inner in pattern.items:
        if isinstance(value, Nil):
            return False
        pending.append((inner, value.head, env))
        value = value.tail
    if pattern.rest is None:
        return isinstance(value, Nil)
    pending.append((pattern.rest, value, env))
    return True


def _array(pattern: s.ArrayPattern, value: Any, env: Env, _bound: dict[str, Any], pending: Pending) -> bool:
    if not isinstance(value, list):
        what = f"this pattern is for an array, and is matched with {describe(value)}"
        raise ConfigError(what, pattern.at.location())
    if len(value) != len(pattern.items):
        return False
    pending.extend((inner, item, env) for inner, item in zip(pattern.items, value, strict=True))
    return True


def _construct(pattern: s.ConstructPattern, value: Any, env: Env, _bound: dict[str, Any], pending: Pending) -> bool:
    declared = env.constructor(pattern.path, pattern.tag, pattern.at)
    if not isinstance(value, Variant) or value.family != declared.family:
        what = f"this pattern is for a {declared.family}, and is matched with {describe(value)}"
        raise ConfigError(what, pattern.at.location())
    return value.tag == declared.tag and _argument(pattern, value, env, pending)


def _polymorphic(pattern: s.PolymorphicPattern, value: Any, env: Env, _bound: dict[str, Any], pending: Pending) -> bool:
    if not isinstance(value, Variant) or value.family is not None:
        what = f"this pattern is for a polymorphic variant, and is matched with {describe(value)}"
        raise ConfigError(what, pattern.at.location())
    return value.tag == pattern.tag and _argument(pattern, value, env, pending)


def _argument(pattern: s.ConstructPattern | s.PolymorphicPattern, value: Variant, env: Env, pending: Pending) -> bool:
    if (pattern.argument is None) != (value.argument is None):
        what = f"the constructor {value.tag} {'has an argument' if pattern.argument is None else 'has no argument'}"
        raise ConfigError(what, pattern.at.location())
    if pattern.argument is not None:
        pending.append((pattern.argument, value.argument, env))
    return True


def _record(pattern: s.RecordPattern, value: Any, env: Env, _bound: dict[str, Any], pending: Pending) -> bool:
    if not isinstance(value, Record):
        what = f"this pattern is for a record, and is matched with {describe(value)}"
        raise ConfigError(what, pattern.at.location())
    for name, inner in pattern.fields:
        if name not in value.fields:
            raise ConfigError(f"the record has no field {name}", pattern.at.location())
        pending.append((inner, value.fields[name], env))
    return True


def _either(pattern: s.Either, value: Any, env: Env, bound: dict[str, Any], _pending: Pending) -> bool:
    for choice in pattern.choices:
        found = match(choice, value, env)
        if found is not None:
            bound.update(found)
            return True
    return False


def _forced(pattern: s.Forced, value: Any, env: Env, _bound: dict[str, Any], pending: Pending) -> bool:
    if not isinstance(value, Lazy) or not value.is_forced:
        raise unsupported("a lazy pattern before the value is forced", pattern.at)
    pending.append((pattern.pattern, value.value, env))
    return True


def _exception(_pattern: s.ExceptionPattern, _value: Any, _env: Env, _bound: dict[str, Any], _: Pending) -> bool:
    return False


def _opened(pattern: s.OpenPattern, value: Any, env: Env, _bound: dict[str, Any], pending: Pending) -> bool:
    pending.append((pattern.pattern, value, env.opened(env.module(pattern.path, pattern.at))))
    return True


def _unsupported(pattern: s.Unsupported, _value: Any, _env: Env, _bound: dict[str, Any], _: Pending) -> bool:
    raise unsupported(pattern.what, pattern.at, pattern.hint)


_MATCHERS: dict[type, Callable[[Any, Any, Env, dict[str, Any], Pending], bool]] = {
    s.Anything: _anything,
    s.Alias: _alias,
    s.Exactly: _exactly,
    s.Between: _between,
    s.TuplePattern: _tuple,
    s.ListPattern: _list,
    s.ArrayPattern: _array,
    s.ConstructPattern: _construct,
    s.PolymorphicPattern: _polymorphic,
    s.RecordPattern: _record,
    s.Either: _either,
    s.Forced: _forced,
    s.ExceptionPattern: _exception,
    s.OpenPattern: _opened,
    s.Unsupported: _unsupported,
}
