"""The wheel carries everything that the tool needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from what the repository holds."""
    directory = tmp_path_factory.mktemp("wheel")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (TOP / name).exists():
            (directory / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            (directory / "source" / name).write_bytes((TOP / name).read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(directory)]
    subprocess.run([*command, str(directory / "source")], check=True, capture_output=True)
    [built] = directory.glob("*.whl")
    return built


def test_the_wheel_holds_templates_sources_and_the_shim(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    package = TOP / "mirage_scons"
    tracked = subprocess.run(["git", "ls-files", "mirage_scons"], cwd=TOP, capture_output=True, text=True, check=True)
    assert set(tracked.stdout.split()) - held == set()
    assert "mirage_scons/site_tools/mirage.py" in held
    assert any(name.endswith("main.ml.j2") for name in held)
    assert (package / "py.typed").exists()


def test_an_installed_wheel_builds_and_runs_a_unikernel(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(site)]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True)
    project = tmp_path / "project"
    project.mkdir()
    for name in ("config.py", "unikernel.ml", "SConstruct"):
        (project / name).write_bytes((TOP / "examples" / "noop" / name).read_bytes())
    with (project / "SConstruct").open("a") as sconstruct:
        sconstruct.write("print(mirage_scons.__file__)\n")
    environ = {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run(
        [sys.executable, "-m", "SCons", "-Q", "run"],
        cwd=project,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert str(site) in done.stdout
    assert "Running dist/noop" in done.stdout
