"""The modules Sys, Logs, Lazy, and those of libraries that configurations may name."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml.cmdliner import CMDLINER
from mirage_scons.config_ml.environment import Module
from mirage_scons.config_ml.faults import unsupported
from mirage_scons.config_ml.formats import Formatter, Piece, printing, written
from mirage_scons.config_ml.fpath import FPATH
from mirage_scons.config_ml.functions import Native
from mirage_scons.config_ml.ipaddr import IPADDR, MACADDR
from mirage_scons.config_ml.library import declared, module, not_found
from mirage_scons.config_ml.lists import ARRAY, FUN, LIST, OPTION, RESULT, SEQ
from mirage_scons.config_ml.machine import Machine
from mirage_scons.config_ml.mirage import FUNCTORIA, MIRAGE
from mirage_scons.config_ml.printers import FMT, FORMAT, PRINTF
from mirage_scons.config_ml.scalars import BOOL, CHAR, FLOAT, INT, INT32, INT64, NATIVEINT
from mirage_scons.config_ml.shapes import SHAPES, of_class
from mirage_scons.config_ml.stdlib import force
from mirage_scons.config_ml.strings import FILENAME, STRING
from mirage_scons.config_ml.trampoline import Step
from mirage_scons.config_ml.values import UNIT, Lazy, option, string, text
from mirage_scons.model.errors import warn

SHAPES["lazy"] = of_class("a lazy value", Lazy)


def _asked(machine: Machine, name: str) -> bytes | None:
    """The environment variable ``name``, which is an input of the configuration from here on."""
    value = machine.asked[name] = machine.environ.get(name)
    return None if value is None else string(value)


def _getenv(machine: Machine, name: str) -> bytes:
    value = _asked(machine, name)
    if value is None:
        raise not_found()
    return value


def _outside(name: str) -> Native:
    def run(machine: Machine, *_given: Any) -> Any:
        raise unsupported(name, machine.at)

    return Native(name, "any", run, calls=True)


SYS = module(
    "Sys",
    calling={
        "getenv": ("text", _getenv),
        "getenv_opt": ("text", lambda machine, name: option(_asked(machine, name))),
    },
    values={
        "word_size": 64,
        "int_size": 63,
        "os_type": b"Unix",
        "unix": True,
        "win32": False,
        "cygwin": False,
        "big_endian": False,
        "max_string_length": 2**57 - 9,
        **{
            name: _outside(f"Sys.{name}")
            for name in ("command", "file_exists", "is_directory", "readdir", "getcwd", "chdir", "remove", "time")
        },
    },
)


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

LAZY = module(
    "Lazy",
    {"from_val": ("any", lambda value: Lazy(value, True)), "is_val": ("lazy", lambda value: value.is_forced)},
    {"force": ("lazy", force)},
)

MODULES: dict[str, Module] = {
    "Mirage": MIRAGE,
    "Functoria": FUNCTORIA,
    "List": LIST,
    "Array": ARRAY,
    "Seq": SEQ,
    "Option": OPTION,
    "Result": RESULT,
    "Fun": FUN,
    "String": STRING,
    "Char": CHAR,
    "Bool": BOOL,
    "Int": INT,
    "Int64": INT64,
    "Int32": INT32,
    "Nativeint": NATIVEINT,
    "Float": FLOAT,
    "Filename": FILENAME,
    "Printf": PRINTF,
    "Format": FORMAT,
    "Fmt": FMT,
    "Fpath": FPATH,
    "Ipaddr": IPADDR,
    "Macaddr": MACADDR,
    "Logs": LOGS,
    "Sys": SYS,
    "Lazy": LAZY,
    "Cmdliner": CMDLINER,
}
"""The modules that a configuration may name."""
