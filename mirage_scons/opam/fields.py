"""The names of opam-monorepo's own fields, in the opam files that it locks and in the locks that it makes."""

from __future__ import annotations

PREFIX = "x-opam-monorepo-"

ARGUMENTS = f"{PREFIX}cli-args"
"""The command line that the lock was made with."""

DIRECTORIES = f"{PREFIX}duniverse-dirs"
"""The url of each source, the directory that it is unpacked to, and its checksums."""

FORMAT = f"{PREFIX}version"
"""The version of the lock's format."""

PROVIDED = f"{PREFIX}opam-provided"
"""The packages that the switch provides: they are not vendored."""

REPOSITORIES = f"{PREFIX}opam-repositories"
"""The urls of the repositories that packages are looked for in."""

ROOTS = f"{PREFIX}root-packages"
"""The packages that the lock is for."""

VARIABLES = f"{PREFIX}global-opam-vars"
"""The variables of the machine that conditions ask of, each with its value."""
