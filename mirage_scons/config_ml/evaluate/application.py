"""Which argument is for which parameter: labels, optional ones, and those that are given too much or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mirage_scons.config_ml.describe import describe
from mirage_scons.config_ml.evaluate.functions import Given, Native, Partial, Slot
from mirage_scons.config_ml.evaluate.shapes import wrong
from mirage_scons.config_ml.faults import MisfitError, nearest
from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.values import NONE, Variant, some
from mirage_scons.model.errors import ConfigError

LABEL_HINTS: dict[tuple[str, str], str] = {}
"""What to write for labels that functions do not have; the modules of the language add theirs."""


def taken(native: Native, slot: Slot, value: Any, argument: Given) -> Any:
    """``value`` as the parameter ``slot`` takes it; :class:`ConfigError` with the argument's place if it does not."""
    try:
        return slot.shape.take(value)
    except MisfitError as misfit:
        positional = [one for one in native.parameters if not one.label]
        what = f"~{slot.label}" if slot.label else "the argument"
        if not slot.label and len(positional) > 1:
            what = f"argument {next(number for number, one in enumerate(positional, 1) if one is slot)}"
        raise wrong(f"{what} of {native.name}", value, slot.shape, misfit, argument.at) from None


Bound = tuple["tuple[Given | None, ...] | None", Sequence[Given]]


def arranged(function: Any, arguments: Sequence[Given], at: Span) -> Bound:
    """The arguments in the order of the parameters, and those that are left for what the function gives.

    No order at all if the function cannot take what is left of them.
    """
    whole = function.function if isinstance(function, Partial) else function
    parameters = whole.parameters
    slots: list[Given | None] = list(function.given) if isinstance(function, Partial) else [None] * len(parameters)
    rest = list(arguments)
    open_slots = [index for index, slot in enumerate(slots) if slot is None]
    wanted = [index for index in open_slots if not parameters[index].optional]
    if len(rest) == len(wanted) and not any(given.label for given in rest):
        for index in wanted:  # a full application may leave labels out
            slots[index] = rest.pop(0)
    else:
        for index in open_slots:
            label = parameters[index].label
            found = next((number for number, given in enumerate(rest) if given.label == label), None)
            if found is not None:
                slots[index] = _as_parameter(parameters[index], rest.pop(found))
    _leave_out(parameters, slots, at)
    complete = all(slot is not None for slot in slots)
    return (None if rest and not complete else tuple(slots)), rest


def _leave_out(parameters: Sequence[Any], slots: list[Given | None], at: Span) -> None:
    """Optional parameters before a positional one that is given are left out, if they are not given themselves."""
    followed = False
    for index in range(len(parameters) - 1, -1, -1):
        if slots[index] is None:
            if parameters[index].optional and followed:
                slots[index] = Given(parameters[index].label, True, NONE, at)
        elif not parameters[index].label:
            followed = True


def _as_parameter(parameter: Any, given: Given) -> Given:
    """An argument as its parameter takes it: ``~x:1`` of an optional one is ``Some 1``."""
    if parameter.optional:
        if not given.optional:
            return given._replace(value=some(given.value))
        if not isinstance(given.value, Variant) or given.value.family != "option":
            what = f"?{given.label} is {describe(given.value)}, where an option is wanted"
            raise ConfigError(what, given.at.location(), f"Write ~{given.label}:… to give a value.")
    return given  # ``?x`` of one that is not optional is the option itself, as in OCaml


def not_a_function(function: Any, arguments: Sequence[Given], at: Span) -> ConfigError:
    """The error of something else being applied."""
    count = "an argument" if len(arguments) == 1 else f"{len(arguments)} arguments"
    hint = "Apply it with $: functor $ device." if hasattr(function, "device") else ""
    return ConfigError(f"this is {describe(function)}, no function, and is given {count}", at.location(), hint)


def does_not_take(function: Any, rest: Sequence[Given]) -> ConfigError:
    """The error of the arguments that are left when all parameters that fit have theirs."""
    labels = [parameter.label for parameter in function.parameters if parameter.label]
    given = next((one for one in rest if one.label), rest[0])
    name = function.name or "this function"
    if given.label:
        what = f"{name} has no argument with the label {given.label}"
        hint = LABEL_HINTS.get((name, given.label)) or nearest(given.label, labels)
        return ConfigError(what, given.at.location(), hint)
    missing = ", ".join(f"~{parameter.label}" for parameter in function.parameters if parameter.label)
    return ConfigError(f"{name} is given one argument too many before {missing}", given.at.location())
