"""Servers behind proxies, and those that redirect."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from proxy import Proxy, proxying
from server import Server, serving, status

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.connections import proxy_of
from mirage_scons.fetch.download import download
from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.network import Network

CONTENT = os.urandom(100_000)
SHA256 = Checksum("sha256", hashlib.sha256(CONTENT).hexdigest())
QUICK = Network(connect=0.5, read=2, retries=0)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        server.contents["/a"] = CONTENT
        yield server


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy that nobody is told of yet."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with proxying() as proxy:
        yield proxy


def fetched(url: str, tmp_path: Path) -> bytes:
    return download([url], [SHA256], Cache(tmp_path / "cache"), QUICK).read_bytes()


def refused(url: str, tmp_path: Path) -> str:
    with pytest.raises(FetchError) as caught:
        fetched(url, tmp_path)
    return str(caught.value)


@pytest.mark.parametrize("form", ["http://{}", "{}", "http://{}/"])
@pytest.mark.parametrize("variable", ["http_proxy", "all_proxy", "HTTP_PROXY"])
def test_a_server_is_asked_through_the_proxy_that_the_environment_names(
    variable: str, form: str, server: Server, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, form.format(proxy.place))
    assert fetched(server.url("/a"), tmp_path) == CONTENT
    assert proxy.asked == [server.url("/a")]


def test_some_servers_are_asked_without_a_proxy(
    server: Server, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://{proxy.place}")
    monkeypatch.setenv("no_proxy", "example.org,127.0.0.1")
    assert fetched(server.url("/a"), tmp_path) == CONTENT
    assert proxy.asked == []
    expected = {
        "http://example.org/a": None,
        "http://user@sub.example.org:80/a": None,
        "http://example.com/a": f"http://{proxy.place}",
        "https://example.com/a": None,
    }
    assert {url: proxy_of(url) for url in expected} == expected


def test_who_is_redirected_asks_each_server_as_it_is_to_be_asked(
    server: Server, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://{proxy.place}")
    monkeypatch.setenv("no_proxy", "localhost")
    server.contents["/to"] = b""
    server.behaviours = [status(302, Location=server.url("/a"))]
    first = server.url("/to").replace("127.0.0.1", "localhost")
    assert fetched(first, tmp_path) == CONTENT
    assert proxy.asked == [server.url("/a")]


def test_a_proxy_is_told_who_asks_and_nobody_else_is(
    server: Server, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.wanted = f"Basic {base64.b64encode(b'me:s3:cret').decode()}"
    monkeypatch.setenv("http_proxy", f"http://me:s3%3Acret@{proxy.place}")
    assert fetched(server.url("/a"), tmp_path) == CONTENT
    proxy.wanted = "Basic other"
    said = refused(server.url("/a"), tmp_path / "other")
    assert f"HTTP status 407 (through the proxy {proxy.place})" in said
    assert "cret" not in said


def test_a_proxy_that_refuses_is_said(
    server: Server, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", f"http://me:s3cret@{proxy.place}")
    said = refused("https://example.org/a", tmp_path)
    assert f"Tunnel connection failed: 403 Forbidden (through the proxy {proxy.place})" in said
    assert "s3cret" not in said
    assert proxy.asked == ["CONNECT example.org:443"]


def test_a_proxy_that_is_not_there_is_said(
    server: Server, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with proxying() as gone:
        monkeypatch.setenv("http_proxy", f"http://{gone.place}")
    said = refused(server.url("/a"), tmp_path)
    assert "no connection: " in said
    assert f"(through the proxy {gone.place})" in said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("socks5://127.0.0.1:1080", "proxies of socks5 are not known"),
        ("http://", "http_proxy or https_proxy names no proxy"),
        ("http://[::1", "http_proxy or https_proxy names no proxy"),
        ("http://a:port", "http_proxy or https_proxy names no proxy"),
    ],
)
def test_what_is_no_proxy_is_said(
    value: str, said: str, server: Server, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", value)
    assert said in refused(server.url("/a"), tmp_path)


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.org/a", "http://[::1"])
def test_a_redirection_leads_to_a_server(to: str, server: Server, tmp_path: Path) -> None:
    server.behaviours = [status(302, Location=to)]
    assert f"redirected to {to}, which is no url of a server" in refused(server.url("/a"), tmp_path)
