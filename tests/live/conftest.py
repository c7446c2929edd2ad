"""Programs that not every machine has: without them these tests are skipped, with the reason."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from greeter import greeter
from guest_fixtures import examples, guest_built, guest_fresh, guest_template
from guest_sdk import GuestSdk
from packages import Packages, served
from project import Project
from whole import complete

__all__ = ["examples", "guest_built", "guest_fresh", "guest_template"]

REPOSITORIES = "MIRAGE_LIVE_REPOSITORIES"
"""The variable that names repositories with the packages of MirageOS, as ``repositories=`` does."""


@pytest.fixture(scope="session")
def sdk() -> GuestSdk:
    """The real SDK, if it is on the PATH; KVM runs hvt where MIRAGE_LIVE_TARGETS says so."""
    elftool = shutil.which("solo5-elftool")
    if elftool is None:
        pytest.skip("Solo5's SDK is not on the PATH: opam install solo5 ocaml-solo5")
    if REPOSITORIES not in os.environ:
        pytest.skip(f"{REPOSITORIES} does not say where the packages of MirageOS are, as repositories= does")
    targets = os.environ.get("MIRAGE_LIVE_TARGETS", "spt,virtio").split(",")
    words = {"hvt": (), "spt": (), "virtio": ("tender=-q -H qemu",)}
    return GuestSdk(
        Path(elftool).parent,
        os.environ.get("OCAMLFIND_CONF"),
        tuple(os.environ[REPOSITORIES].split(",")),
        {target: words[target] for target in targets},
    )


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
