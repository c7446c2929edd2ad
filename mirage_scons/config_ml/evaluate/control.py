"""Evaluating what decides and repeats: if, match, try, sequences and loops."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.describe import describe
from mirage_scons.config_ml.evaluate.apparent import apparent
from mirage_scons.config_ml.evaluate.environment import Env
from mirage_scons.config_ml.evaluate.machine import Machine, spot, truth
from mirage_scons.config_ml.evaluate.match import match
from mirage_scons.config_ml.faults import RaisedError
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.config_ml.values import UNIT, Variant
from mirage_scons.model.errors import ConfigError, warn


def _if(machine: Machine, node: s.If, env: Env) -> Task:
    is_taken = truth((yield machine.evaluate(node.condition, env)), node.condition.at)
    taken, other = (node.then, node.otherwise) if is_taken else (node.otherwise, node.then)
    if not machine.is_new(node):
        return UNIT if taken is None else machine.evaluate(taken, env)
    if node.otherwise is None:
        beside: list[tuple[Any, s.Expression]] = [(UNIT, node)]
    else:
        beside = [(apparent(other, env), other)] if other is not None else []
    return machine.alike(UNIT if taken is None else machine.evaluate(taken, env), taken or node, beside)


def _match(machine: Machine, node: s.Match, env: Env) -> Task:
    caught = [case for case in node.cases if isinstance(case.pattern, s.ExceptionPattern)]
    try:
        value = yield machine.evaluate(node.subject, env)
    except RaisedError as raised:
        return _caught(machine, [(case.pattern.pattern, case) for case in caught], raised, env)  # type: ignore[union-attr]
    cases = [case for case in node.cases if not isinstance(case.pattern, s.ExceptionPattern)]
    return machine.cases(cases, value, env, node)


def _try(machine: Machine, node: s.Try, env: Env) -> Task:
    try:
        return (yield machine.evaluate(node.body, env))
    except RaisedError as raised:
        return _caught(machine, [(case.pattern, case) for case in node.cases], raised, env)


def _caught(machine: Machine, cases: list[tuple[s.Pattern, s.Case]], raised: RaisedError, env: Env) -> Task:
    for pattern, case in cases:
        bound = match(pattern, raised.value, env)
        if bound is None:
            continue
        inner = env.inner(bound)
        if case.guard is None or truth((yield machine.evaluate(case.guard, inner)), case.guard.at):
            return machine.evaluate(case.body, inner)
    raise raised


def _sequence(machine: Machine, node: s.Sequence, env: Env) -> Task:
    for item in node.items[:-1]:
        value = yield machine.evaluate(item, env)
        if value != UNIT and machine.is_new(item):
            warn(f"{describe(value)} is made here, and not used", item.at.location())
    return machine.evaluate(node.items[-1], env)


def _assert(machine: Machine, node: s.Assert, env: Env) -> Task:
    if not truth((yield machine.evaluate(node.condition, env)), node.condition.at):
        raised = Variant("Assert_failure", spot(node.at), "exn")
        raise RaisedError(raised, node.at, "the assertion does not hold")
    return UNIT


def _while(machine: Machine, node: s.While, env: Env) -> Task:
    while truth((yield machine.evaluate(node.condition, env)), node.condition.at):
        if node.body is not None:
            yield machine.evaluate(node.body, env)
    return UNIT


def _for(machine: Machine, node: s.For, env: Env) -> Task:
    first, last = yield machine.backwards((node.first, node.last), env)
    for end, at in ((first, node.first.at), (last, node.last.at)):
        if type(end) is not int:
            raise ConfigError(f"this is {describe(end)}, where an int is wanted", at.location())
    numbers = range(first, last - 1, -1) if node.down else range(first, last + 1)
    for number in numbers:
        machine.spend(1)
        if node.body is not None:
            yield machine.evaluate(node.body, env.inner(match(node.name, number, env) or {}))
    return UNIT


CONTROL: dict[type, Any] = {
    s.If: _if,
    s.Match: _match,
    s.Try: _try,
    s.Sequence: _sequence,
    s.Assert: _assert,
    s.While: _while,
    s.For: _for,
}
"""How each kind of these expressions is evaluated."""
