"""The module Rresult, and of Bos what reads the environment: what runs or opens something is not to be had."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.library import Table, failure, invalid, module
from mirage_scons.config_ml.stdlib.format_strings import Piece
from mirage_scons.config_ml.stdlib.formats import Formatter, printing, written
from mirage_scons.config_ml.stdlib.options import RESULT
from mirage_scons.config_ml.stdlib.system import asked, outside
from mirage_scons.config_ml.trampoline import Step, Task
from mirage_scons.config_ml.values import Cons, List, Variant, error, items, listed, ok, option, string, text


def _msg(message: bytes) -> Variant:
    return Variant("Msg", message)


def _formatted(machine: Machine, form: tuple[Piece, ...]) -> Step:
    return printing(machine, "R.msgf", form, Formatter(), lambda to: _msg(written(to)))


def _error_formatted(machine: Machine, form: tuple[Piece, ...]) -> Step:
    return printing(machine, "R.error_msgf", form, Formatter(), lambda to: error(_msg(written(to))))


def _or_failure(value: Variant) -> Any:
    if value.tag == "Ok":
        return value.argument
    said: Any = value.argument
    raise failure(text(said.argument))


def _get_ok(value: Variant) -> Any:
    if value.tag != "Ok":
        raise invalid("result is Error _")
    return value.argument


def _bind(machine: Machine, value: Variant, function: Any) -> Step:
    return machine.applied(function, value.argument) if value.tag == "Ok" else value


def _map(machine: Machine, value: Variant, function: Any) -> Task:
    return ok((yield machine.applied(function, value.argument))) if value.tag == "Ok" else value


def _reword(machine: Machine, function: Any, value: Variant) -> Task:
    return value if value.tag == "Ok" else error((yield machine.applied(function, value.argument)))


_INFIX: Table = {">>=": ("result any", _bind), ">>|": ("result any", _map)}
R = module(
    "R",
    {
        "ok": ("any", ok),
        "error": ("any", error),
        "get_ok": ("result", _get_ok),
        "is_ok": ("result", lambda value: value.tag == "Ok"),
        "is_error": ("result", lambda value: value.tag == "Error"),
        "join": ("result", lambda value: value.argument if value.tag == "Ok" else value),
        "msg": ("string", _msg),
        "error_msg": ("string", lambda message: error(_msg(message))),
        "open_error_msg": ("result", lambda value: value),
        "failwith_error_msg": ("result", _or_failure),
        "to_option": ("result", lambda value: option(value.argument if value.tag == "Ok" else None)),
    },
    {
        "bind": ("result any", _bind),
        "map": ("any result", lambda machine, function, value: _map(machine, value, function)),
        "msgf": ("format", _formatted),
        "error_msgf": ("format", _error_formatted),
        "reword_error": ("any result", _reword),
        **_INFIX,
    },
    modules={"Infix": module("R.Infix", calling=_INFIX)},
)
RRESULT = module("Rresult", {"ok": ("any", ok), "error": ("any", error)}, _INFIX, modules={"R": R, "Result": RESULT})
"""The module ``Rresult``."""


def _required(machine: Machine, name: str) -> Variant:
    found = asked(machine, name)
    return error(_msg(string(f"{name}: undefined environment variable"))) if found is None else ok(found)


def _or_absent(machine: Machine, name: str, *, absent: bytes) -> bytes:
    found = asked(machine, name)
    return absent if found is None else found


_ENV = module(
    "Bos.OS.Env",
    calling={
        "var": ("text", lambda machine, name: option(asked(machine, name))),
        "req_var": ("text", _required),
        "opt_var": ("text ~absent:string", _or_absent),
    },
)
_IMPURE = {
    "Cmd": "run run_status run_out run_io run_in exists must_exist find_tool get_tool out_string out_lines",
    "File": "exists must_exist delete read read_lines write writef write_lines tmp with_oc with_ic is_executable",
    "Dir": "exists must_exist create delete contents current set_current fold_contents with_current tmp user",
    "Path": "exists must_exist move delete stat link symlink matches query fold",
}


def _impure(name: str) -> Any:
    words = _IMPURE[name].split()
    return module(f"Bos.OS.{name}", values={word: outside(f"Bos.OS.{name}.{word}") for word in words})


def _more(words: List, more: bytes) -> List:
    return listed([*items(words), more])


_CMD = module(
    "Bos.Cmd",
    {
        "v": ("string", lambda word: listed([word])),
        "%": ("list string", _more),
        "%%": ("list list", lambda words, more: listed(items(words), more)),
        "p": ("path", string),
        "of_list": ("list", lambda words: words),
        "to_list": ("list", lambda words: words),
        "to_string": ("string*", lambda words: b" ".join(words)),
        "is_empty": ("list", lambda words: not isinstance(words, Cons)),
    },
)
BOS = module(
    "Bos",
    modules={"Cmd": _CMD, "OS": module("Bos.OS", modules={"Env": _ENV, **{name: _impure(name) for name in _IMPURE}})},
)
"""The module ``Bos``."""
