"""What an expression is, as far as it can be seen without evaluating it: for branches that are not taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.evaluate.environment import Env
from mirage_scons.config_ml.evaluate.functions import Closure
from mirage_scons.config_ml.evaluate.kinds import UNKNOWN
from mirage_scons.config_ml.evaluate.match import names_of
from mirage_scons.config_ml.values import Record, Variant, listed


def apparent(node: s.Expression, env: Env) -> Any:
    """A value of the type of an expression; :data:`UNKNOWN`, or such parts of it, if that is not seen."""
    seen = _SEEN.get(type(node))
    return UNKNOWN if seen is None else seen(node, env)


def apparent_bodies(cases: Iterable[s.Case], env: Env) -> list[tuple[Any, s.Expression]]:
    """What the bodies of ``cases`` are, of those that show it."""
    found = []
    for case in cases:
        value = apparent(case.body, env.inner(dict.fromkeys(names_of(case.pattern), UNKNOWN)))
        if value is not UNKNOWN:
            found.append((value, case.body))
    return found


def _name(node: s.Name, env: Env) -> Any:
    return env.known(node.path, node.name, UNKNOWN)


def _construct(node: s.Construct, env: Env) -> Any:
    declared = env.known_constructor(node.path, node.tag)
    if declared is None:
        return UNKNOWN
    return Variant(declared.tag, _argument(node.argument, env), declared.family, declared.index)


def _polymorphic(node: s.Polymorphic, env: Env) -> Any:
    return Variant(node.tag, _argument(node.argument, env))


def _argument(node: s.Expression | None, env: Env) -> Any:
    return None if node is None else apparent(node, env)


def _all(nodes: Iterable[s.Expression], env: Env) -> list[Any]:
    return [apparent(node, env) for node in nodes]


def _record(node: s.RecordOf, env: Env) -> Any:
    if node.base is not None:
        return apparent(node.base, env)
    return Record({name: apparent(value, env) for name, value in node.fields})


def _if(node: s.If, env: Env) -> Any:
    then = apparent(node.then, env)
    return then if then is not UNKNOWN or node.otherwise is None else apparent(node.otherwise, env)


_SEEN: dict[type, Callable[[Any, Env], Any]] = {
    s.Constant: lambda node, _env: node.value,
    s.Name: _name,
    s.Construct: _construct,
    s.Polymorphic: _polymorphic,
    s.TupleOf: lambda node, env: tuple(_all(node.items, env)),
    s.ListOf: lambda node, env: listed(_all(node.items, env)),
    s.ArrayOf: lambda node, env: _all(node.items, env),
    s.RecordOf: _record,
    s.Fun: Closure,
    s.Sequence: lambda node, env: apparent(node.items[-1], env),
    s.If: _if,
}
