"""The module Logs: what is logged becomes a warning, where a reporter of the default level would show it."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml.evaluate.functions import Native
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.library import declared, module
from mirage_scons.config_ml.stdlib.format_strings import Piece
from mirage_scons.config_ml.stdlib.formats import Formatter, printing, written
from mirage_scons.config_ml.trampoline import Step
from mirage_scons.config_ml.values import UNIT, text
from mirage_scons.model.errors import warn


def _logging(word: str) -> tuple[str, Any]:
    """``Logs.warn (fun m -> m "…")``: shown where a reporter of the default level would show it."""

    def finish(to: Formatter) -> tuple[()]:
        if word in ("app", "err", "warn"):
            warn(f"says: {text(written(to)).rstrip()}")
        return UNIT

    def message(machine: Machine, form: tuple[Piece, ...], **_aside: Any) -> Step:
        return printing(machine, f"Logs.{word}", form, Formatter(), finish)

    def log(machine: Machine, function: Any, **_aside: Any) -> Step:
        said = Native(f"Logs.{word}", "?header:any ?tags:any format", message, calls=True)
        return machine.applied(function, said)

    return "?src:any any", log


LOGS = module(
    "Logs",
    calling={word: _logging(word) for word in ("app", "err", "warn", "info", "debug")},
    modules={"Src": module("Logs.Src", {"create": ("?doc:string string", lambda name, doc=b"": name)})},
    constructors=declared("level", App=0, Error=0, Warning=0, Info=0, Debug=0),
)
