"""Files that are installed: programs, and data beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from mirage_scons.model.errors import ConfigError, Location, caller


@dataclass(frozen=True)
class Install:
    """What is installed: ``bin`` as pairs of what dune builds and the name that it gets, ``etc`` under its own name.

    Both are relative to the directory of the configuration; what is installed is found in ``dist/``, too.
    """

    bin: tuple[tuple[str, str], ...] = ()
    etc: tuple[str, ...] = ()
    where: Location | None = field(default=None, compare=False)

    def __add__(self, other: Install) -> Install:
        """Both; data files each once, sorted."""
        return Install(self.bin + other.bin, tuple(sorted({*self.etc, *other.etc})), self.where or other.where)


NOTHING = Install()


def install(*, bin: Sequence[tuple[str, str]] = (), etc: Sequence[str] = ()) -> Install:
    """An installation of programs, as pairs ``("BUILT", "NAME")``, and of data files."""
    where = caller()
    for pair in bin:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise ConfigError(f"{pair!r} is not a pair", where, 'Write bin=[("BUILT", "NAME")].')
    for path in (*(path for pair in bin for path in pair), *etc):
        inner_path(path, where)
    return Install(tuple(bin), tuple(sorted(set(etc))), where)


def inner_path(path: str, where: Location | None) -> str:
    """``path``, if it is relative and stays below where it begins; else :class:`ConfigError`."""
    parts = PurePosixPath(path).parts if isinstance(path, str) else ()
    if not parts or parts[0] == "/" or ".." in parts or str(PurePosixPath(path)) != path:
        raise ConfigError(f"{path!r} is not a path below the unikernel's directory", where, 'Write "DIR/FILE".')
    return path
