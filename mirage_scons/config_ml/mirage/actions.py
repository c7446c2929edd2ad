"""The module Action, as far as it writes files."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml.describe import describe
from mirage_scons.config_ml.evaluate.functions import Native
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, instance
from mirage_scons.config_ml.faults import unsupported
from mirage_scons.config_ml.library import Table, module
from mirage_scons.config_ml.stdlib.formats import Formatter, written
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.config_ml.values import UNIT, items, text
from mirage_scons.model.errors import ConfigError, caller


class Action:
    """What a device does to configure, as far as it writes files: its ``result``, and the texts by their names."""

    described = "an action"

    def __init__(self, result: Any, files: tuple[tuple[str, str], ...] = ()) -> None:
        self.result = result
        self.files = files


SHAPES["action"] = instance("an action", Action)


def _write_file(path: str, body: str) -> Action:
    return Action(UNIT, ((path, body),))


def _bind(machine: Machine, action: Action, function: Any) -> Task:
    after = yield machine.applied(function, action.result)
    if not isinstance(after, Action):
        raise ConfigError(f"this is {describe(after)}, where an action is wanted", caller())
    return Action(after.result, action.files + after.files)


def _map(machine: Machine, action: Action, function: Any) -> Task:
    return Action((yield machine.applied(function, action.result)), action.files)


def _seq(actions: list[Action]) -> Action:
    return Action(UNIT, tuple(file for action in actions for file in action.files))


def _with_output(
    machine: Machine, function: Any, *, path: str, purpose: str, mode: int = 0, append: bool = False
) -> Task:
    to = Formatter()
    result = yield machine.applied(function, to)
    return Action(result, ((path, text(written(to))),))


def _iter(machine: Machine, actions: Any, *, f: Any) -> Task:
    done: list[Action] = []
    for one in items(actions):
        done.append((yield machine.applied(f, one)))
    return _seq(done)


def _impure(name: str) -> Native:
    def run(machine: Machine, *_given: Any) -> Any:
        raise unsupported(f"Action.{name}", machine.at)

    return Native(f"Action.{name}", "any", run, calls=True)


_INFIX: Table = {">>=": ("action any", _bind), ">|=": ("action any", _map)}


ACTION = module(
    "Action",
    {
        "ok": ("any", Action),
        "seq": ("action*", _seq),
        "write_file": ("path text", _write_file),
    },
    {
        "bind": ("~f:any action", lambda machine, action, f: _bind(machine, action, f)),
        "map": ("~f:any action", lambda machine, action, f: _map(machine, action, f)),
        "with_output": ("?mode:int ?append:bool ~path:path ~purpose:text any", _with_output),
    },
    {
        name: _impure(name)
        for name in (
            "run_cmd", "run_cmd_out", "run_cmd_cli", "read_file", "rm", "rmdir", "mkdir", "ls", "is_file", "is_dir",
            "pwd", "get_var", "set_var", "tmp_file", "size_of", "error", "with_dir",
        )
    },
    {
        "Infix": module("Action.Infix", calling=_INFIX),
        "Syntax": module("Action.Syntax", calling={"let*": _INFIX[">>="], "let+": _INFIX[">|="]}),
        "List": module("Action.List", calling={"iter": ("~f:any list", _iter)}),
    },
)  # fmt: skip
