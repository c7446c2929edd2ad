"""The benchmark runs and gives its table; its figures are for people, not for tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[2]


def test_the_benchmark_of_dependencies_prints_how_much_faster_eight_jobs_fetch() -> None:
    done = subprocess.run(
        [sys.executable, TOP / "benchmarks" / "dependencies"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "how much faster" in done.stdout


def test_the_benchmark_prints_a_table() -> None:
    done = subprocess.run(
        [sys.executable, TOP / "benchmarks" / "run", "1"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for row in ("empty SConstruct", "hello, nothing to do", "peak memory", "what SCons adds"):
        assert row in done.stdout
