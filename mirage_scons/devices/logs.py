"""Log reporters."""

from __future__ import annotations

from collections.abc import Sequence

from mirage_scons.devices.clock import default_posix_clock, pclock
from mirage_scons.devices.keys import LOGS
from mirage_scons.model.convert import LEVELS
from mirage_scons.model.device import Device, Info, needs
from mirage_scons.model.errors import ConfigError, caller, nearest
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.package import released
from mirage_scons.model.types import Type

reporter = Type("reporter")
"""What becomes of log messages."""


def default_reporter(clock: Impl = default_posix_clock, *, level: str | None = "info") -> Impl:
    """A reporter that prints log messages with the time of ``clock``.

    ``level`` is what is logged where the key ``logs`` says nothing: app, error, warning, info, debug, or quiet, which
    ``None`` says too.
    """
    level = "quiet" if level is None else level
    if level not in LEVELS:
        raise ConfigError(
            f'"{level}" is not a log level', caller(), nearest(level, list(LEVELS)) or f"Levels: {', '.join(LEVELS)}."
        )

    default = "None" if level == "quiet" else f"({LEVELS[level]})"

    def connect(_info: Info, module: str, _args: Sequence[str]) -> str:
        return (
            f"let reporter = {module}.create () in\n"
            f"  Mirage_runtime.set_level ~default:{default} {LOGS.call()};\n"
            "  Logs.set_reporter reporter;\n"
            "  Lwt.return reporter"
        )

    device = Device(
        "Mirage_logs.Make", pclock >> reporter, keys=(LOGS,), packages=needs(released("mirage-logs")), connect=connect
    )
    return of_device(device)(clock)


no_reporter = of_device(Device("Mirage_runtime", reporter, connect=lambda _info, _module, _args: "assert false"))
"""No reporter: ``register`` leaves it out, and nothing is logged."""
