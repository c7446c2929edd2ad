"""Checksums as opam writes them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirage_scons.fetch.checksum import Checksum, differing, is_weak, strongest
from mirage_scons.fetch.errors import FetchError

MD5, SHA256, SHA512 = (Checksum(kind, "0" * digits) for kind, digits in (("md5", 32), ("sha256", 64), ("sha512", 128)))


@given(st.sampled_from([("md5", 16), ("sha256", 32), ("sha512", 64)]), st.data())
def test_a_checksum_is_read_as_it_is_written(kind: tuple[str, int], data: st.DataObject) -> None:
    checksum = Checksum(kind[0], data.draw(st.binary(min_size=kind[1], max_size=kind[1])).hex())
    assert Checksum.parse(str(checksum)) == checksum
    assert Checksum.parse(str(checksum).upper()) == checksum


def test_bare_digits_are_md5() -> None:
    assert Checksum.parse("0" * 32) == MD5


@pytest.mark.parametrize(
    "text", ["", "md5=", "md5=xyz", "sha1=" + "0" * 40, "sha256=" + "0" * 32, "0" * 64, "=" + "0" * 32]
)
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(FetchError, match="is no checksum"):
        Checksum.parse(text)


def test_the_longest_is_the_strongest_and_md5_alone_is_weak() -> None:
    assert strongest([MD5, SHA512, SHA256]) == SHA512
    assert strongest([]) is None
    assert is_weak([MD5])
    assert not is_weak([MD5, SHA256])
    assert not is_weak([])


def test_all_that_are_listed_have_to_be_right_and_the_strongest_is_named(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"content")
    right = [Checksum(kind, hashlib.new(kind, b"content").hexdigest()) for kind in ("md5", "sha256")]
    assert differing(path, right) is None
    assert str(differing(path, [right[0], SHA256])).startswith(f"expected {SHA256}, found {right[1]}")
    assert str(differing(path, [MD5, right[1]])).startswith(f"expected {MD5}, found {right[0]}")
