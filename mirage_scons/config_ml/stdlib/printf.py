"""OCaml's modules Printf and Format, which print to strings; what is printed to the terminal becomes a warning."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.library import module
from mirage_scons.config_ml.stdlib.format_strings import Piece
from mirage_scons.config_ml.stdlib.formats import Formatter, nothing, printing, written
from mirage_scons.config_ml.trampoline import Step, Task
from mirage_scons.config_ml.values import UNIT, items, text
from mirage_scons.model.errors import warn

Pieces = tuple[Piece, ...]


def to_string(machine: Machine, form: Pieces) -> Step:
    """``sprintf``."""
    return printing(machine, "this format", form, Formatter(), written)


def to_formatter(machine: Machine, to: Formatter, form: Pieces) -> Step:
    """``fprintf``."""
    return printing(machine, "this format", form, to, nothing)


def then(machine: Machine, function: Any, form: Pieces) -> Step:
    """``ksprintf``."""
    return printing(machine, "this format", form, Formatter(), lambda to: machine.applied(function, written(to)))


def said(machine: Machine, form: Pieces) -> Step:
    """``printf``."""

    def finish(to: Formatter) -> tuple[()]:
        if to.text:
            warn(f"says: {text(written(to)).rstrip()}")
        return UNIT

    return printing(machine, "this format", form, Formatter(), finish)


PRINTF = module(
    "Printf",
    calling={
        "sprintf": ("printf", to_string),
        "ksprintf": ("any printf", then),
        "printf": ("printf", said),
        "eprintf": ("printf", said),
    },
)


FORMAT = module(
    "Format",
    {"pp_print_string": ("formatter string", lambda to, value: write(to, value))},
    {
        "asprintf": ("format", to_string),
        "sprintf": ("format", to_string),
        "kasprintf": ("any format", then),
        "fprintf": ("formatter format", to_formatter),
        "printf": ("format", said),
        "eprintf": ("format", said),
        "pp_print_list": ("?pp_sep:any any formatter list", lambda m, *a, **k: print_list(m, *a, **k)),
    },
)


def write(to: Formatter, value: bytes) -> tuple[()]:
    """Write ``value`` as it is."""
    to.write(value)
    return UNIT


def print_list(machine: Machine, printer: Any, to: Formatter, values: Any, pp_sep: Any = None) -> Task:
    """Print ``values`` with a printer, and between them what ``pp_sep`` prints."""
    for number, value in enumerate(items(values)):
        if number:
            if pp_sep is None:
                to.space(0)
            else:
                yield machine.applied(pp_sep, to, UNIT)
        yield machine.applied(printer, to, value)
    return UNIT
