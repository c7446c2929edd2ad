"""OCaml's module Hashtbl: tables that change, which give what is in them in OCaml's order."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml.describe import describe
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, instance
from mirage_scons.config_ml.faults import MisfitError
from mirage_scons.config_ml.library import module, what_is_found
from mirage_scons.config_ml.stdlib.hashing import hashed
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.config_ml.values import NONE, UNIT, List, items, listed, some
from mirage_scons.model.errors import ConfigError


class Table:
    """A table: its buckets, in each of which the newest pairs come first."""

    described = "a hash table"

    def __init__(self, size: int) -> None:
        self.first_size = 16
        while self.first_size < min(size, 1 << 12):
            self.first_size *= 2
        self.reset()

    def reset(self) -> None:
        """Make it as empty as it was."""
        self.buckets: list[list[tuple[Any, Any]]] = [[] for _ in range(self.first_size)]
        self.count = 0

    def grow(self) -> None:
        """Twice as many buckets; what was in order in one still is."""
        before = self.buckets
        self.buckets = [[] for _ in range(2 * len(before))]
        for bucket in before:
            for key, value in bucket:
                self.buckets[hashed(key) & (len(self.buckets) - 1)].append((key, value))

    def pairs(self) -> list[tuple[Any, Any]]:
        """What is in it, in OCaml's order."""
        return [pair for bucket in self.buckets for pair in bucket]


SHAPES["table"] = instance("a hash table", Table)


def _bucket(machine: Machine, table: Table, key: Any) -> list[tuple[Any, Any]]:
    return table.buckets[_hash(machine, key) & (len(table.buckets) - 1)]


def _hash(machine: Machine, key: Any) -> int:
    machine.spend(2)
    try:
        return hashed(key)
    except MisfitError as misfit:
        raise ConfigError(
            f"{describe(key)} is no key of a hash table here", machine.at.location(), misfit.hint
        ) from None


def _create(machine: Machine, size: int, random: bool = False) -> Table:
    machine.spend(min(max(size, 0), 1 << 12) // 16)
    return Table(size)


def _places(machine: Machine, bucket: list[tuple[Any, Any]], key: Any) -> list[int]:
    return [index for index, (other, _) in enumerate(bucket) if machine.equal(other, key)]


def _add(machine: Machine, table: Table, key: Any, value: Any) -> tuple[()]:
    _bucket(machine, table, key).insert(0, (key, value))
    table.count += 1
    if table.count > 2 * len(table.buckets):
        machine.spend(table.count)
        table.grow()
    return UNIT


def _replace(machine: Machine, table: Table, key: Any, value: Any) -> tuple[()]:
    bucket = _bucket(machine, table, key)
    places = _places(machine, bucket, key)
    if not places:
        return _add(machine, table, key, value)
    bucket[places[0]] = (key, value)
    return UNIT


def _remove(machine: Machine, table: Table, key: Any) -> tuple[()]:
    bucket = _bucket(machine, table, key)
    for index in _places(machine, bucket, key)[:1]:
        del bucket[index]
        table.count -= 1
    return UNIT


def _find_all(machine: Machine, table: Table, key: Any) -> List:
    bucket = _bucket(machine, table, key)
    return listed(bucket[index][1] for index in _places(machine, bucket, key))


def _find_opt(machine: Machine, table: Table, key: Any) -> Any:
    bucket = _bucket(machine, table, key)
    return next((some(value) for other, value in bucket if machine.equal(other, key)), NONE)


def _find(machine: Machine, table: Table, key: Any) -> Any:
    return what_is_found(_find_opt(machine, table, key))


def _iter(machine: Machine, function: Any, table: Table) -> Task:
    for key, value in table.pairs():
        yield machine.applied(function, key, value)
    return UNIT


def _fold(machine: Machine, function: Any, table: Table, start: Any) -> Task:
    for key, value in table.pairs():
        start = yield machine.applied(function, key, value, start)
    return start


def _put_all(machine: Machine, table: Table, pairs: List, *, replace: bool) -> tuple[()]:
    for key, value in items(pairs):
        (_replace if replace else _add)(machine, table, key, value)
    return UNIT


def _of_seq(machine: Machine, pairs: List) -> Table:
    table = Table(16)
    _put_all(machine, table, pairs, replace=True)
    return table


def _copy(machine: Machine, table: Table) -> Table:
    machine.spend(table.count)
    made = Table(16)
    made.first_size, made.count = table.first_size, table.count
    made.buckets = [list(bucket) for bucket in table.buckets]
    return made


HASHTBL = module(
    "Hashtbl",
    {
        "length": ("table", lambda table: table.count),
        "reset": ("table", Table.reset),
        "clear": ("table", Table.reset),
        "to_seq": ("table", lambda table: listed(table.pairs())),
        "to_seq_keys": ("table", lambda table: listed(key for key, _ in table.pairs())),
        "to_seq_values": ("table", lambda table: listed(value for _, value in table.pairs())),
    },
    {
        "hash": ("any", _hash),
        "create": ("?random:bool int", _create),
        "add": ("table any any", _add),
        "replace": ("table any any", _replace),
        "remove": ("table any", _remove),
        "find": ("table any", _find),
        "find_opt": ("table any", _find_opt),
        "find_all": ("table any", _find_all),
        "mem": ("table any", lambda machine, table, key: _find_opt(machine, table, key) is not NONE),
        "iter": ("any table", _iter),
        "fold": ("any table any", _fold),
        "copy": ("table", _copy),
        "add_seq": ("table list", lambda machine, table, pairs: _put_all(machine, table, pairs, replace=False)),
        "replace_seq": ("table list", lambda machine, table, pairs: _put_all(machine, table, pairs, replace=True)),
        "of_seq": ("list", _of_seq),
    },
)
"""The module ``Hashtbl``."""
