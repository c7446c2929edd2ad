"""Evaluating what decides and repeats: if, match, try, sequences and loops."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.describe import describe
from mirage_scons.config_ml.evaluate.environment import Env
from mirage_scons.config_ml.evaluate.machine import Machine, truth
from mirage_scons.config_ml.evaluate.match import match
from mirage_scons.config_ml.faults import RaisedError
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.config_ml.values import UNIT, Variant, string
from mirage_scons.model.errors import ConfigError


def _if(machine: Machine, node: s.If, env: Env) -> Task:
    if truth((yield machine.evaluate(node.condition, env)), node.condition.at):
        return machine.evaluate(node.then, env)
    return UNIT if node.otherwise is None else machine.evaluate(node.otherwise, env)


def _match(machine: Machine, node: s.Match, env: Env) -> Task:
    caught = tuple(case for case in node.cases if isinstance(case.pattern, s.ExceptionPattern))
    try:
        value = yield machine.evaluate(node.subject, env)
    except RaisedError as raised:
        return _caught(machine, [(case.pattern.pattern, case) for case in caught], raised, env)  # type: ignore[union-attr]
    return machine.choose([case for case in node.cases if case not in caught], value, env, node.at)


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
        yield machine.evaluate(item, env)
    return machine.evaluate(node.items[-1], env)


def _assert(machine: Machine, node: s.Assert, env: Env) -> Task:
    if not truth((yield machine.evaluate(node.condition, env)), node.condition.at):
        where = node.at.source
        argument = (string(where.path.name), where.row(node.at.start) + 1, where.column(node.at.start))
        raise RaisedError(Variant("Assert_failure", argument, "exn"), node.at)
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
