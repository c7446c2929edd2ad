"""Downloads that end before the file does, and are gone on with."""

from __future__ import annotations

import gzip
import hashlib
import os

import pytest
from downloads import CONTENT, SHA256, fetched, leftovers, refused
from server import Handler, Server, answer, cut, named, without_ranges

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.download import Network


def test_a_connection_that_ends_is_taken_up_where_it_ended(server: Server, cache: Cache) -> None:
    server.behaviours = [cut(100_000), cut(50_000)]
    assert fetched(server, cache) == CONTENT
    assert [where for _, where in server.asked] == [None, "bytes=100000-", "bytes=150000-"]


def test_a_server_without_ranges_is_read_from_the_start(server: Server, cache: Cache) -> None:
    server.behaviours = [cut(100_000), without_ranges]
    assert fetched(server, cache) == CONTENT
    assert len(server.asked) == 2


def test_an_unfinished_download_of_another_run_is_taken_up(server: Server, cache: Cache) -> None:
    server.behaviours = [cut(1000)]
    refused(server, cache, network=Network(connect=0.5, read=0.3, retries=0))
    assert fetched(server, cache) == CONTENT
    assert server.asked[-1] == ("/a.tgz", "bytes=1000-")


@pytest.mark.parametrize("wrong", [b"x" * 1000, b"x" * 300_000, b"x" * 300_001])
def test_an_unfinished_download_of_another_file_is_given_up(wrong: bytes, server: Server, cache: Cache) -> None:
    with cache.partial(str(SHA256)) as partial:
        partial.write_bytes(wrong)
    assert fetched(server, cache) == CONTENT
    assert leftovers(cache) == []


@pytest.mark.parametrize("size", [len(CONTENT), len(CONTENT) + 1])
def test_what_a_server_refuses_to_go_on_with_is_fetched_from_the_start(size: int, server: Server, cache: Cache) -> None:
    with cache.partial(str(SHA256)) as partial:
        partial.write_bytes(os.urandom(size))
    assert fetched(server, cache, network=Network(retries=0)) == CONTENT
    assert [where for _, where in server.asked] == [f"bytes={size}-", None]


def test_a_file_that_is_replaced_meanwhile_is_not_gone_on_with(server: Server, cache: Cache) -> None:
    def replaced(handler: Handler, content: bytes) -> None:
        named('"old"', 1000)(handler, b"x" * len(content))

    server.behaviours = [replaced, named('"new"')]
    assert fetched(server, cache) == CONTENT
    assert len(server.asked) == 2


def test_a_file_that_is_the_same_is_gone_on_with(server: Server, cache: Cache) -> None:
    server.behaviours = [named('"one"', 1000), named('"one"')]
    assert fetched(server, cache) == CONTENT
    assert [where for _, where in server.asked] == [None, "bytes=1000-"]


def test_a_mixture_of_two_files_is_fetched_once_more(server: Server, cache: Cache) -> None:
    def other(handler: Handler, content: bytes) -> None:
        cut(1000)(handler, b"x" * len(content))

    server.behaviours = [other]
    assert fetched(server, cache) == CONTENT
    assert [where for _, where in server.asked] == [None, "bytes=1000-", None]
    server.contents["/a.tgz"] = b"y" * len(CONTENT)
    server.behaviours = [cut(1000) if number % 2 == 0 else without_ranges for number in range(20)]
    assert "wrong checksum" in refused(server, Cache(cache.root / "other"))
    assert len(server.asked) < 10


def test_an_archive_that_is_said_to_be_encoded_stays_an_archive(server: Server, cache: Cache) -> None:
    packed = gzip.compress(CONTENT)
    server.contents["/a.tgz"] = packed
    server.behaviours = [lambda handler, content: answer(handler, 200, content, Content_Encoding="x-gzip")]
    assert fetched(server, cache, Checksum("sha256", hashlib.sha256(packed).hexdigest())) == packed


def test_a_connection_that_always_ends_is_given_up(server: Server, cache: Cache) -> None:
    server.behaviours = [cut(10)] * 9
    assert "the connection ended before the file did" in refused(server, cache)
    assert len(server.asked) == 4
