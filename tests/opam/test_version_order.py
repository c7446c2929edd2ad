"""The order of versions: that of Debian, against dpkg itself."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirage_scons.opam.version import key, satisfies

ASCENDING = [
    "~~", "~", "~beta2", "~beta10", "0.1", "1.0~beta", "1.0", "1.0-test", "1.0.1", "1.0.10", "dev", "v0.9.0", "v0.10.0",
    "zdev",
]  # fmt: skip


def test_versions_ascend_as_opams_manual_says() -> None:
    assert sorted(set(ASCENDING), key=key) == ASCENDING


@pytest.mark.parametrize(("left", "right"), [("1.0", "1.00"), ("1", "01"), ("a", "a0"), ("1.", "1.0")])
def test_versions_are_equal_whose_numbers_are(left: str, right: str) -> None:
    assert key(left) == key(right)
    assert satisfies(left, "=", right)
    assert not satisfies(left, "!=", right)


versions = st.from_regex(r"[0-9][0-9a-zA-Z.+~]{0,8}", fullmatch=True)


@settings(max_examples=120)
@given(versions, versions)
def test_the_order_is_dpkgs(left: str, right: str) -> None:
    for operator, name in (("<", "lt"), ("<=", "le"), ("=", "eq"), (">=", "ge"), (">", "gt"), ("!=", "ne")):
        done = subprocess.run(["dpkg", "--compare-versions", left, name, right], check=False)
        assert satisfies(left, operator, right) == (done.returncode == 0), (left, operator, right)


@given(versions, versions, versions)
def test_the_order_is_total(a: str, b: str, c: str) -> None:
    assert satisfies(a, "<", b) + satisfies(a, "=", b) + satisfies(a, ">", b) == 1
    low, middle, high = sorted((a, b, c), key=key)
    assert satisfies(low, "<=", middle)
    assert satisfies(low, "<=", high)
