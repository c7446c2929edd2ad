"""What devices of a configuration's own bring: functions of the configuration as functions of the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mirage_scons.config_ml.describe import describe
from mirage_scons.config_ml.evaluate.machine import Machine, place_of
from mirage_scons.config_ml.evaluate.shapes import SHAPES, instance, shape
from mirage_scons.config_ml.faults import MisfitError
from mirage_scons.config_ml.mirage.actions import Action
from mirage_scons.config_ml.mirage.key_values import Computed
from mirage_scons.config_ml.values import items, listed, string, text
from mirage_scons.model.device import Info
from mirage_scons.model.errors import ConfigError
from mirage_scons.model.impl import Impl
from mirage_scons.model.types import Signature
from mirage_scons.model.value import Value


class Stanza:
    """A stanza of dune."""

    described = "a stanza of dune"

    def __init__(self, text: str) -> None:
        self.text = text


def _gives(name: str, function: Any, value: Any, wanted: str) -> ConfigError:
    """The error of what ``function`` gives not being what is wanted of it."""
    at = place_of(function)
    where = None if at is None else at.location()
    return ConfigError(f"{name} gives {describe(value)}, where {wanted} is wanted", where)


def _list_of(name: str, function: Any, value: Any, kind: str) -> list[Any]:
    try:
        found: list[Any] = shape(f"{kind}*").take(value)
    except MisfitError:
        raise _gives(name, function, value, shape(f"{kind}*").name) from None
    return found


def _connect(machine: Machine, function: Any) -> Callable[[Info, str, Sequence[str]], str]:
    def connect(info: Info, name: str, args: Sequence[str]) -> str:
        found = machine.call(function, info, string(name), listed(map(string, args)))
        if not isinstance(found, bytes):
            raise _gives("connect", function, found, "a string")
        return text(found)

    return connect


def _dune(machine: Machine, function: Any) -> Callable[[Info], list[str]]:
    return lambda info: [one.text for one in _list_of("dune", function, machine.call(function, info), "stanza")]


def _files(machine: Machine, function: Any) -> Callable[[Info], list[str]]:
    return lambda info: _list_of("files", function, machine.call(function, info), "path")


def _configure(machine: Machine, function: Any) -> Callable[[Info], dict[str, str]]:
    def configure(info: Info) -> dict[str, str]:
        action = machine.call(function, info)
        if not isinstance(action, Action):
            raise _gives("configure", function, action, "an action")
        return dict(action.files)

    return configure


def _install(machine: Machine, function: Any) -> Callable[[Info], Any]:
    def installs(info: Info) -> Any:
        found = machine.call(function, info)
        return found.value if isinstance(found, Computed) else found

    return installs


def _packages(machine: Machine, chosen: Value[Any]) -> Value[list[Any]]:
    return Value(chosen.keys, lambda context: list(items(chosen.compute(context))))


_HOOKS: dict[str, Callable[[Machine, Any], Any]] = {
    "connect": _connect,
    "dune": _dune,
    "files": _files,
    "configure": _configure,
    "install": _install,
    "install_v": _install,
    "packages_v": _packages,
}
"""How what a device brings becomes functions for the model."""


def device(make: Callable[..., Impl]) -> Callable[..., Impl]:
    """``make`` of the model, for functions of a configuration."""

    def run(machine: Machine, name: str, signature: Signature, **given: Any) -> Impl:
        labelled = {
            label: _HOOKS[label](machine, value) if label in _HOOKS else value for label, value in given.items()
        }
        return make(name, signature, **labelled)

    return run


SHAPES["stanza"] = instance("a stanza of dune", Stanza)
