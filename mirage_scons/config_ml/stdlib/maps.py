"""OCaml's module Map."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml.evaluate.environment import Module
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.library import Table, module
from mirage_scons.config_ml.stdlib.ordered import (
    Entry,
    OrderedMap,
    find_opt,
    made,
    put,
    put_all,
    removed,
    shared,
)
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.config_ml.values import NONE, UNIT, List, Variant, items, some


def _add(machine: Machine, key: Any, value: Any, whole: OrderedMap) -> Task:
    return OrderedMap((yield from put(machine, (key, value), whole)), whole.order)


def _update(machine: Machine, key: Any, function: Any, whole: OrderedMap) -> Task:
    found = yield from find_opt(machine, key, whole)
    value = yield machine.applied(function, found)
    if value.argument is None:
        return OrderedMap((yield from removed(machine, key, whole.entries, whole.order)), whole.order)
    return _add(machine, key, value.argument, whole)


def _iter(machine: Machine, function: Any, whole: OrderedMap) -> Task:
    for key, value in whole.entries:
        yield machine.applied(function, key, value)
    return UNIT


def _fold(machine: Machine, function: Any, whole: OrderedMap, start: Any) -> Task:
    for key, value in whole.entries:
        start = yield machine.applied(function, key, value, start)
    return start


def _mapi(machine: Machine, function: Any, whole: OrderedMap) -> Task:
    found: list[Entry] = []
    for key, value in whole.entries:
        found.append((key, (yield machine.applied(function, key, value))))
    return OrderedMap(tuple(found), whole.order)


def _map(machine: Machine, function: Any, whole: OrderedMap) -> Task:
    found: list[Entry] = []
    for key, value in whole.entries:
        found.append((key, (yield machine.applied(function, value))))
    return OrderedMap(tuple(found), whole.order)


def _filter_map(machine: Machine, function: Any, whole: OrderedMap) -> Task:
    mapped = yield from _mapi(machine, function, whole)
    left = tuple((key, value.argument) for key, value in mapped.entries if value.argument is not None)
    return OrderedMap(left, whole.order)


def _union(machine: Machine, function: Any, left: OrderedMap, right: OrderedMap) -> Task:
    whole = left
    for key, value in right.entries:
        old: Variant = yield from find_opt(machine, key, whole)
        chosen = some(value) if old is NONE else (yield machine.applied(function, key, old.argument, value))
        if chosen.argument is None:
            entries = yield from removed(machine, key, whole.entries, whole.order)
        else:
            entries = yield from put(machine, (key, chosen.argument), whole)
        whole = OrderedMap(entries, whole.order)
    return whole


def _merge(machine: Machine, function: Any, left: OrderedMap, right: OrderedMap) -> Task:
    both = yield from put_all(machine, right.entries, left)
    merged: list[Entry] = []
    for key, _ in both.entries:
        one: Variant = yield from find_opt(machine, key, left)
        other: Variant = yield from find_opt(machine, key, right)
        value = yield machine.applied(function, key, one, other)
        if value.argument is not None:
            merged.append((key, value.argument))
    return OrderedMap(tuple(merged), left.order)


def _equal(machine: Machine, function: Any, left: OrderedMap, right: OrderedMap) -> Task:
    if len(left.entries) != len(right.entries):
        return False
    for (key, value), (other, other_value) in zip(left.entries, right.entries, strict=True):
        if (yield machine.applied(left.order, key, other)) != 0:
            return False
        if not (yield machine.applied(function, value, other_value)):
            return False
    return True


def _add_seq(machine: Machine, pairs: List, whole: OrderedMap) -> Task:
    return put_all(machine, items(pairs), whole)


def _make(order: Any) -> Module:
    pure, calling = shared(OrderedMap, "map", lambda entry: entry)

    def of_list(machine: Machine, pairs: List) -> Task:
        return _add_seq(machine, pairs, OrderedMap((), order))

    table: Table = {
        **calling,
        "add": ("any any map", _add),
        "update": ("any any map", _update),
        "iter": ("any map", _iter),
        "fold": ("any map any", _fold),
        "map": ("any map", _map),
        "mapi": ("any map", _mapi),
        "filter_map": ("any map", _filter_map),
        "union": ("any map map", _union),
        "merge": ("any map map", _merge),
        "equal": ("any map map", _equal),
        "add_seq": ("list map", _add_seq),
        "of_seq": ("list", of_list),
        "of_list": ("list", of_list),
    }
    own: Table = {"singleton": ("any any", lambda key, value: OrderedMap(((key, value),), order))}
    return module("this map", {**pure, **own}, table, {"empty": OrderedMap((), order)})


MAP = made("Map", _make)
"""The module ``Map``."""
