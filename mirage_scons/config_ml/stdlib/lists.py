"""OCaml's module List."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from typing import Any

from mirage_scons.config_ml.evaluate.machine import Machine, truth
from mirage_scons.config_ml.library import Table, failure, invalid, module, what_is_found
from mirage_scons.config_ml.stdlib.pervasives import append
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.config_ml.values import (
    NONE,
    UNIT,
    Cons,
    List,
    Nil,
    Variant,
    compare,
    items,
    listed,
    some,
)


def _head(values: List) -> Any:
    if isinstance(values, Nil):
        raise failure("hd")
    return values.head


def _tail(values: List) -> List:
    if isinstance(values, Nil):
        raise failure("tl")
    return values.tail


def _nth(values: List, index: int) -> Any:
    if index < 0:
        raise invalid("List.nth")
    for number, value in enumerate(items(values)):
        if number == index:
            return value
    raise failure("nth")


def _nth_opt(values: List, index: int) -> Variant:
    if index < 0:
        raise invalid("List.nth")
    return next((some(value) for number, value in enumerate(items(values)) if number == index), NONE)


def _assoc(machine: Machine, key: Any, pairs: List) -> Any:
    return what_is_found(_assoc_opt(machine, key, pairs))


def _assoc_opt(machine: Machine, key: Any, pairs: List) -> Variant:
    return next((some(pair[1]) for pair in items(pairs) if machine.equal(pair[0], key)), NONE)


def _remove_assoc(machine: Machine, key: Any, pairs: List) -> List:
    """``pairs`` without the first that has ``key``."""
    before: list[Any] = []
    rest = pairs
    while isinstance(rest, Cons):
        if machine.equal(rest.head[0], key):
            return listed(before, rest.tail)
        before.append(rest.head)
        rest = rest.tail
    return pairs


def _concat(machine: Machine, lists: List) -> List:
    whole: list[Any] = []
    for values in items(lists):
        before = len(whole)
        whole.extend(items(values))
        machine.spend(len(whole) - before + 1)
    return listed(whole)


def _together(name: str, left: Iterable[Any], right: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    one, other = list(left), list(right)
    if len(one) != len(other):
        raise invalid(name)
    return zip(one, other, strict=True)


def _split(pairs: List) -> tuple[List, List]:
    both = list(items(pairs))
    return listed(pair[0] for pair in both), listed(pair[1] for pair in both)


def _map(machine: Machine, function: Any, values: List) -> Task:
    return listed((yield from _mapped(machine, function, items(values))))


def _mapped(machine: Machine, function: Any, values: Iterable[Any]) -> Generator[Any, Any, list[Any]]:
    found = []
    for value in values:
        found.append((yield machine.applied(function, value)))
    return found


def _mapi(machine: Machine, function: Any, values: List) -> Task:
    found = []
    for index, value in enumerate(items(values)):
        found.append((yield machine.applied(function, index, value)))
    return listed(found)


def _rev_map(machine: Machine, function: Any, values: List) -> Task:
    return listed(reversed((yield from _mapped(machine, function, items(values)))))


def _iter(machine: Machine, function: Any, values: List) -> Task:
    yield from _mapped(machine, function, items(values))
    return UNIT


def _iteri(machine: Machine, function: Any, values: List) -> Task:
    yield _mapi(machine, function, values)
    return UNIT


def _map2(machine: Machine, function: Any, left: List, right: List) -> Task:
    found = []
    for one, other in _together("List.map2", items(left), items(right)):
        found.append((yield machine.applied(function, one, other)))
    return listed(found)


def _rev(step: Task) -> Task:
    return listed(reversed(list(items((yield step)))))


def _iter2(machine: Machine, function: Any, left: List, right: List) -> Task:
    yield _map2(machine, function, left, right)
    return UNIT


def _fold_left(machine: Machine, function: Any, start: Any, values: List) -> Task:
    for value in items(values):
        start = yield machine.applied(function, start, value)
    return start


def _fold_right(machine: Machine, function: Any, values: List, start: Any) -> Task:
    for value in reversed(list(items(values))):
        start = yield machine.applied(function, value, start)
    return start


def holds(machine: Machine, function: Any, *values: Any) -> Task:
    """Whether ``function`` gives true for ``values``; it has to give a bool."""
    return truth((yield machine.applied(function, *values)), machine.at)


def _filter(machine: Machine, function: Any, values: List) -> Task:
    kept = []
    for value in items(values):
        if (yield holds(machine, function, value)):
            kept.append(value)
    return listed(kept)


def _partition(machine: Machine, function: Any, values: List) -> Task:
    kept: tuple[list[Any], list[Any]] = ([], [])
    for value in items(values):
        kept[0 if (yield holds(machine, function, value)) else 1].append(value)
    return listed(kept[0]), listed(kept[1])


def _filter_map(machine: Machine, function: Any, values: List) -> Task:
    found = yield from _mapped(machine, function, items(values))
    return listed(value.argument for value in found if value.argument is not None)


def _concat_map(machine: Machine, function: Any, values: List) -> Task:
    return _concat(machine, listed((yield from _mapped(machine, function, items(values)))))


def _first(machine: Machine, function: Any, values: List, wanted: bool = True) -> Task:
    for value in items(values):
        if (yield holds(machine, function, value)) is wanted:
            return some(value)
    return NONE


def _find(machine: Machine, function: Any, values: List) -> Task:
    return what_is_found((yield _first(machine, function, values)))


def _find_map(machine: Machine, function: Any, values: List) -> Task:
    for value in items(values):
        found = yield machine.applied(function, value)
        if found.argument is not None:
            return found
    return NONE


def _exists(machine: Machine, function: Any, values: List) -> Task:
    return (yield _first(machine, function, values)) is not NONE


def _for_all(machine: Machine, function: Any, values: List) -> Task:
    return (yield _first(machine, function, values, False)) is NONE


def _init(machine: Machine, count: int, function: Any) -> Task:
    if count < 0:
        raise invalid("List.init")
    machine.spend(count)
    return listed((yield from _mapped(machine, function, range(count))))


def _sort(machine: Machine, function: Any, values: List) -> Task:
    """Merging, as the function that compares may be the configuration's own."""
    parts = [[value] for value in items(values)]
    while len(parts) > 1:
        merged = []
        for index in range(0, len(parts), 2):
            merged.append((yield _merge(machine, function, *parts[index : index + 2])))
        parts = merged
    return listed(parts[0] if parts else [])


