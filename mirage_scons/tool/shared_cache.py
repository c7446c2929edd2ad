"""A cache of what was built that lies elsewhere, in any store that fsspec reaches, behind a directory on this machine.

It is a ``CacheDir`` of SCons, which says when a file is taken from it and given to it. Nothing that goes wrong with the
store stops a build: it is said once, and from then on the run does without.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from SCons.CacheDir import CacheDir
from SCons.Environment import Base as Environment
from SCons.Node import Node
from SCons.Script import GetOption

from mirage_scons.tool import given
from mirage_scons.tool.network import cache_of

if TYPE_CHECKING:
    from mirage_scons.fetch.remote import Store

_LOCAL = "local"
"""The word for the directory on this machine alone."""


def use(env: Environment) -> None:
    """Have ``env`` share what is built in it where ``cache=`` or ``MIRAGE_CACHE`` say.

    That is a directory, a URL of fsspec, or ``local`` for a directory of the user's.
    """
    place = given.word("cache") or str(env.get("MIRAGE_CACHE") or "")
    if not place:
        return  # then it is as the build around has it
    if "://" in place:
        env.CacheDir(str(_directory(env)), _of(place))
    else:
        env.CacheDir(str(_directory(env) if place == _LOCAL else env.Dir(place).abspath))


def _directory(env: Environment) -> Path:
    root = cache_of(env).root
    root.mkdir(parents=True, exist_ok=True)  # SCons makes no directory above its own
    return root / "built"


@cache
def _of(url: str) -> type[SharedCache]:
    """The class of the cache at ``url``: SCons makes the object."""
    from mirage_scons.fetch.remote import Store

    return type("SharedCacheAt", (SharedCache,), {"store": Store(url, _warn)})


def _warn(what: str) -> None:
    sys.stderr.write(f"scons: warning: cache={what}\n")


class SharedCache(CacheDir):  # type: ignore[misc]  # SCons has no types
    """A directory that is filled from a store, and fills it."""

    store: ClassVar[Store]

    def retrieve(self, node: Node) -> bool:
        """SCons asks whether a file can be had instead of being built."""
        if self.is_enabled() and not GetOption("no_exec"):
            _, file = self.cachepath(node)
            if not os.path.exists(file):
                self.store.bring(os.path.basename(file), Path(file))
        return bool(super().retrieve(node))

    def push(self, node: Any) -> None:
        """SCons gives a file that was built."""
        super().push(node)
        if self.is_enabled() and not self.is_readonly() and not node.nocache:
            _, file = self.cachepath(node)
            if os.path.isfile(file):
                self.store.take(os.path.basename(file), Path(file))
