"""How this run fetches: the cache it shares with others, servers, and whether it may ask them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SCons.Environment import Base as Environment

from mirage_scons.tool import given

if TYPE_CHECKING:
    from mirage_scons.fetch.cache import Cache
    from mirage_scons.fetch.download import Network


def cache_of(env: Environment) -> Cache:
    """The cache of downloads: the user's, or that of the variable ``MIRAGE_CACHE_DIR``."""
    from pathlib import Path

    from mirage_scons.fetch.cache import Cache

    own = env.get("MIRAGE_CACHE_DIR")
    return Cache(Path(env.Dir(own).abspath)) if own else Cache.default(env["ENV"])


def network_of(env: Environment) -> Network:
    """How servers are asked; ``fetch=offline`` asks none."""
    from mirage_scons.fetch.download import Network

    offline = given.word("fetch") == "offline"
    return Network(mirrors=tuple(map(str, env["MIRAGE_ARCHIVE_MIRRORS"])), offline=offline)
