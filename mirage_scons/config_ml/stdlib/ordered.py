"""What OCaml's modules Map and Set have in common: keys in the order of a function that a configuration may bring."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from mirage_scons.config_ml.evaluate.environment import Module, ModuleFunctor
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, instance
from mirage_scons.config_ml.library import Table, module, what_is_found
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.config_ml.values import NONE, List, listed, some
from mirage_scons.model.errors import ConfigError

Entry = tuple[Any, Any]
"""A key, with its value in a map and with itself in a set."""


class Ordered:
    """A map or a set: its entries, by their keys."""

    def __init__(self, entries: tuple[Entry, ...], order: Any) -> None:
        self.entries = entries
        self.order = order


class OrderedMap(Ordered):
    """A map."""

    described = "a map"


class OrderedSet(Ordered):
    """A set."""

    described = "a set"


SHAPES["map"] = instance("a map", OrderedMap)
SHAPES["set"] = instance("a set", OrderedSet)


OrderedKind = TypeVar("OrderedKind", bound=Ordered)


class Place(NamedTuple):
    """Where a key is among others, or would be."""

    before: int
    is_there: bool


Found = Generator[Any, Any, Place]
Changed = Generator[Any, Any, tuple[Entry, ...]]


def place(machine: Machine, key: Any, entries: tuple[Entry, ...], order: Any) -> Found:
    """Where ``key`` is."""
    low, high = 0, len(entries)
    while low < high:
        middle = (low + high) // 2
        compared = yield machine.applied(order, key, entries[middle][0])
        if type(compared) is not int:
            raise ConfigError("compare has to give an int", machine.at.location())
        if compared == 0:
            return Place(middle, True)
        low, high = (middle + 1, high) if compared > 0 else (low, middle)
    return Place(low, False)


def find_opt(machine: Machine, key: Any, whole: Ordered) -> Task:
    """The value of a key in a map, or the element of a set that equals it, as an option."""
    found = yield from place(machine, key, whole.entries, whole.order)
    return some(whole.entries[found.before][1]) if found.is_there else NONE


def find(machine: Machine, key: Any, whole: Ordered) -> Task:
    """What :func:`find_opt` finds; ``Not_found`` is raised for nothing."""
    return what_is_found((yield from find_opt(machine, key, whole)))


def put(machine: Machine, entry: Entry, whole: Ordered) -> Changed:
    """The entries of ``whole`` with ``entry``, which takes the place of one with its key in a map, but not in a set."""
    entries = whole.entries
    found = yield from place(machine, entry[0], entries, whole.order)
    machine.spend(len(entries) // 32 + 1)
    if found.is_there and isinstance(whole, OrderedSet):
        return entries
    return (*entries[: found.before], entry, *entries[found.before + found.is_there :])


def put_all(machine: Machine, new: Iterable[Entry], whole: OrderedKind) -> Generator[Any, Any, OrderedKind]:
    """``whole`` with all of ``new``."""
    for entry in new:
        whole = type(whole)((yield from put(machine, entry, whole)), whole.order)
    return whole


def removed(machine: Machine, key: Any, entries: tuple[Entry, ...], order: Any) -> Changed:
    """``entries`` without ``key``."""
    found = yield from place(machine, key, entries, order)
    machine.spend(len(entries) // 32 + 1)
    return (*entries[: found.before], *entries[found.before + 1 :]) if found.is_there else entries


def kept(
    machine: Machine, function: Any, entries: tuple[Entry, ...], arguments: Callable[[Entry], tuple[Any, ...]]
) -> Generator[Any, Any, tuple[tuple[Entry, ...], tuple[Entry, ...]]]:
    """The entries for which ``function`` of their ``arguments`` holds, and the others."""
    parts: tuple[list[Entry], list[Entry]] = ([], [])
    for entry in entries:
        holds = yield machine.applied(function, *arguments(entry))
        parts[0 if holds is True else 1].append(entry)
    return tuple(parts[0]), tuple(parts[1])


def shared(kind: type[Ordered], word: str, shown: Callable[[Entry], Any]) -> tuple[Table, Table]:
    """The functions that maps and sets both have, of what they show of an entry: pure ones, and those that call."""
    arguments = tuple if kind is OrderedMap else itemgetter(slice(1))

    def mem(machine: Machine, key: Any, whole: Ordered) -> Task:
        return (yield from place(machine, key, whole.entries, whole.order)).is_there

    def remove(machine: Machine, key: Any, whole: Ordered) -> Task:
        return kind((yield from removed(machine, key, whole.entries, whole.order)), whole.order)

    def end(index: int) -> Callable[[Ordered], Any]:
        return lambda whole: some(shown(whole.entries[index])) if whole.entries else NONE

    def end_or_raise(index: int) -> Callable[[Ordered], Any]:
        return lambda whole: what_is_found(end(index)(whole))

    def elements(whole: Ordered) -> List:
        return listed(map(shown, whole.entries))

    def parted(machine: Machine, function: Any, whole: Ordered) -> Task:
        holding, others = yield from kept(machine, function, whole.entries, arguments)
        return kind(holding, whole.order), kind(others, whole.order)

    def filtered(machine: Machine, function: Any, whole: Ordered) -> Task:
        return (yield from parted(machine, function, whole))[0]

    def exists(machine: Machine, function: Any, whole: Ordered) -> Task:
        return bool((yield from filtered(machine, function, whole)).entries)

    def for_all(machine: Machine, function: Any, whole: Ordered) -> Task:
        return not (yield from parted(machine, function, whole))[1].entries

    ends = "binding" if kind is OrderedMap else "elt"
    pure: Table = {
        "is_empty": (word, lambda whole: not whole.entries),
        "cardinal": (word, lambda whole: len(whole.entries)),
        "bindings" if kind is OrderedMap else "elements": (word, elements),
        "to_list": (word, elements),
        "to_seq": (word, elements),
        f"min_{ends}": (word, end_or_raise(0)),
        f"max_{ends}": (word, end_or_raise(-1)),
        "choose": (word, end_or_raise(0)),
        f"min_{ends}_opt": (word, end(0)),
        f"max_{ends}_opt": (word, end(-1)),
        "choose_opt": (word, end(0)),
    }
    calling = {
        "mem": mem,
        "remove": remove,
        "find": find,
        "find_opt": find_opt,
        "filter": filtered,
        "partition": parted,
        "exists": exists,
        "for_all": for_all,
    }
    return pure, {name: (f"any {word}", function) for name, function in calling.items()}


def made(name: str, make: Callable[[Any], Module]) -> Module:
    """The module ``name`` with its functor ``Make``, which makes the module of an order."""

    def apply(machine: Machine, argument: Any) -> Module:
        order = argument.values.get("compare") if isinstance(argument, Module) else None
        if order is None:
            what = f"{name}.Make is applied to a module without compare"
            raise ConfigError(what, machine.at.location(), "Write struct type t = … let compare = … end.")
        return make(order)

    return module(name, modules={"Make": ModuleFunctor(f"{name}.Make", apply)})
