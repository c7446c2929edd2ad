"""Where things lie in a workspace: what the dune files say and what the tool relies on."""

from __future__ import annotations

PROGRAM = "main.exe"
"""The executable that dune builds of a process, below the root of a workspace."""

OBJECT = "main.exe.o"
"""The complete object that dune builds of a guest: images are linked from it."""

BUILT = "_build"
"""Where dune leaves what it builds, a directory for each context."""

HOST = "default"
"""The context in which dune builds for the machine that it runs on."""

TARGET_C = "target.c"
"""A C source by which a program that several targets share knows for which of them it was linked."""

APP = "app"
"""The mirror of the user's directory."""

GENERATED = "generated"
"""What devices generate: to dune it lies among the user's files."""

DUNIVERSE = "duniverse"
"""The vendored sources."""

GRAPH = "graph.dot"
"""The device graph, for people and for programs that draw."""

MANIFEST = "manifest.json"
"""What is attached to a guest, for Solo5."""
