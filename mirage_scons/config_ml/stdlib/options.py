"""OCaml's modules Option, Result and Fun."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.library import declared, invalid, module
from mirage_scons.config_ml.stdlib import lists
from mirage_scons.config_ml.trampoline import Step, Task
from mirage_scons.config_ml.values import (
    NIL,
    NONE,
    UNIT,
    Variant,
    listed,
    ok,
    option,
    some,
)
from mirage_scons.config_ml.values import error as failed


def _bind(machine: Machine, value: Variant, function: Any) -> Step:
    return machine.applied(function, value.argument) if value.tag in ("Some", "Ok") else value


def _map_option(machine: Machine, function: Any, value: Variant) -> Task:
    return NONE if value.argument is None else some((yield machine.applied(function, value.argument)))


def _iter_option(machine: Machine, function: Any, value: Variant) -> Task:
    if value.tag in ("Some", "Ok"):
        yield machine.applied(function, value.argument)
    return UNIT


def _fold_option(machine: Machine, value: Variant, *, none: Any, some: Any) -> Step:
    return none if value.argument is None else machine.applied(some, value.argument)


def _get(value: Variant) -> Any:
    if value.argument is None:
        raise invalid("option is None")
    return value.argument


def _equal(machine: Machine, function: Any, left: Variant, right: Variant) -> Step:
    if left.argument is None or right.argument is None:
        return left.argument is right.argument
    return machine.applied(function, left.argument, right.argument)


def _compare(machine: Machine, function: Any, left: Variant, right: Variant) -> Step:
    if left.argument is None or right.argument is None:
        return (left.argument is not None) - (right.argument is not None)
    return machine.applied(function, left.argument, right.argument)


OPTION = module(
    "Option",
    {
        "some": ("any", some),
        "get": ("option", _get),
        "value": ("option ~default:any", lambda value, default: default if value.argument is None else value.argument),
        "is_some": ("option", lambda value: value.argument is not None),
        "is_none": ("option", lambda value: value.argument is None),
        "to_list": ("option", lambda value: NIL if value.argument is None else listed([value.argument])),
        "join": ("option", lambda value: NONE if value.argument is None else value.argument),
        "to_result": (
            "~none:any option",
            lambda value, none: failed(none) if value.argument is None else ok(value.argument),
        ),
    },
    {
        "map": ("any option", _map_option),
        "bind": ("option any", _bind),
        "iter": ("any option", _iter_option),
        "equal": ("any option option", _equal),
        "compare": ("any option option", _compare),
        "fold": ("~none:any ~some:any option", _fold_option),
    },
    {"none": NONE},
)


def _map_result(machine: Machine, function: Any, value: Variant, tag: str = "Ok") -> Task:
    if value.tag != tag:
        return value
    made = yield machine.applied(function, value.argument)
    return ok(made) if tag == "Ok" else failed(made)


def _fold_result(machine: Machine, value: Variant, **functions: Any) -> Step:
    return machine.applied(functions["ok" if value.tag == "Ok" else "error"], value.argument)


def _get_ok(value: Variant) -> Any:
    if value.tag != "Ok":
        raise invalid("result is Error _")
    return value.argument


def _get_error(value: Variant) -> Any:
    if value.tag != "Error":
        raise invalid("result is Ok _")
    return value.argument


EITHER = module(
    "Either",
    {
        "left": ("any", lambda value: Variant("Left", value, "either")),
        "right": ("any", lambda value: Variant("Right", value, "either", 1)),
    },
    constructors=declared("either", Left=1, Right=1),
)

RESULT = module(
    "Result",
    {
        "ok": ("any", ok),
        "error": ("any", failed),
        "get_ok": ("result", _get_ok),
        "value": ("result ~default:any", lambda value, default: value.argument if value.tag == "Ok" else default),
        "is_ok": ("result", lambda value: value.tag == "Ok"),
        "is_error": ("result", lambda value: value.tag == "Error"),
        "get_error": ("result", _get_error),
        "join": ("result", lambda value: value.argument if value.tag == "Ok" else value),
        "to_list": ("result", lambda value: listed([value.argument] if value.tag == "Ok" else [])),
        "to_option": ("result", lambda value: option(value.argument if value.tag == "Ok" else None)),
    },
    {
        "map": ("any result", _map_result),
        "map_error": ("any result", lambda m, function, value: _map_result(m, function, value, "Error")),
        "bind": ("result any", _bind),
        "iter": ("any result", _iter_option),
        "fold": ("~ok:any ~error:any result", _fold_result),
    },
)


def _negate(machine: Machine, function: Any, value: Any) -> Task:
    return not (yield lists.holds(machine, function, value))


FUN = module(
    "Fun",
    {"id": ("any", lambda value: value), "const": ("any any", lambda value, _other: value)},
    {"flip": ("any any any", lambda m, function, a, b: m.applied(function, b, a)), "negate": ("any any", _negate)},
)
