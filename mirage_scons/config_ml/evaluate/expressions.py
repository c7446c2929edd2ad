"""Evaluating expressions: call by value, and from right to left where OCaml goes from right to left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.describe import describe
from mirage_scons.config_ml.evaluate.bindings import LETS
from mirage_scons.config_ml.evaluate.control import CONTROL
from mirage_scons.config_ml.evaluate.environment import Env
from mirage_scons.config_ml.evaluate.functions import Closure, Given
from mirage_scons.config_ml.evaluate.kinds import check_alike, check_elements
from mirage_scons.config_ml.evaluate.machine import Machine, truth
from mirage_scons.config_ml.evaluate.structure import item
from mirage_scons.config_ml.faults import RaisedError, nearest, unbound, unsupported
from mirage_scons.config_ml.trampoline import Step, Task
from mirage_scons.config_ml.values import UNIT, Char, Cons, Lazy, Nil, Record, Variant, listed, string
from mirage_scons.model.errors import ConfigError


def _constant(_machine: Machine, node: s.Constant, _env: Env) -> Step:
    return node.value


def _name(_machine: Machine, node: s.Name, env: Env) -> Step:
    if not node.path and node.name in _PLACES:
        return _PLACES[node.name](node)
    return env.value(node.path, node.name, node.at)


def _position(node: s.Name) -> tuple[Any, ...]:
    source, start, end = node.at
    column = source.column(start)
    return string(source.path.name), source.row(start) + 1, column, column + end - start


def _place_text(node: s.Name) -> bytes:
    file, line, start, end = _position(node)
    return b'File "%b", line %d, characters %d-%d' % (file, line, start, end)


_PLACES: dict[str, Callable[[s.Name], Any]] = {
    "__POS__": _position,
    "__LOC__": _place_text,
    "__FILE__": lambda node: _position(node)[0],
    "__LINE__": lambda node: _position(node)[1],
    "__MODULE__": lambda node: string(node.at.source.path.stem.capitalize()),
}


def _construct(machine: Machine, node: s.Construct, env: Env) -> Step:
    declared = env.constructor(node.path, node.tag, node.at)
    if node.argument is None:
        if declared.arity:
            raise ConfigError(f"the constructor {node.tag} takes an argument", node.at.location())
        return Variant(declared.tag, None, declared.family, declared.index)
    return _constructed(machine, node, env)


def _constructed(machine: Machine, node: s.Construct, env: Env) -> Task:
    declared = env.constructor(node.path, node.tag, node.at)
    assert node.argument is not None
    argument = yield machine.evaluate(node.argument, env)
    given = len(argument) if isinstance(argument, tuple) and argument and declared.arity > 1 else 1
    if declared.arity == 0 or given != max(declared.arity, 1):
        takes = "no argument" if not declared.arity else f"{declared.arity} arguments"
        raise ConfigError(f"the constructor {node.tag} takes {takes}", node.at.location())
    return Variant(declared.tag, argument, declared.family, declared.index)


def _polymorphic(machine: Machine, node: s.Polymorphic, env: Env) -> Step:
    return Variant(node.tag) if node.argument is None else _tagged(machine, node, env)


def _tagged(machine: Machine, node: s.Polymorphic, env: Env) -> Task:
    return Variant(node.tag, (yield machine.evaluate(node.argument, env)))


def _tuple(machine: Machine, node: s.TupleOf, env: Env) -> Task:
    return tuple((yield machine.backwards(node.items, env)))


def _list(machine: Machine, node: s.ListOf, env: Env) -> Task:
    places = [item.at for item in node.items]
    if node.rest is None:
        values = yield machine.backwards(node.items, env)
        check_elements(values, places, "a list")
        return listed(values)
    *heads, rest = yield machine.backwards((*node.items, node.rest), env)
    if not isinstance(rest, (Cons, Nil)):
        raise ConfigError(f"this is {describe(rest)}, where a list is wanted", node.rest.at.location())
    known = [] if isinstance(rest, Nil) else [rest.head]
    check_elements([*known, *heads], [*(node.rest.at for _ in known), *places], "a list")
    return listed(heads, rest)


def _array(machine: Machine, node: s.ArrayOf, env: Env) -> Task:
    values = yield machine.backwards(node.items, env)
    check_elements(values, [item.at for item in node.items], "an array")
    return list(values)


def _record(machine: Machine, node: s.RecordOf, env: Env) -> Task:
    values = yield machine.backwards(tuple(value for _, value in node.fields), env)
    given = dict(zip((name for name, _ in node.fields), values, strict=True))
    if node.base is None:
        _check_fields(given, node, env)
        return Record(given)
    base = _is_record((yield machine.evaluate(node.base, env)), node.base)
    for name in given:
        _known_field(base, name, node)
    return Record({**base.fields, **given})


def _check_fields(given: dict[str, Any], node: s.RecordOf, env: Env) -> None:
    """That there is a type with just these fields."""
    scope = env.opened(env.module(node.path, node.at)) if node.path else env
    declared = scope.record(given)
    if declared is None or not set(declared.fields) & given.keys():
        raise unbound("record field", next(iter(given), ""), scope.fields(), node.at)
    for name in given:
        if name not in declared.fields:
            what = f"the type {declared.name} has no field {name}"
            raise ConfigError(what, node.at.location(), nearest(name, list(declared.fields)))
    missing = [name for name in declared.fields if name not in given]
    if missing:
        what = f"the record lacks the field {missing[0]} of the type {declared.name}"
        raise ConfigError(what, node.at.location())


def _is_record(value: Any, node: s.Expression) -> Record:
    if not isinstance(value, Record):
        raise ConfigError(f"this is {describe(value)}, where a record is wanted", node.at.location())
    return value


def _known_field(record: Record, name: str, node: s.Expression) -> None:
    if name not in record.fields:
        raise ConfigError(f"the record has no field {name}", node.at.location(), nearest(name, list(record.fields)))


def _field(machine: Machine, node: s.Field, env: Env) -> Task:
    record = _is_record((yield machine.evaluate(node.record, env)), node.record)
    _known_field(record, node.name, node)
    return record.fields[node.name]


def _index(machine: Machine, node: s.Index, env: Env) -> Task:
    sequence, index = yield machine.backwards((node.sequence, node.position), env)
    _check_index(sequence, index, node)
    return Char(sequence[index]) if node.of_string else sequence[index]


def _check_index(sequence: Any, index: Any, node: s.Index) -> None:
    wanted, name = (bytes, "a string") if node.of_string else (list, "an array")
    if not isinstance(sequence, wanted):
        raise ConfigError(f"this is {describe(sequence)}, where {name} is wanted", node.sequence.at.location())
    if type(index) is not int:
        raise ConfigError(f"this is {describe(index)}, where an int is wanted", node.position.at.location())
    if not 0 <= index < len(sequence):
        raise RaisedError(Variant("Invalid_argument", b"index out of bounds", "exn"), node.at)


def _assign(machine: Machine, node: s.Assign, env: Env) -> Task:
    value = yield machine.evaluate(node.value, env)
    if isinstance(node.place, s.Field):
        record = _is_record((yield machine.evaluate(node.place.record, env)), node.place.record)
        _known_field(record, node.place.name, node)
        check_alike(record.fields[node.place.name], value, node.value.at, "this")
        record.fields[node.place.name] = value
        return UNIT
    if node.place.of_string:
        raise ConfigError("a string cannot be changed", node.at.location())
    sequence, index = yield machine.backwards((node.place.sequence, node.place.position), env)
    _check_index(sequence, index, node.place)
    check_alike(sequence[index], value, node.value.at, "this")
    sequence[index] = value
    return UNIT


def _apply(machine: Machine, node: s.Apply, env: Env) -> Task:
    given = []
    for argument in reversed(node.arguments):
        value = yield machine.evaluate(argument.value, env)
        given.append(Given(argument.label, argument.optional, value, argument.at))
    given.reverse()
    function = yield machine.evaluate(node.function, env)
    return machine.apply(function, given, node.at)


def _logic(machine: Machine, node: s.Logic, env: Env) -> Task:
    left = truth((yield machine.evaluate(node.left, env)), node.left.at)
    if left is not node.is_and:
        return left
    return truth((yield machine.evaluate(node.right, env)), node.right.at)


def _fun(_machine: Machine, node: s.Fun, env: Env) -> Step:
    return Closure(node, env)


def _let_item(machine: Machine, node: s.LetItem, env: Env) -> Task:
    env, _ = yield item(machine, node.item, env)
    return machine.evaluate(node.body, env)


def _local_open(machine: Machine, node: s.LocalOpen, env: Env) -> Step:
    return machine.evaluate(node.body, env.opened(env.module(node.path, node.at)))


def _lazy(machine: Machine, node: s.Delay, env: Env) -> Step:
    return Lazy(lambda: machine.evaluate(node.body, env))


def _unsupported(_machine: Machine, node: s.Unsupported, _env: Env) -> Step:
    raise unsupported(node.what, node.at, node.hint)


EVALUATORS: dict[type, Any] = {
    s.Constant: _constant,
    s.Name: _name,
    s.Construct: _construct,
    s.Polymorphic: _polymorphic,
    s.TupleOf: _tuple,
    s.ListOf: _list,
    s.ArrayOf: _array,
    s.RecordOf: _record,
    s.Field: _field,
    s.Index: _index,
    s.Assign: _assign,
    s.Apply: _apply,
    s.Logic: _logic,
    s.Fun: _fun,
    s.LetItem: _let_item,
    s.LocalOpen: _local_open,
    s.Delay: _lazy,
    s.Unsupported: _unsupported,
    **LETS,
    **CONTROL,
}
"""How each kind of expression is evaluated: its value, or the task that finds it."""
