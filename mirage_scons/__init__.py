"""MirageOS unikernels as SCons nodes.

``mirage_scons.tool()`` is the SCons tool, for ``Environment(tools=[mirage_scons.tool()])``: the package of that name,
which can be called.
"""

from __future__ import annotations

import importlib
from types import ModuleType

__version__ = "0.1.0"


def __getattr__(name: str) -> ModuleType:
    """Import the tool, and SCons with it, when it is asked for: the layers below need neither."""
    if name == "tool":
        return importlib.import_module("mirage_scons.tool")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
