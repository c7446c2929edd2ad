"""Evaluating what ``let`` binds."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.evaluate.environment import Env
from mirage_scons.config_ml.evaluate.functions import Closure
from mirage_scons.config_ml.evaluate.machine import Machine, unmatched
from mirage_scons.config_ml.evaluate.match import match
from mirage_scons.config_ml.faults import unsupported
from mirage_scons.config_ml.trampoline import Task


def bind(machine: Machine, recursive: bool, bindings: tuple[s.Binding, ...], env: Env) -> Task:
    """What the bindings of a ``let`` bind."""
    bound: dict[str, Any] = {}
    inner = env.inner(bound) if recursive else env
    for binding in bindings:
        if recursive and not isinstance(binding.value, (s.Fun, s.Delay)):
            raise unsupported("let rec of what is no function", binding.at)
        value = yield machine.evaluate(binding.value, inner)
        if isinstance(value, Closure) and not value.name and isinstance(binding.pattern, s.Bind):
            value.name = binding.pattern.name
        found = match(binding.pattern, value, env)
        if found is None:
            raise unmatched(value, binding.pattern.at)
        bound.update(found)
    return bound


def _let(machine: Machine, node: s.Let, env: Env) -> Task:
    bound = yield bind(machine, node.recursive, node.bindings, env)
    return machine.evaluate(node.body, env.inner(bound))


def _let_operator(machine: Machine, node: s.LetOperator, env: Env) -> Task:
    """``let* a = x and* b = y in body`` is ``( let* ) (( and* ) x y) (fun (a, b) -> body)``."""
    values = yield machine.backwards(tuple(binding.value for binding in node.bindings), env)
    value, pattern = values[0], node.bindings[0].pattern
    for name, binding, other in zip(node.operators[1:], node.bindings[1:], values[1:], strict=True):
        function = env.value((), name, node.at)
        value = yield machine.applied(function, value, other)
        pattern = s.TuplePattern(binding.at, (pattern, binding.pattern))
    parameter = s.Parameter(node.at, "", False, pattern, None)
    body = Closure(s.Fun(node.at, (parameter,), node.body), env)
    return machine.applied(env.value((), node.operators[0], node.at), value, body)


LETS: dict[type, Any] = {s.Let: _let, s.LetOperator: _let_operator}
"""How each kind of ``let … in`` is evaluated."""
