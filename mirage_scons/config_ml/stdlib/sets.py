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
    find,
    find_opt,
    kept,
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


def _key(entry: Entry) -> tuple[Any]:
    return (entry[0],)


def _add(machine: Machine, key: Any, whole: OrderedSet) -> Task:
    return OrderedSet((yield from put(machine, (key, key), whole.entries, whole.order)), whole.order)


def _union(machine: Machine, left: OrderedSet, right: OrderedSet) -> Task:
    return OrderedSet((yield from put_all(machine, right.entries, left.entries, left.order)), left.order)


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
    entries: tuple[Entry, ...] = ()
    for key, _ in whole.entries:
        made_key = yield machine.applied(function, key)
        entries = yield from put(machine, (made_key, made_key), entries, whole.order)
    return OrderedSet(entries, whole.order)


def _filter(machine: Machine, function: Any, whole: OrderedSet) -> Task:
    holding, _ = yield from kept(machine, function, whole.entries, _key)
    return OrderedSet(holding, whole.order)


def _partition(machine: Machine, function: Any, whole: OrderedSet) -> Task:
    holding, other = yield from kept(machine, function, whole.entries, _key)
    return OrderedSet(holding, whole.order), OrderedSet(other, whole.order)


def _exists(machine: Machine, function: Any, whole: OrderedSet) -> Task:
    return bool((yield from kept(machine, function, whole.entries, _key))[0])


def _for_all(machine: Machine, function: Any, whole: OrderedSet) -> Task:
    return not (yield from kept(machine, function, whole.entries, _key))[1]


def _add_seq(machine: Machine, values: List, whole: OrderedSet) -> Task:
    return OrderedSet((yield from put_all(machine, _entries(values), whole.entries, whole.order)), whole.order)


def _make(order: Any) -> Module:
    pure, calling = shared(OrderedSet, "set", lambda entry: entry[0])

    def of_list(machine: Machine, values: List) -> Task:
        return _add_seq(machine, values, OrderedSet((), order))

    table: Table = {
        **calling,
        "add": ("any set", _add),
        "find": ("any set", find),
        "find_opt": ("any set", find_opt),
        "union": ("set set", _union),
        "inter": ("set set", _inter),
        "diff": ("set set", _diff),
        "subset": ("set set", _subset),
        "disjoint": ("set set", _disjoint),
        "equal": ("set set", _equal),
        "iter": ("any set", _iter),
        "fold": ("any set any", _fold),
        "map": ("any set", _map),
        "filter": ("any set", _filter),
        "partition": ("any set", _partition),
        "exists": ("any set", _exists),
        "for_all": ("any set", _for_all),
        "add_seq": ("list set", _add_seq),
        "of_seq": ("list", of_list),
        "of_list": ("list", of_list),
    }
    own: Table = {"singleton": ("any", lambda key: OrderedSet(((key, key),), order))}
    return module("this set", {**pure, **own}, table, {"empty": OrderedSet((), order)})


SET = made("Set", _make)
"""The module ``Set``."""
