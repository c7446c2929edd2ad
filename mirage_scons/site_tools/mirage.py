"""The name under which SCons finds the tool: ``Environment(tools=["mirage"])``."""

from mirage_scons.tool import exists, generate

__all__ = ["exists", "generate"]
