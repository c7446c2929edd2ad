"""Where things lie in a workspace: what the dune files say and what the tool relies on."""

from __future__ import annotations

PROGRAM = "main.exe"
"""The program that dune builds, below the root of a workspace."""

BUILT = "_build/default"
"""Where dune leaves what it builds."""

APP = "app"
"""The mirror of the user's directory."""

GENERATED = "generated"
"""What devices generate: to dune it lies among the user's files."""

DUNIVERSE = "duniverse"
"""The vendored sources."""
