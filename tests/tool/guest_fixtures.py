"""Projects for guests: one is built once, and each test gets a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from guest_project import guest
from guest_sdk import GuestSdk
from project import EXAMPLES, Project, copied


@pytest.fixture
def guest_fresh(sdk: GuestSdk, tmp_path: Path) -> Project:
    """The greeter for spt, not built."""
    return guest(tmp_path / "project", sdk, "spt")


@pytest.fixture(scope="session")
def guest_template(sdk: GuestSdk, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = guest(tmp_path_factory.mktemp("guest") / "project", sdk, "spt")
    project.run()
    return project


@pytest.fixture
def guest_built(guest_template: Project, tmp_path: Path) -> Project:
    """The greeter for spt, built."""
    return copied(guest_template, tmp_path / "project")


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A copy of the examples without what building them leaves."""
    ignore = shutil.ignore_patterns("build", "dist", ".sconsign*")
    return Path(shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=ignore))
