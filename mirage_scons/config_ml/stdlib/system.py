"""OCaml's modules Sys and Lazy. The environment's variables are inputs; what else is outside is not to be had."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml.evaluate.functions import Native
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, of_class
from mirage_scons.config_ml.faults import RaisedError, unsupported
from mirage_scons.config_ml.library import module
from mirage_scons.config_ml.stdlib.pervasives import force
from mirage_scons.config_ml.values import Lazy, Variant, option, string

SHAPES["lazy"] = of_class("a lazy value", Lazy)


def asked(machine: Machine, name: str) -> bytes | None:
    """The environment variable ``name``, which is an input of the configuration from here on."""
    value = machine.asked[name] = machine.environ.get(name)
    return None if value is None else string(value)


def _getenv(machine: Machine, name: str) -> bytes:
    value = asked(machine, name)
    if value is None:
        raise RaisedError(Variant("Not_found", None, "exn"), said=f"the environment has no variable {name}")
    return value


def outside(name: str) -> Native:
    """The function ``name``, which reaches out of the configuration, and is an error where it is called."""

    def run(machine: Machine, *_given: Any) -> Any:
        raise unsupported(name, machine.at)

    return Native(name, "any", run, calls=True)


SYS = module(
    "Sys",
    calling={
        "getenv": ("text", _getenv),
        "getenv_opt": ("text", lambda machine, name: option(asked(machine, name))),
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
            name: outside(f"Sys.{name}")
            for name in ("command", "file_exists", "is_directory", "readdir", "getcwd", "chdir", "remove", "time")
        },
    },
)


LAZY = module(
    "Lazy",
    {"from_val": ("any", lambda value: Lazy(value, True)), "is_val": ("lazy", lambda value: value.is_forced)},
    {"force": ("lazy", force)},
)
