"""What a url has now, whatever that is: for a lock, which says from then on what it was."""

from __future__ import annotations

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum, measure
from mirage_scons.fetch.download import local_file, retrieve
from mirage_scons.fetch.errors import FetchError, GoneError
from mirage_scons.fetch.network import Network


def latest(url: str, cache: Cache, network: Network) -> Checksum:
    """The checksum of what ``url`` has, which is then in ``cache``; offline, of what it had when it was last asked.

    :class:`FetchError` if it has nothing.
    """
    with cache.partial(f"latest {url}") as partial:
        if network.offline and local_file([url]) is None:
            return _last(url, cache)
        try:
            retrieve(url, partial, network, verified=False)
        except GoneError as error:
            partial.unlink(missing_ok=True)
            raise FetchError(f"cannot be fetched: {error}", url, "Is the address right?") from None
        found = Checksum("sha256", measure(partial, ["sha256"])["sha256"])
        cache.add(partial, [found])
        cache.remember(f"latest {url}", str(found))
    return found


def _last(url: str, cache: Cache) -> Checksum:
    known = cache.remembered(f"latest {url}")
    if known is None:
        hint = "Fetch it once without fetch=offline."
        raise FetchError("not in the cache, and servers are not asked", url, hint)
    return Checksum.parse(known)
