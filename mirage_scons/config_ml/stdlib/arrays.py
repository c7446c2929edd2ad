"""OCaml's module Array."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.library import invalid, module
from mirage_scons.config_ml.stdlib import lists
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.config_ml.values import (
    UNIT,
    Cons,
    Nil,
    items,
    listed,
)


def _over_list(run: Callable[..., Task]) -> Callable[..., Task]:
    """A function of lists as one of arrays: those that it takes and gives are lists meanwhile."""

    def over(machine: Machine, *arguments: Any) -> Task:
        given = [listed(argument) if isinstance(argument, list) else argument for argument in arguments]
        result = yield run(machine, *given)
        return list(items(result)) if isinstance(result, (Cons, Nil)) else result

    return over


def _make(machine: Machine, count: int, value: Any) -> list[Any]:
    if count < 0:
        raise invalid("Array.make")
    machine.spend(count)
    return [value] * count


def _at(values: list[Any], index: int) -> Any:
    if not 0 <= index < len(values):
        raise invalid("index out of bounds")
    return values[index]


def _put(values: list[Any], index: int, value: Any) -> tuple[()]:
    _at(values, index)
    values[index] = value
    return UNIT


def _slice(values: list[Any], start: int, length: int) -> list[Any]:
    if start < 0 or length < 0 or start + length > len(values):
        raise invalid("Array.sub")
    return values[start : start + length]


def _joined(machine: Machine, left: list[Any], right: list[Any]) -> list[Any]:
    machine.spend(len(left) + len(right))
    return left + right


def _concat(machine: Machine, arrays: list[list[Any]]) -> list[Any]:
    machine.spend(sum(map(len, arrays)) // 8)
    return [value for values in arrays for value in values]


def _sort(machine: Machine, function: Any, values: list[Any]) -> Task:
    """In place, as an array is sorted."""
    values[:] = items((yield lists.CALLING["sort"][1](machine, function, listed(values))))
    return UNIT


ARRAY = module(
    "Array",
    {
        "length": ("array", len),
        "to_list": ("array", listed),
        "of_list": ("list", lambda values: list(items(values))),
        "get": ("array int", _at),
        "set": ("array int any", _put),
        "sub": ("array int int", _slice),
        "copy": ("array", list),
        "to_seq": ("array", listed),
        "of_seq": ("list", lambda values: list(items(values))),
    },
    {
        "make": ("int any", _make),
        "mem": ("any array", lambda machine, value, values: any(machine.equal(value, other) for other in values)),
        "append": ("array array", _joined),
        "init": ("int any", _over_list(lists.CALLING["init"][1])),
        "map": ("any array", _over_list(lists.CALLING["map"][1])),
        "mapi": ("any array", _over_list(lists.CALLING["mapi"][1])),
        "iter": ("any array", _over_list(lists.CALLING["iter"][1])),
        "iteri": ("any array", _over_list(lists.CALLING["iteri"][1])),
        "fold_left": ("any any array", _over_list(lists.CALLING["fold_left"][1])),
        "fold_right": ("any array any", _over_list(lists.CALLING["fold_right"][1])),
        "map2": ("any array array", _over_list(lists.CALLING["map2"][1])),
        "iter2": ("any array array", _over_list(lists.CALLING["iter2"][1])),
        "concat": ("array*", _concat),
        "find_opt": ("any array", _over_list(lists.CALLING["find_opt"][1])),
        "find_map": ("any array", _over_list(lists.CALLING["find_map"][1])),
        "sort": ("any array", _sort),
        "stable_sort": ("any array", _sort),
        "exists": ("any array", _over_list(lists.CALLING["exists"][1])),
        "for_all": ("any array", _over_list(lists.CALLING["for_all"][1])),
    },
)
