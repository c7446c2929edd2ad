"""Programs that not every machine has: without them these tests are skipped, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from greeter import greeter
from packages import Packages, served
from project import Project
from whole import complete


@pytest.fixture
def packages(tmp_path: Path) -> Iterator[Packages]:
    """A server with two versions of ``words``, which need ``letters``, and a repository that has all else, too."""
    with served(tmp_path / "served") as packages:
        packages.add("letters", "1.0", "letters 1.0")
        packages.add("words", "1.0", "words 1.0: ", depends='"letters"')
        packages.add("words", "2.0", "words 2.0: ", depends='"letters"')
        complete(packages)
        yield packages


@pytest.fixture
def project(tmp_path: Path, packages: Packages) -> Project:
    """A project that asks for ``words``."""
    project = greeter(tmp_path / "a project")
    project.replace("config.py", "keys=[hello]", 'keys=[hello], packages=[package("words", min="1.0")]')
    project.write("message.ml", "let text greeting = Words.text ^ greeting\n")
    project.replace("SConstruct", "tool()", f'tool(MIRAGE_REPOSITORIES=["{packages.repository}"])')
    project.environ["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    return project
