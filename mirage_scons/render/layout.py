"""Where things lie in a workspace: what the dune files say and what the tool relies on."""

from __future__ import annotations

PROGRAM = "./main.exe"
"""What dune is asked to build, below the root of a workspace."""

OUTPUT = "_build/default/main.exe"
"""Where dune leaves it."""

APP = "app"
"""The mirror of the user's directory."""

DUNIVERSE = "duniverse"
"""The vendored sources."""
