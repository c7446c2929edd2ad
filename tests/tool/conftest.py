"""Projects to run SCons on: one is built once, and each test gets a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from greeter import greeter
from project import EXAMPLES, Project, copied


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = greeter(tmp_path_factory.mktemp("template") / "project")
    project.run()
    return project


@pytest.fixture
def built(_template: Project, tmp_path: Path) -> Project:
    """The greeter, built."""
    return copied(_template, tmp_path / "project")


@pytest.fixture
def fresh(tmp_path: Path) -> Project:
    """The greeter, not built."""
    return greeter(tmp_path / "project")


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A copy of the examples without what building them leaves."""
    ignore = shutil.ignore_patterns("build", "dist", ".sconsign*")
    return Path(shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=ignore))
