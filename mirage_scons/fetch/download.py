"""Downloads: over HTTP with retries and resumption, or from files; verified before anything else sees them."""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache as remembered
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum, differing, strongest
from mirage_scons.fetch.errors import FetchError, GoneError

Progress = Callable[[str, int, "int | None"], None]
"""Told a url, how many bytes of it there are, and how many there will be if that is known."""

_BLOCK = 1 << 18
_PASSING = (429, 500, 502, 503, 504)
"""Answers after which it is worth asking again."""

_PATIENCE = 60
"""The most seconds that a server can ask us to wait for."""


@dataclass(frozen=True)
class Network:
    """How servers are asked.

    ``connect`` and ``read`` are the seconds after which a server that says nothing is given up, ``retries`` how often
    it is asked again, after ``backoff`` seconds and then twice as long each time; ``limit`` is the most bytes that a
    download may have. ``mirrors`` are servers laid out as opam's cache, asked first. ``offline``: none is asked.
    """

    connect: float = 15
    read: float = 30
    retries: int = 4
    backoff: float = 0.5
    limit: int = 2 << 30
    mirrors: tuple[str, ...] = ()
    offline: bool = False
    progress: Progress | None = field(default=None, compare=False)


def download(urls: Sequence[str], checksums: Sequence[Checksum], cache: Cache, network: Network) -> Path:
    """The file with these ``checksums``: from the cache, else from the first of ``urls`` that has it.

    :class:`FetchError` if none has it, or has another file than it should.
    """
    if not checksums:
        raise FetchError("has no checksum", urls[0], "Name its checksum where the url is written.")
    with cache.partial(str(strongest(checksums))) as partial:
        return cache.find(checksums) or _from_first(urls, checksums, cache, network, partial)


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
    """What is wrong with what ``url`` has; what an earlier attempt left may have been the beginning of another file."""
    was_begun = partial.exists()
    _obtain(url, partial, network)
    wrong = differing(partial, checksums)
    if wrong is not None:
        partial.unlink()
    return _obtained(url, checksums, partial, network) if wrong is not None and was_begun else wrong


def _hint(failures: Sequence[str], network: Network) -> str:
    if network.offline:
        return "Fetch it once without fetch=offline."
    if any("wrong checksum" in failure for failure in failures):
        return "The server has another file than was locked: scons lock makes the lock anew, if that is right."
    return "Try again; what has been fetched so far is kept."


def _mirrored(network: Network, checksums: Sequence[Checksum]) -> list[str]:
    """The urls of the mirrors, which have a file under each of its checksums."""
    return [f"{base.rstrip('/')}/{one.kind}/{one.hex[:2]}/{one.hex}" for base in network.mirrors for one in checksums]


def _obtain(url: str, partial: Path, network: Network) -> None:
    """Make ``partial`` hold what ``url`` has; :class:`GoneError` if that cannot be had."""
    scheme = urlsplit(url).scheme
    try:
        if scheme in ("http", "https"):
            if network.offline:
                raise GoneError("not in the cache, and servers are not asked")
            _transfer(url, partial, network)
        elif scheme in ("", "file"):
            shutil.copyfile(unquote(urlsplit(url).path) if scheme else url, partial)
        else:
            raise GoneError(f"urls of {scheme} are not known")
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
            partial.unlink(missing_ok=True)
            raise FetchError(f"cannot be kept: {error.strerror}", url, f"Make room in {partial.parent}.") from None
        raise GoneError(error.strerror or str(error)) from None


def _transfer(url: str, partial: Path, network: Network) -> None:
    """Download ``url``, going on where an earlier attempt ended, and asking again when the connection breaks."""
    import urllib3  # not imported unless something is downloaded

    for attempt in range(network.retries + 1):
        try:
            if _ask(url, partial, network):
                return
            reason = "the connection ended before the file did"
        except urllib3.exceptions.HTTPError as error:
            reason = _reason(error)
            if isinstance(getattr(error, "reason", None), urllib3.exceptions.ResponseError):
                break  # redirected without end, or refused as often as it was asked
        if attempt < network.retries:
            time.sleep(network.backoff * 2**attempt)
    raise GoneError(reason)


def _ask(url: str, partial: Path, network: Network) -> bool:
    """One request; whether the file is complete. :class:`GoneError` for an answer that asking again will not change."""
    had = partial.stat().st_size if partial.exists() else 0
    headers = {"Range": f"bytes={had}-", "Accept-Encoding": "identity"} if had else {"Accept-Encoding": "identity"}
    answer: Any = _pool(network).request("GET", url, headers=headers, preload_content=False)
    try:
        if answer.status == 416:  # what there is is not a beginning of it
            partial.unlink()
            return False
        if answer.status not in (200, 206):
            raise GoneError(f"HTTP status {answer.status}")
        start = had if answer.status == 206 else 0
        if start and not answer.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
            partial.unlink()
            return False
        return _receive(url, answer, partial, start, network)
    finally:
        answer.close()  # a connection whose answer was read is in the pool again by now


def _receive(url: str, answer: Any, partial: Path, start: int, network: Network) -> bool:
    length = answer.headers.get("Content-Length")
    total = start + int(length) if length and length.isdigit() else None
    size = start
    with partial.open("r+b" if start else "wb") as file:
        file.seek(start)
        while block := answer.read1(_BLOCK):  # what has come, before an end that came too soon is noticed
            size += len(block)
            if size > network.limit:
                file.truncate(0)
                raise FetchError(f"has more than {network.limit} bytes", url, "No source is that large.")
            file.write(block)
            if network.progress:
                network.progress(url, size, total)
    return total is None or size == total


def _reason(error: Exception) -> str:
    """What a library's exception means, in a few words."""
    cause: Any = getattr(error, "reason", None) or error
    text = str(cause).split(": ", 1)[-1]
    return {
        "NewConnectionError": "no connection: " + text,
        "ConnectTimeoutError": "no connection in time",
        "ReadTimeoutError": "no answer in time",
        "ResponseError": text,
        "NameResolutionError": "the name of the server is not known",
    }.get(type(cause).__name__, text)


@remembered
def _pool(network: Network) -> Any:
    """Connections that are kept open, for all threads."""
    import urllib3

    retries = urllib3.Retry(
        total=None,
        connect=0,  # asked again from where it ended: see _transfer
        read=0,
        other=0,
        status=network.retries,
        redirect=8,
        status_forcelist=_PASSING,
        backoff_factor=network.backoff,
        retry_after_max=_PATIENCE,
        raise_on_status=False,
    )
    return urllib3.PoolManager(
        maxsize=16, retries=retries, timeout=urllib3.Timeout(connect=network.connect, read=network.read),
        headers={"User-Agent": "mirage_scons"},
    )  # fmt: skip
