"""OCaml's module Set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.evaluate.environment import Module
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.library import Table, module
from mirage_scons.config_ml.stdlib.ordered import (
    Entry,
    OrderedSet,
    made,
    place,
    put,
    put_all,
    shared,
)
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.config_ml.values import UNIT, List, items


def _entries(values: List) -> list[Entry]:
    return [(value, value) for value in items(values)]


def _add(machine: Machine, key: Any, whole: OrderedSet) -> Task:
    return OrderedSet((yield from put(machine, (key, key), whole)), whole.order)


def _union(machine: Machine, left: OrderedSet, right: OrderedSet) -> Task:
    return put_all(machine, right.entries, left)


def _only(is_in_both: bool) -> Callable[[Machine, OrderedSet, OrderedSet], Task]:
    def only(machine: Machine, left: OrderedSet, right: OrderedSet) -> Task:
        found: list[Entry] = []
        for entry in left.entries:
            there = yield from place(machine, entry[0], right.entries, left.order)
            if there.is_there is is_in_both:
                found.append(entry)
        return OrderedSet(tuple(found), left.order)

    return only


_inter, _diff = _only(True), _only(False)


def _subset(machine: Machine, left: OrderedSet, right: OrderedSet) -> Task:
    return not (yield from _diff(machine, left, right)).entries


def _disjoint(machine: Machine, left: OrderedSet, right: OrderedSet) -> Task:
    return not (yield from _inter(machine, left, right)).entries


def _equal(machine: Machine, left: OrderedSet, right: OrderedSet) -> Task:
    return len(left.entries) == len(right.entries) and (yield from _subset(machine, left, right))


def _iter(machine: Machine, function: Any, whole: OrderedSet) -> Task:
    for key, _ in whole.entries:
        yield machine.applied(function, key)
    return UNIT


def _fold(machine: Machine, function: Any, whole: OrderedSet, start: Any) -> Task:
    for key, _ in whole.entries:
        start = yield machine.applied(function, key, start)
    return start


def _map(machine: Machine, function: Any, whole: OrderedSet) -> Task:
    found: list[Entry] = []
    for key, _ in whole.entries:
        made_key = yield machine.applied(function, key)
        found.append((made_key, made_key))
    return put_all(machine, found, OrderedSet((), whole.order))


def _add_seq(machine: Machine, values: List, whole: OrderedSet) -> Task:
    return put_all(machine, _entries(values), whole)


def _make(order: Any) -> Module:
    pure, calling = shared(OrderedSet, "set", lambda entry: entry[0])

    def of_list(machine: Machine, values: List) -> Task:
        return _add_seq(machine, values, OrderedSet((), order))

    table: Table = {
        **calling,
        "add": ("any set", _add),
        "union": ("set set", _union),
        "inter": ("set set", _inter),
        "diff": ("set set", _diff),
        "subset": ("set set", _subset),
        "disjoint": ("set set", _disjoint),
        "equal": ("set set", _equal),
        "iter": ("any set", _iter),
        "fold": ("any set any", _fold),
        "map": ("any set", _map),
        "add_seq": ("list set", _add_seq),
        "of_seq": ("list", of_list),
        "of_list": ("list", of_list),
    }
    own: Table = {"singleton": ("any", lambda key: OrderedSet(((key, key),), order))}
    return module("this set", {**pure, **own}, table, {"empty": OrderedSet((), order)})


SET = made("Set", _make)
"""The module ``Set``."""
