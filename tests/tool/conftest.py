"""Projects to run SCons on: one is built once, and each test gets a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from greeter import greeter
from guest_project import guest
from install import install
from packages import Packages, served
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


@pytest.fixture(scope="session")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the SDK of guests is installed: the stand-in of it."""
    prefix = tmp_path_factory.mktemp("solo5") / "sdk"
    install(prefix)
    return prefix


@pytest.fixture
def guest_fresh(prefix: Path, tmp_path: Path) -> Project:
    """The greeter for spt, not built."""
    return guest(tmp_path / "project", prefix, "spt")


@pytest.fixture(scope="session")
def _guest_template(prefix: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = guest(tmp_path_factory.mktemp("guest") / "project", prefix, "spt")
    project.run()
    return project


@pytest.fixture
def guest_built(_guest_template: Project, tmp_path: Path) -> Project:
    """The greeter for spt, built."""
    return copied(_guest_template, tmp_path / "project")


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A copy of the examples without what building them leaves."""
    ignore = shutil.ignore_patterns("build", "dist", ".sconsign*")
    return Path(shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=ignore))


@pytest.fixture
def packages(tmp_path: Path) -> Iterator[Packages]:
    """A server with two versions of ``words``, which need ``letters``."""
    with served(tmp_path / "served") as packages:
        packages.add("letters", "1.0", "letters 1.0")
        packages.add("words", "1.0", "words 1.0: ", depends='"letters"')
        packages.add("words", "2.0", "words 2.0: ", depends='"letters"')
        yield packages


@pytest.fixture
def project(tmp_path: Path, packages: Packages) -> Project:
    """A project that asks for ``words``."""
    project = greeter(tmp_path / "project")
    project.replace("config.py", "keys=[hello]", 'keys=[hello], packages=[package("words", min="1.0")]')
    project.write("message.ml", "let text greeting = Words.text ^ greeting\n")
    project.replace(
        "SConstruct",
        "mirage_scons.tool()",
        f'mirage_scons.tool(MIRAGE_REPOSITORIES=["{packages.repository}", "starter"])',
    )
    project.environ["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    return project
