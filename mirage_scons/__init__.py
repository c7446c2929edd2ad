"""MirageOS unikernels as SCons nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from SCons.Tool import Tool

__version__ = "0.1.0"


def tool(**settings: Any) -> Tool:
    """The SCons tool, for ``Environment(tools=[mirage_scons.tool()])``; ``settings`` become construction variables."""
    from mirage_scons.tool import as_tool

    return as_tool(**settings)
