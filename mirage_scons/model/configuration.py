"""A configuration that has been read, in whatever language it is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from mirage_scons.model.unikernel import Unikernel

_NOTHING: Mapping[str, str | None] = MappingProxyType({})


class Configuration(NamedTuple):
    """A configuration that has been read: its unikernel, the files that it was read from, and warnings.

    ``environ`` are the environment's variables that it asked for, with their values, and ``tools`` the programs and
    libraries by which it was read. Functions in it may still read, ask and say something: ``end`` says that none of
    them is needed any more.
    """

    unikernel: Unikernel
    inputs: Collection[Path]
    warnings: Collection[str] = ()
    environ: Mapping[str, str | None] = _NOTHING
    tools: Collection[str] = ()
    end: Callable[[], None] = lambda: None
