"""The versions of mirage that a configuration may ask for in its first line."""

from __future__ import annotations

from pathlib import Path

import pytest
from configs import MAIN, plan

from mirage_scons.config_py.version import check_version
from mirage_scons.model.errors import ConfigError, Location
from mirage_scons.releases import Release

HERE = Location("config.py", 1)
R4_11 = Release("4.11", "4.11.1", {})


@pytest.mark.parametrize(
    "bounds",
    [">= 4 & < 5", ">= 4.4.2", "< 4.4.3", ">= v4.4", ">=4.4&<5", "< 5 & >= 4.4", ">= 4.4.0 & < 4.5.0", ">=   4.4"],
)
def test_bounds_that_hold_are_passed(bounds: str, tmp_path: Path) -> None:
    assert plan(tmp_path, f"# mirage {bounds}\n{MAIN}").name == "app"


@pytest.mark.parametrize("line", ["# mirage scons builds this", "# Mirage", "# mirage", "#!/usr/bin/python", "x = 3"])
def test_other_first_lines_are_just_lines(line: str) -> None:
    check_version(line, R4_11, HERE)


def test_no_space_is_needed() -> None:
    with pytest.raises(ConfigError, match=r"is for mirage < 4\.11\.1"):
        check_version("#mirage<4.11.1\n", R4_11, HERE)


def test_the_bounds_are_compared_as_numbers() -> None:
    check_version("# mirage >= 4.4.10 & < 4.100", R4_11, HERE)
    with pytest.raises(ConfigError, match=r"is for mirage >= 4\.12, and what is generated is that of 4\.11\.1"):
        check_version("# mirage >= 4.12", R4_11, HERE)


def test_only_the_first_line_counts(tmp_path: Path) -> None:
    assert plan(tmp_path, f"\n# mirage >= 99\n{MAIN}").name == "app"
