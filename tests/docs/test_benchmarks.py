"""The benchmarks run and give their tables, and one is kept; figures are for people, not for tests."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from sessions import TOP

KEPT = (TOP / "docs" / "measurements.md").read_text()


def rows(text: str) -> set[str]:
    """The first column of the tables in a text, whatever the numbers in it."""
    names = re.findall(r"^\| (.*?) +\|", text, re.MULTILINE)
    return {re.sub(r"\d[\d,]*", "N", name) for name in names}


@pytest.mark.parametrize("command", [["run", "many"], ["run", "--help"], ["guests", "1", "2"], ["guests", "0"]])
def test_what_a_benchmark_does_not_take_is_answered_with_its_usage(command: list[str]) -> None:
    script, *words = command
    done = subprocess.run(
        [sys.executable, TOP / "benchmarks" / script, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert f"Usage: benchmarks/{script} [REPEATS (" in done.stderr


@pytest.mark.parametrize(
    ("command", "some"),
    [
        (["run", "1", "3", "400"], "what SCons adds to an edit"),
        (["guests", "1"], "nothing to do, eight targets"),
        (["dependencies"], "-jN in ratio to -jN"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_benchmark_prints_a_table_whose_rows_are_kept(command: list[str], some: str) -> None:
    script, *words = command
    done = subprocess.run(
        [sys.executable, TOP / "benchmarks" / script, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert some in rows(done.stdout)
    assert rows(done.stdout) <= rows(KEPT), "keep what benchmarks print in docs/measurements.md"