def _merge(machine: Machine, function: Any, left: list[Any], right: list[Any] | None = None) -> Task:
    merged: list[Any] = []
    rest = list(right or ())
    for value in left:
        while rest and (yield machine.applied(function, value, rest[0])) > 0:
            merged.append(rest.pop(0))
        merged.append(value)
    return merged + rest


def _sort_uniq(machine: Machine, function: Any, values: List) -> Task:
    found: list[Any] = []
    for value in items((yield _sort(machine, function, values))):
        if not found or (yield machine.applied(function, found[-1], value)) != 0:
            found.append(value)
    return listed(found)


def _equal(machine: Machine, function: Any, left: List, right: List) -> Task:
    one, other = list(items(left)), list(items(right))
    if len(one) != len(other):
        return False
    for first, second in zip(one, other, strict=True):
        if not (yield holds(machine, function, first, second)):
            return False
    return True


def _fold_left2(machine: Machine, function: Any, start: Any, left: List, right: List) -> Task:
    for one, other in _together("List.fold_left2", items(left), items(right)):
        start = yield machine.applied(function, start, one, other)
    return start


def _fold_right2(machine: Machine, function: Any, left: List, right: List, start: Any) -> Task:
    for one, other in reversed(list(_together("List.fold_right2", items(left), items(right)))):
        start = yield machine.applied(function, one, other, start)
    return start


def _fold_left_map(machine: Machine, function: Any, start: Any, values: List) -> Task:
    found = []
    for value in items(values):
        start, made = yield machine.applied(function, start, value)
        found.append(made)
    return start, listed(found)


def _for_all2(machine: Machine, function: Any, left: List, right: List) -> Task:
    for one, other in _together("List.for_all2", items(left), items(right)):
        if not (yield holds(machine, function, one, other)):
            return False
    return True


