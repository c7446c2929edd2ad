"""Downloads: from the first place that has the right file; verified before anything else sees them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from mirage_scons.fetch.address import path_of
from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum, differing, strongest
from mirage_scons.fetch.errors import FetchError, GoneError, is_full
from mirage_scons.fetch.http import transfer
from mirage_scons.fetch.network import Network as Network
from mirage_scons.fetch.network import Progress as Progress


def download(urls: Sequence[str], checksums: Sequence[Checksum], cache: Cache, network: Network) -> Path:
    """The file with these ``checksums``: from the cache, else from the first of ``urls`` that has it.

    Without checksums it is a file of this machine, as it is now. :class:`FetchError` if no place has it, or it is
    another file than it should be.
    """
    if not checksums:
        return local_file(urls) or _refuse_unverified(urls)
    with cache.partial(str(strongest(checksums))) as partial:
        return cache.find(checksums) or _from_first(urls, checksums, cache, network, partial)


def local_file(urls: Sequence[str]) -> Path | None:
    """The first of ``urls`` that is a file of this machine; ``None`` if none is."""
    paths = (Path(path) for path in map(path_of, urls) if path)
    return next((path for path in paths if path.is_file()), None)


def _refuse_unverified(urls: Sequence[str]) -> Path:
    raise FetchError("has no checksum", urls[0], "Name its checksum where the url is written.")


def _from_first(
    urls: Sequence[str], checksums: Sequence[Checksum], cache: Cache, network: Network, partial: Path
) -> Path:
    failures: list[str] = []
    for url in [*_mirrored(network, checksums), *urls]:
        try:
            wrong = _obtained(url, checksums, partial, network)
        except GoneError as failure:
            failures.append(f"{url}: {failure}")
            continue
        if wrong is None:
            return cache.add(partial, checksums)
        failures.append(f"{url}: wrong checksum: {wrong}")
    raise FetchError("cannot be fetched", "\n  ".join(failures), _hint(failures, network))


def _obtained(url: str, checksums: Sequence[Checksum], partial: Path, network: Network) -> str | None:
    """What is wrong with what ``url`` has; what was gone on with may have been the beginning of another file."""
    for _ in range(2):
        resumed = retrieve(url, partial, network)
        wrong = differing(partial, checksums)
        if wrong is None:
            return None
        partial.unlink()
        if not resumed:
            break
    return wrong


def _hint(failures: Sequence[str], network: Network) -> str:
    if network.offline:
        return "Fetch it once without fetch=offline."
    if any("wrong checksum" in failure for failure in failures):
        return "The server has another file than was locked. If that is right: scons lock update=NAME."
    return "Try again; what has been fetched so far is kept."


def _mirrored(network: Network, checksums: Sequence[Checksum]) -> list[str]:
    """The urls of the mirrors, which have a file under each of its checksums."""
    return [f"{base.rstrip('/')}/{one.kind}/{one.hex[:2]}/{one.hex}" for base in network.mirrors for one in checksums]


def retrieve(url: str, partial: Path, network: Network, *, verified: bool = True) -> bool:
    """Make ``partial`` hold what ``url`` has; whether it was gone on with. :class:`GoneError` if that cannot be had.

    Unless it is ``verified`` afterwards nothing is gone on with that might be another file.
    """
    try:
        scheme = urlsplit(url).scheme
    except ValueError as error:
        raise GoneError(f"this is no url: {error}") from None
    try:
        if scheme in ("http", "https"):
            if network.offline:
                raise GoneError("not in the cache, and servers are not asked")
            return transfer(url, partial, network, verified=verified)
        path = path_of(url)
        if path is None:
            raise GoneError(f"urls of {scheme} are not known")
        shutil.copyfile(path, partial)
        return False
    except OSError as error:
        if is_full(error):
            partial.unlink(missing_ok=True)
        if is_full(error) or error.filename == str(partial):
            hint = f"Make room in {partial.parent}." if is_full(error) else f"See to {partial.parent}."
            raise FetchError(f"cannot be kept: {error.strerror}", url, hint) from None
        raise GoneError(error.strerror or str(error)) from None
