"""Files over HTTP: asked for again where a server is busy, and gone on with where a connection ended."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from functools import cache as remembered
from pathlib import Path
from typing import Any

from mirage_scons.fetch.errors import FetchError, GoneError
from mirage_scons.fetch.network import Network

_BLOCK = 1 << 18
_PASSING = (429, 500, 502, 503, 504)
"""Answers after which it is worth asking again."""

_PATIENCE = 60
"""The most seconds that a server can ask us to wait for."""


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
                break  # redirected without end, or refused as often as it was asked
        if attempt < network.retries:
            time.sleep(network.backoff * 2**attempt)
    raise GoneError(reason)


def _ask(url: str, unfinished: _Unfinished, network: Network) -> bool:
    """One request; whether the file is complete. :class:`GoneError` for an answer that asking again will not change."""
    import urllib3

    headers = unfinished.headers()
    had = unfinished.size
    answer: Any = _pool(network).request("GET", url, headers=headers, preload_content=False, decode_content=False)
    try:
        goes_on = answer.status == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {had}-")
        if answer.status == 200 or (goes_on and had):
            return _receive(url, answer, unfinished, had if goes_on else 0, network)
        with contextlib.suppress(urllib3.exceptions.HTTPError):
            answer.read(_BLOCK)  # a connection whose answer was read is in the pool again
    finally:
        answer.close()
    if had and answer.status in (206, 416):  # what there is is not a beginning of it
        unfinished.drop()
        return _ask(url, unfinished, network)
    raise GoneError(f"HTTP status {answer.status}")


def _receive(url: str, answer: Any, unfinished: _Unfinished, start: int, network: Network) -> bool:
    length = answer.headers.get("Content-Length")
    total = start + int(length) if length and length.isdigit() else None
    size = start
    _note(answer, unfinished, start)
    _refuse_absurd(url, total or 0, unfinished, network)
    with unfinished.path.open("r+b" if start else "wb") as file:
        file.seek(start)
        while block := answer.read1(_BLOCK):  # what has come, before an end that came too soon is noticed
            size += len(block)
            _refuse_absurd(url, size, unfinished, network)
            file.write(block)
            if network.progress:
                network.progress(url, size, total)
    return total is None or size == total


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
    text = str(cause).split(": ", 1)[-1]
    return {
        "NewConnectionError": "no connection: " + text,
        "ConnectTimeoutError": "no connection in time",
        "ReadTimeoutError": "no answer in time",
        "ProtocolError": _ENDED,
        "ResponseError": text,
        "NameResolutionError": "the name of the server is not known",
    }.get(type(cause).__name__, text)


@remembered
def _pool(network: Network) -> Any:
    """Connections that are kept open, for all threads."""
    import urllib3

    retries = urllib3.Retry(
        total=None,
        connect=0,  # asked again from where it ended: see transfer
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