def _exists2(machine: Machine, function: Any, left: List, right: List) -> Task:
    for one, other in _together("List.exists2", items(left), items(right)):
        if (yield holds(machine, function, one, other)):
            return True
    return False


def _filteri(machine: Machine, function: Any, values: List) -> Task:
    kept = []
    for index, value in enumerate(items(values)):
        if (yield holds(machine, function, index, value)):
            kept.append(value)
    return listed(kept)


def _partition_map(machine: Machine, function: Any, values: List) -> Task:
    parts: tuple[list[Any], list[Any]] = ([], [])
    for value in items(values):
        either = yield machine.applied(function, value)
        parts[either.index].append(either.argument)
    return listed(parts[0]), listed(parts[1])


def _merged(machine: Machine, function: Any, left: List, right: List) -> Task:
    return listed((yield _merge(machine, function, list(items(left)), list(items(right)))))


def _compare_with(machine: Machine, function: Any, left: List, right: List) -> Task:
    for one, other in zip(items(left), items(right), strict=False):
        order = yield machine.applied(function, one, other)
        if order != 0:
            return order
    return compare(left.length, right.length)


PURE: Table = {
    "length": ("list", lambda values: values.length),
    "hd": ("list", _head),
    "tl": ("list", _tail),
    "nth": ("list int", _nth),
    "nth_opt": ("list int", _nth_opt),
    "cons": ("any list", Cons),
    "rev": ("list", lambda values: listed(reversed(list(items(values))))),
    "combine": ("list list", lambda a, b: listed(_together("List.combine", items(a), items(b)))),
    "split": ("list", _split),
    "is_empty": ("list", lambda values: isinstance(values, Nil)),
    "to_seq": ("list", lambda values: values),
    "of_seq": ("list", lambda values: values),
    "compare_length_with": ("list int", lambda values, length: compare(values.length, length)),
    "compare_lengths": ("list list", lambda a, b: compare(a.length, b.length)),
}


CALLING: Table = {
    "mem": ("any list", lambda machine, value, values: any(machine.equal(value, other) for other in items(values))),
    "assoc": ("any list", _assoc),
    "assoc_opt": ("any list", _assoc_opt),
    "mem_assoc": ("any list", lambda machine, key, pairs: _assoc_opt(machine, key, pairs) is not NONE),
    "remove_assoc": ("any list", _remove_assoc),
    "append": ("list list", append),
    "rev_append": ("list list", lambda m, a, b: append(m, listed(reversed(list(items(a)))), b)),
    "concat": ("list", _concat),
    "flatten": ("list", _concat),
    "map": ("any list", _map),
    "mapi": ("any list", _mapi),
    "rev_map": ("any list", _rev_map),
    "iter": ("any list", _iter),
    "iteri": ("any list", _iteri),
    "map2": ("any list list", _map2),
    "iter2": ("any list list", _iter2),
    "fold_left": ("any any list", _fold_left),
    "fold_left2": ("any any list list", _fold_left2),
    "fold_right2": ("any list list any", _fold_right2),
    "fold_left_map": ("any any list", _fold_left_map),
    "for_all2": ("any list list", _for_all2),
    "exists2": ("any list list", _exists2),
    "filteri": ("any list", _filteri),
    "partition_map": ("any list", _partition_map),
    "merge": ("any list list", _merged),
    "compare": ("any list list", _compare_with),
    "rev_map2": ("any list list", lambda m, f, a, b: _rev(_map2(m, f, a, b))),
    "fold_right": ("any list any", _fold_right),
    "filter": ("any list", _filter),
    "find_all": ("any list", _filter),
    "partition": ("any list", _partition),
    "filter_map": ("any list", _filter_map),
    "concat_map": ("any list", _concat_map),
    "find": ("any list", _find),
    "find_opt": ("any list", _first),
    "find_map": ("any list", _find_map),
    "exists": ("any list", _exists),
    "for_all": ("any list", _for_all),
    "init": ("int any", _init),
    "sort": ("any list", _sort),
    "stable_sort": ("any list", _sort),
    "fast_sort": ("any list", _sort),
    "sort_uniq": ("any list", _sort_uniq),
    "equal": ("any list list", _equal),
}


LIST = module("List", PURE, CALLING)
