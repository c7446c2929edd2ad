"""Projects to run SCons on: one is built once, and each test gets a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from greeter import SCONSTRUCT, greeter
from guest_fixtures import examples, guest_built, guest_fresh, guest_template
from guest_sdk import GuestSdk, standin
from install import install
from packages import Packages, served
from project import Project, copied

__all__ = ["examples", "guest_built", "guest_fresh", "guest_template"]


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
def two(fresh: Project) -> Project:
    """Two unikernels in one SConstruct, the second the default."""
    other = greeter(fresh.root / "other")
    other.replace("config.py", '"greeter"', '"other"')
    other.path("SConstruct").unlink()
    fresh.write("SConstruct", SCONSTRUCT + 'Default(env.Unikernel("other"))\n')
    return fresh


@pytest.fixture(scope="session")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the stand-in for the SDK of guests is installed."""
    prefix = tmp_path_factory.mktemp("solo5") / "sdk"
    install(prefix)
    return prefix


@pytest.fixture(scope="session")
def sdk(prefix: Path) -> GuestSdk:
    """The SDK of guests that tests use."""
    return standin(prefix)


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
