"""Files over HTTP: asked for again where a server is busy, and gone on with where a connection ended."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mirage_scons.fetch.connections import get, proxy_of, read_to_end
from mirage_scons.fetch.errors import FetchError, GoneError
from mirage_scons.fetch.network import Network

_BLOCK = 1 << 18
_ENDED = "the connection ended before the file did"


@dataclass
class _Unfinished:
    """The beginning of a file at ``path``.

    ``etag`` is what the server called it when it began; ``resumed``: not all of it is of one answer. Unless it is
    ``verified`` when it is there, it is only gone on with if the server says that it is the same file.
    """

    path: Path
    verified: bool = True
    etag: str | None = None
    resumed: bool = False

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self.path.stat().st_size if self.path.exists() else 0

    def headers(self) -> dict[str, str]:
        """What asks for the rest, or for all of it if it is not the same file any more."""
        plain = {"Accept-Encoding": "identity"}
        if not (self.verified or self.etag):
            self.drop()
        if not self.size:
            return plain
        return {**plain, "Range": f"bytes={self.size}-", **({"If-Range": self.etag} if self.etag else {})}

    def drop(self) -> None:
        """Begin again."""
        self.path.unlink(missing_ok=True)
        self.etag = None


def transfer(url: str, partial: Path, network: Network, *, verified: bool = True) -> bool:
    """Make ``partial`` hold what ``url`` has, going on where it ends; whether it was gone on with.

    Unless it is ``verified`` afterwards, what another run has left is not gone on with.

    :class:`GoneError` if that cannot be had there, :class:`FetchError` if it is too large.
    """
    import urllib3  # not imported unless something is downloaded

    unfinished = _Unfinished(partial, verified)
    for attempt in range(network.retries + 1):
        try:
            if _ask(url, unfinished, network):
                return unfinished.resumed
            reason = _ENDED
        except urllib3.exceptions.LocationValueError as error:
            raise GoneError(f"this is no url: {error}") from None
        except urllib3.exceptions.HTTPError as error:
            reason = _reason(error)
            if isinstance(getattr(error, "reason", None), urllib3.exceptions.ResponseError):
                break  # refused as often as it was asked
        except _SlowError as error:
            reason = str(error)
        if attempt < network.retries:
            time.sleep(network.backoff * 2**attempt)
    raise GoneError(reason + _by_way_of(url))


def _ask(url: str, unfinished: _Unfinished, network: Network) -> bool:
    """One request; whether the file is complete. :class:`GoneError` for an answer that asking again will not change."""
    headers = unfinished.headers()
    had = unfinished.size
    answer = get(url, headers, network)
    try:
        goes_on = answer.status == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {had}-")
        if answer.status == 200 or (goes_on and had):
            return _receive(url, answer, unfinished, had if goes_on else 0, network)
        read_to_end(answer)
    finally:
        answer.close()
    if had and answer.status in (206, 416):  # what there is is not a beginning of it
        unfinished.drop()
        return _ask(url, unfinished, network)
    raise GoneError(f"HTTP status {answer.status}{_by_way_of(url)}")


def _by_way_of(url: str) -> str:
    """Through which proxy a server was asked."""
    proxy = proxy_of(url)
    return f" (through the proxy {urlsplit(proxy).netloc.rpartition('@')[2]})" if proxy else ""


def _receive(url: str, answer: Any, unfinished: _Unfinished, start: int, network: Network) -> bool:
    length = answer.headers.get("Content-Length")
    total = start + int(length) if length and length.isdigit() else None
    size = start
    _note(answer, unfinished, start)
    _refuse_absurd(url, total or 0, unfinished, network)
    with unfinished.path.open("r+b" if start else "wb") as file:
        file.seek(start)
        pace = _Pace(network)
        while block := answer.read1(_BLOCK):  # what has come, before an end that came too soon is noticed
            size += len(block)
            _refuse_absurd(url, size, unfinished, network)
            file.write(block)
            pace.check(len(block))
            if network.progress:
                network.progress(url, size, total)
    return total is None or size == total


class _SlowError(Exception):
    """A file comes too slowly."""


class _Pace:
    """How fast a file comes: a server that gives a byte now and then is not waited for."""

    def __init__(self, network: Network) -> None:
        self._network, self._since, self._size = network, time.monotonic(), 0

    def check(self, size: int) -> None:
        """So many bytes have come; :class:`_SlowError` if they have been too few for some time."""
        self._size += size
        seconds = time.monotonic() - self._since
        if seconds < self._network.patience:
            return
        if self._size < self._network.slowest * seconds:
            raise _SlowError(f"fewer than {self._network.slowest} bytes a second for {seconds:.0f} seconds")
        self._since, self._size = time.monotonic(), 0


def _note(answer: Any, unfinished: _Unfinished, start: int) -> None:
    if start:
        unfinished.resumed = True
        return
    unfinished.resumed = False
    etag = answer.headers.get("ETag", "")
    unfinished.etag = None if etag.startswith("W/") else etag or None  # a weak one does not vouch for bytes


def _refuse_absurd(url: str, size: int, unfinished: _Unfinished, network: Network) -> None:
    if size > network.limit:
        unfinished.drop()
        raise FetchError(f"has more than {network.limit} bytes", url, "No source is that large.")


def _reason(error: Exception) -> str:
    """What a library's exception means, in a few words."""
    cause: Any = getattr(error, "reason", None) or error
    cause = getattr(cause, "original_error", cause)  # of a proxy
    text = re.sub(r"^(<?urllib3.*?: |HTTPS?Connection.*?: |\[SSL.*?\] )", "", str(cause))
    return {
        "NewConnectionError": "no connection: " + text,
        "ConnectTimeoutError": "no connection in time",
        "ReadTimeoutError": "no answer in time",
        "ProtocolError": _ENDED,
        "ResponseError": text,
        "NameResolutionError": "the name of the server is not known",
    }.get(type(cause).__name__, text)
