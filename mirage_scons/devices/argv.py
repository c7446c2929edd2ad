"""The command line with which the unikernel was started."""

from __future__ import annotations

from mirage_scons.devices.choice import by_family
from mirage_scons.model.device import Device, needs
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.package import released
from mirage_scons.model.types import Type

argv = Type("argv")
"""The command line of the program, from wherever the target has it."""


def _bootvar(package: str) -> Impl:
    return of_device(
        Device(
            "Bootvar",
            argv,
            packages=needs(released(package)),
            connect=lambda _info, _module, _args: "Bootvar.argv ()",
        )
    )


default_argv = by_family(
    unix=_bootvar("mirage-bootvar-unix"), solo5=_bootvar("mirage-bootvar-solo5"), xen=_bootvar("mirage-bootvar-xen")
)
"""The command line as the target hands it over."""

no_argv = of_device(Device("Mirage_runtime", argv, connect=lambda _info, _module, _args: 'return [|""|]'))
"""No command line: every key has its default."""

sys_argv = of_device(Device("Sys", argv, connect=lambda _info, _module, _args: "return Sys.argv"))
"""The command line of a process, as OCaml's own library gives it."""
