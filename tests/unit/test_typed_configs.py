"""A configuration is checked by mypy as any Python is: the examples pass, mistakes do not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
EXAMPLES = sorted((TOP / "examples").glob("*/config.py"))

WRONG = """from mirage_scons.dsl import *

unikernel = main("Unikernel.Main", "job")
unikernel(3)
key("k", opt(int, 1, stage="build"))
package("lwt", scope="elsewhere")
time >> 3
register("app", unikernel)
"""


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, int]]:
    """The file and line of each error that one run of mypy finds in the examples and in a wrong configuration."""
    directory = tmp_path_factory.mktemp("typed")
    for path in EXAMPLES:
        (directory / f"{path.parent.name.replace('-', '_')}.py").write_bytes(path.read_bytes())
    (directory / "wrong.py").write_text(WRONG)
    files = sorted(path.name for path in directory.glob("*.py"))
    assert len(files) == len(EXAMPLES) + 1
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context", *files],
        cwd=directory,
        env={**os.environ, "MYPYPATH": str(TOP), "MYPY_CACHE_DIR": str(directory / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    lines = [line.split(":") for line in done.stdout.splitlines() if ": error:" in line]
    return sorted({(line[0], int(line[1])) for line in lines})


def test_every_example_is_typed(complaints: list[tuple[str, int]]) -> None:
    assert len(EXAMPLES) >= 3
    assert [place for place in complaints if place[0] != "wrong.py"] == []


def test_mistakes_are_found_before_anything_runs(complaints: list[tuple[str, int]]) -> None:
    assert [line for file, line in complaints if file == "wrong.py"] == [3, 4, 5, 6, 7, 8]
