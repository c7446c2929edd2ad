"""What a url has now, where nobody knows beforehand what that should be."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from server import Server, cut, named, serving, status

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.download import download
from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.latest import latest
from mirage_scons.fetch.network import Network

CONTENT = os.urandom(100_000)
QUICK = Network(connect=0.5, read=0.3, retries=2, backoff=0.01)


def sha256(content: bytes) -> Checksum:
    """The checksum of a content."""
    return Checksum("sha256", hashlib.sha256(content).hexdigest())


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        server.contents["/a"] = CONTENT
        yield server


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_it_is_asked_for_each_time_and_kept_for_who_knows_its_checksum(server: Server, cache: Cache) -> None:
    url = server.url("/a")
    assert latest(url, cache, QUICK) == sha256(CONTENT)
    server.contents["/a"] = b"new"
    assert latest(url, cache, QUICK) == sha256(b"new")
    assert len(server.asked) == 2
    for content in (CONTENT, b"new"):
        assert download([url], [sha256(content)], cache, Network(offline=True)).read_bytes() == content


def test_offline_it_is_what_it_was_when_last_asked(server: Server, cache: Cache, tmp_path: Path) -> None:
    url, offline = server.url("/a"), Network(offline=True)
    with pytest.raises(FetchError, match="not in the cache") as caught:
        latest(url, cache, offline)
    assert url in str(caught.value)
    assert "without fetch=offline" in str(caught.value)
    latest(url, cache, QUICK)
    server.contents["/a"] = b"new"
    assert latest(url, cache, offline) == sha256(CONTENT)
    (tmp_path / "a").write_bytes(b"local")
    assert latest((tmp_path / "a").as_uri(), cache, offline) == sha256(b"local")


def test_what_another_run_has_begun_is_not_gone_on_with(server: Server, cache: Cache) -> None:
    url = server.url("/a")
    with cache.partial(f"latest {url}") as partial:
        partial.write_bytes(b"x" * 1000)
    assert latest(url, cache, QUICK) == sha256(CONTENT)
    assert [where for _, where in server.asked] == [None]


def test_only_what_the_server_says_is_the_same_file_is_gone_on_with(server: Server, cache: Cache) -> None:
    server.behaviours = [cut(1000)]
    assert latest(server.url("/a"), cache, QUICK) == sha256(CONTENT)
    server.behaviours = [named('"one"', 1000), named('"one"', 1000), named('"two"')]
    assert latest(server.url("/a"), cache, QUICK) == sha256(CONTENT)
    assert [where for _, where in server.asked] == [None, None, None, "bytes=1000-", "bytes=2000-"]


@pytest.mark.parametrize(("path", "said"), [("/none", "HTTP status 404"), ("/a", "the connection ended")])
def test_what_cannot_be_had_is_said_and_nothing_is_left(path: str, said: str, server: Server, cache: Cache) -> None:
    server.behaviours = [cut(10)] * 9
    with pytest.raises(FetchError, match=f"cannot be fetched: {said}") as caught:
        latest(server.url(path), cache, QUICK)
    assert server.url(path) in str(caught.value)
    assert [one for one in (cache.root / "partial").iterdir() if one.suffix != ".lock"] == []


@pytest.mark.parametrize("url", ["ssh://example.org/a", "file:///nowhere/a", "/nowhere/a", "http://[::1/a"])
def test_what_is_nowhere_is_said(url: str, cache: Cache) -> None:
    with pytest.raises(FetchError, match="cannot be fetched") as caught:
        latest(url, cache, QUICK)
    assert url in str(caught.value)


def test_a_line_that_is_damaged_was_not_remembered(cache: Cache) -> None:
    cache.remember("a", "one")
    cache.remember("b", "two")
    assert cache.remembered("a") == "one"
    for path in (cache.root / "remembered").iterdir():
        path.write_bytes(b"\xff")
    assert cache.remembered("a") is None


def test_a_busy_server_is_asked_again(server: Server, cache: Cache) -> None:
    server.behaviours = [status(503)]
    assert latest(server.url("/a"), cache, QUICK) == sha256(CONTENT)
