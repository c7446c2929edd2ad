"""A file on a server, fetched or refused."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from server import Server

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.download import Network, download
from mirage_scons.fetch.errors import FetchError

CONTENT = os.urandom(300_000)
SHA256 = Checksum("sha256", hashlib.sha256(CONTENT).hexdigest())
MD5 = Checksum("md5", hashlib.md5(CONTENT).hexdigest())
SHA512 = Checksum("sha512", hashlib.sha512(CONTENT).hexdigest())
QUICK = Network(connect=0.5, read=0.3, retries=3, backoff=0.01)


def leftovers(cache: Cache) -> list[Path]:
    return [path for path in (cache.root / "partial").iterdir() if path.suffix != ".lock"]


def fetched(
    server: Server, cache: Cache, *checksums: Checksum, network: Network = QUICK, path: str = "/a.tgz"
) -> bytes:
    return download([server.url(path)], checksums or [SHA256], cache, network).read_bytes()


def refused(server: Server, cache: Cache, *checksums: Checksum, network: Network = QUICK, path: str = "/a.tgz") -> str:
    with pytest.raises(FetchError) as caught:
        fetched(server, cache, *checksums, network=network, path=path)
    assert server.url(path) in str(caught.value)
    assert caught.value.hint
    return str(caught.value)
