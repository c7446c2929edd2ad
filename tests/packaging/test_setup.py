"""The set-up script: it says what it does, does nothing twice, and names what it cannot do."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]


NOTHING_INSTALLED = "exit 1"
LOG = 'echo "${0##*/} $*" >> "$HOME/log"'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A directory with the script and what it reads, and a virtual environment that is set up already."""
    for name in ("setup", "pyproject.toml"):
        shutil.copy2(TOP / name, tmp_path / name)
    stand_in(tmp_path / ".venv" / "bin", python=LOG)
    state = hashlib.sha256((tmp_path / "pyproject.toml").read_bytes()).hexdigest()
    (tmp_path / ".venv" / ".mirage-scons").write_text(f"{state}\n{state}[test]\n")
    return tmp_path


def stand_in(directory: Path, **commands: str) -> Path:
    """Commands that stand in for the system's: apt-get must not change the machine that runs the tests."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, body in commands.items():
        path = directory / name.replace("_", "-")
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
    return directory


def setup(checkout: Path, *args: str, path: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the script."""
    variables: Mapping[str, str] = {"PATH": path, "HOME": str(checkout), "PYTHON": sys.executable, **environ}
    return subprocess.run(
        [str(checkout / "setup"), *args],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_it_does_nothing_when_all_is_there(checkout: Path) -> None:
    path = f"{stand_in(checkout / 'bin', apt_get=LOG)}{os.pathsep}{os.environ['PATH']}"
    done = setup(checkout, "--test", "echo", "done", path=path)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
    assert done.stderr == ""
    assert not (checkout / "log").exists()


def test_a_changed_project_is_installed_again_once(checkout: Path) -> None:
    with (checkout / "pyproject.toml").open("a") as project:
        project.write("# changed\n")
    path = f"{stand_in(checkout / 'bin', apt_get=LOG)}{os.pathsep}{os.environ['PATH']}"
    done = setup(checkout, "true", path=path)
    assert done.returncode == 0, done.stderr
    assert f"setup: installing mirage_scons and what it needs into {checkout / '.venv'}" in done.stderr
    assert (checkout / "log").read_text() == f"python -m pip install -q --disable-pip-version-check -e {checkout}\n"
    (checkout / "log").unlink()
    assert setup(checkout, "true", path=path).stderr == ""
    assert not (checkout / "log").exists()


def test_it_says_what_it_installs_and_uses_sudo_unless_root(checkout: Path) -> None:
    commands = stand_in(
        checkout / "bin", dpkg_query=NOTHING_INSTALLED, apt_get=LOG, sudo=f'{LOG}; "$@"', id="echo 1000"
    )
    path = f"{commands}{os.pathsep}{os.environ['PATH']}"
    done = setup(checkout, "true", path=path)
    assert done.returncode == 0, done.stderr
    assert "setup: installing Debian packages: ocaml-nox ocaml-dune ocaml-findlib" in done.stderr
    log = (checkout / "log").read_text().splitlines()
    assert log[0] == "sudo apt-get -q update"
    assert log[1] == "apt-get -q update"
    assert log[2].startswith(
        "sudo env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends ocaml"
    )
    stand_in(checkout / "bin", id="echo 0")
    (checkout / "log").unlink()
    setup(checkout, "true", path=path)
    assert (checkout / "log").read_text().splitlines()[0] == "apt-get -q update"


def test_without_root_or_sudo_it_names_the_command(checkout: Path) -> None:
    commands = stand_in(checkout / "bin", dpkg_query=NOTHING_INSTALLED, apt_get=LOG, id="echo 1000")
    for name in ("bash", "env", "python3", "dirname", "grep"):
        (commands / name).symlink_to(shutil.which(name) or "")
    done = setup(checkout, "true", path=str(commands))
    assert done.returncode == 1
    assert "setup: as root, run: apt-get update && apt-get install --no-install-recommends ocaml-nox" in done.stderr
    assert not (checkout / "log").exists()


def test_without_apt_get_it_names_the_missing_tool(checkout: Path) -> None:
    commands = stand_in(checkout / "bin")
    for name in ("bash", "env", "python3", "dirname", "grep"):
        (commands / name).symlink_to(shutil.which(name) or "")
    done = setup(checkout, "true", path=str(commands))
    assert done.returncode == 1
    assert "setup: no dune, and no apt-get to install it with" in done.stderr


def test_it_installs_the_libraries_that_errors_name() -> None:
    from mirage_scons.tool.toolchain import DEBIAN_LIBRARIES

    listed = re.search(r"^libraries=\((.*?)\)", (TOP / "setup").read_text(), re.DOTALL | re.MULTILINE)
    assert listed is not None
    assert listed[1].split() == list(dict.fromkeys(DEBIAN_LIBRARIES.values()))


def test_an_old_python_is_refused(checkout: Path) -> None:
    old = stand_in(checkout / "bin", python='case "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac') / "python"
    done = setup(checkout, "true", path=os.environ["PATH"], PYTHON=str(old))
    assert (done.returncode, done.stderr) == (1, "setup: Python 3.9.2 is too old: 3.10 or newer is needed\n")


def test_an_unknown_option_is_refused(checkout: Path) -> None:
    done = setup(checkout, "--tets", path=os.environ["PATH"])
    assert done.returncode == 1
    assert "unknown option --tets" in done.stderr
    assert "Usage: ./setup" in done.stderr
