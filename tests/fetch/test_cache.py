"""A cache that several builds use at once, on file systems of several kinds."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.errors import FetchError

ALL = [Checksum(kind, hashlib.new(kind, b"content").hexdigest()) for kind in ("md5", "sha256", "sha512")]
MD5, SHA256, SHA512 = ALL


def added(cache: Cache, tmp_path: Path, *checksums: Checksum) -> Path:
    """Where a file is in the cache."""
    path = tmp_path / f"new{os.urandom(8).hex()}"
    path.write_bytes(b"content")
    return cache.add(path, checksums)


@pytest.mark.parametrize(
    ("environ", "root"),
    [
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/x/mirage_scons"),
        ({"XDG_CACHE_HOME": "", "HOME": "/h"}, "/h/.cache/mirage_scons"),
        ({"HOME": "/h"}, "/h/.cache/mirage_scons"),
    ],
)
def test_the_cache_of_a_user_is_where_caches_are(environ: dict[str, str], root: str) -> None:
    assert Cache.default(environ).root == Path(root)


def test_a_file_is_kept_under_each_checksum_and_its_sha256_but_once(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    added(cache, tmp_path, MD5, SHA512)
    assert [cache.find([one]) for one in ALL] == [cache.root / one.kind / one.hex[:2] / one.hex for one in ALL]
    assert len({path.stat().st_ino for path in cache.root.rglob("*") if path.is_file()}) == 1


def test_where_a_file_has_one_name_there_are_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("not here")

    monkeypatch.setattr(os, "link", refuse)
    cache = Cache(tmp_path / "cache")
    added(cache, tmp_path, *ALL)
    assert all(cache.find([one]) for one in ALL)


def test_a_file_that_is_right_stays_if_something_else_is_wanted_of_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    added(cache, tmp_path, SHA256)
    assert cache.find([SHA256, Checksum("md5", "0" * 32)]) is None
    assert cache.find([SHA256]) is not None


@pytest.mark.parametrize("damage", [b"", b"conten", b"CONTENT", b"content and more"])
def test_what_is_damaged_is_not_there(damage: bytes, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    path = added(cache, tmp_path, SHA256)
    path.write_bytes(damage)
    assert cache.find([SHA256]) is None
    assert not path.exists()
    assert added(cache, tmp_path, SHA256).read_bytes() == b"content"


def test_many_may_add_look_and_remove_at_once(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")

    def work(_: int) -> None:
        for _ in range(50):
            added(cache, tmp_path, MD5, SHA512)
            found = cache.find(ALL)
            if found is not None:
                found.unlink(missing_ok=True)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    added(cache, tmp_path, *ALL)
    assert all(cache.find([one]) for one in ALL)
    assert list(cache.root.rglob(".*")) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(FetchError, match="the cache cannot be used") as caught:
        added(Cache(tmp_path / "cache"), tmp_path, SHA256)
    assert "MIRAGE_CACHE_DIR" in str(caught.value)
