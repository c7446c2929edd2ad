"""Unix processes: Linux and the BSDs, and macOS."""

from __future__ import annotations

from mirage_scons.model.package import released
from mirage_scons.targets.record import Target

_PACKAGES = (released("mirage-unix"),)

UNIX = Target("unix", "unix", "unix", "Unix_os", "default", "{}", _PACKAGES, "an executable of this system")
MACOSX = Target("macosx", "unix", "macosx", "Unix_os", "default", "macosx/{}", _PACKAGES, "an executable of macOS")
