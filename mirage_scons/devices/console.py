"""Consoles, which Logs and Printf have replaced: they still work, and the line that uses one is warned of."""

from __future__ import annotations

from mirage_scons.devices.choice import by_family
from mirage_scons.model import check, ocaml
from mirage_scons.model.device import Device, needs
from mirage_scons.model.errors import caller
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.package import released
from mirage_scons.model.types import Type

console = Type("console")
"""A console: ``Mirage_console.S``."""


def custom_console(name: str) -> Impl:
    """The console ``name``; a new device at each call."""
    return _by_family(check.text(name, "the name of a console"))


def _by_family(name: str) -> Impl:
    return by_family(
        unix=_console("Console_unix", "mirage-console-unix", name),
        solo5=_console("Console_solo5", "mirage-console-solo5", name),
        xen=_console("Console_xen", "mirage-console-xen", name),
    )


def _console(module: str, package: str, name: str) -> Impl:
    text = ocaml.string(name)
    return of_device(
        Device(
            module,
            console,
            packages=needs(released(package)),
            connect=lambda _info, module, _args: f"{module}.connect {text}",
            deprecated="consoles are deprecated: use Logs or Printf",
            where=caller(),
        )
    )


default_console = _by_family("0")
"""The first console."""
