"""Connections to servers: kept open, through the proxy that the environment names, redirected but not without end."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import cache as remembered
from typing import Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from mirage_scons.fetch.errors import GoneError
from mirage_scons.fetch.network import Network

_PASSING = (429, 500, 502, 503, 504)
"""Answers after which it is worth asking again."""

_PATIENCE = 60
"""The most seconds that a server can ask us to wait for."""

_REDIRECTIONS = 8


def get(url: str, headers: Mapping[str, str], network: Network) -> Any:
    """The answer of a server, of which nothing has been read.

    :class:`GoneError` if there is none, :class:`urllib3.exceptions.HTTPError` if there was none this time.
    """
    for _ in range(_REDIRECTIONS + 1):
        answer: Any = _connections(proxy_of(url), network).request(
            "GET", url, headers=dict(headers), redirect=False, preload_content=False, decode_content=False
        )
        to = answer.get_redirect_location()
        if not to:
            return answer
        read_to_end(answer)
        answer.close()
        url = _redirected(url, to)
    raise GoneError("too many redirects")


def _redirected(url: str, to: str) -> str:
    try:
        found = urljoin(url, to)
        if urlsplit(found).scheme in ("http", "https"):
            return found
    except ValueError:
        pass  # said below
    raise GoneError(f"redirected to {to}, which is no url of a server")


def read_to_end(answer: Any) -> None:
    """Read what is left of an answer if that is little: its connection can be used again then."""
    import urllib3

    with contextlib.suppress(urllib3.exceptions.HTTPError):
        for _ in range(8):
            if not answer.read1(1 << 16):
                return


def proxy_of(url: str) -> str | None:
    """The url of the proxy that ``http_proxy`` and the like name for the server of ``url``; ``None`` for none."""
    from urllib.request import getproxies, proxy_bypass  # not imported unless something is downloaded

    parts, proxies = urlsplit(url), getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"  # as curl reads it


@remembered
def _connections(proxy: str | None, network: Network) -> Any:
    """Connections that are kept open, for all threads."""
    import urllib3

    retries = urllib3.Retry(
        total=None,
        connect=0,  # asked again from where it ended: see http.py
        read=0,
        other=0,
        status=network.retries,
        redirect=0,
        status_forcelist=_PASSING,
        backoff_factor=network.backoff,
        retry_after_max=_PATIENCE,
        raise_on_status=False,
    )
    timeout = urllib3.Timeout(connect=network.connect, read=network.read)
    said: Any = {"maxsize": 16, "retries": retries, "timeout": timeout, "headers": {"User-Agent": "mirage_scons"}}
    if proxy is None:
        return urllib3.PoolManager(**said)
    parts = _parts(proxy)
    if parts.scheme not in ("http", "https"):
        raise GoneError(f"proxies of {parts.scheme} are not known: http_proxy and https_proxy name those of http")
    return urllib3.ProxyManager(proxy, proxy_headers=urllib3.make_headers(proxy_basic_auth=_login(parts)), **said)


def _parts(proxy: str) -> SplitResult:
    try:
        parts = urlsplit(proxy)
        if parts.hostname and (parts.port is None or parts.port):
            return parts
    except ValueError:
        pass  # said below
    raise GoneError("http_proxy or https_proxy names no proxy: write http://HOST:PORT")


def _login(parts: SplitResult) -> str | None:
    return None if parts.username is None else f"{unquote(parts.username)}:{unquote(parts.password or '')}"
