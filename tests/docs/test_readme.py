"""Every command of the README is run, and prints what the README shows."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sessions import TOP, check, commands, environment

from mirage_scons.config_py.reader import read

README = (TOP / "README.md").read_text()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the repository holds."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (TOP / name).exists():
            (tmp_path / "checkout" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, tmp_path / "checkout" / name)
    return tmp_path / "checkout"


def settled(checkout: Path) -> Path:
    """A virtual environment in which all is set up: its commands are this one's, and none of them installs anything."""
    venv = checkout.parent / "venv"
    (venv / "bin").mkdir(parents=True)
    for name in ("scons", "mirage-scons"):
        (venv / "bin" / name).symlink_to(Path(sys.prefix) / "bin" / name)
    (venv / "bin" / "python").write_text("#!/bin/sh\necho setup would install something; exit 1\n")
    (venv / "bin" / "python").chmod(0o755)
    state = hashlib.sha256((checkout / "pyproject.toml").read_bytes()).hexdigest()
    (venv / ".mirage-scons").write_text(f"{state}\n{state}[test]\n")
    return venv


def test_the_commands_print_what_is_shown(checkout: Path, sdk: Path) -> None:
    found = commands(README)
    assert len(found) >= 9
    assert found[0].line.startswith("./setup scons")
    venv = settled(checkout)
    environ = environment(checkout, sdk)
    environ.update(VIRTUAL_ENV=str(venv), PATH=f"{venv / 'bin'}{os.pathsep}{environ['PATH']}")
    for command in found:
        check(command, checkout, environ, sdk)


def test_the_second_command_is_what_ci_runs() -> None:
    assert "```sh\n./setup --test ./check\n```" in README
    assert (TOP / ".ci" / "run").read_text().splitlines()[-1] == "./setup --test ./check"


def test_the_files_shown_are_those_of_the_example() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    example = TOP / "examples" / "hello-key"
    config = (example / "config.py").read_text()
    assert blocks[0] == config[config.index("from mirage_scons") :]
    assert blocks[1] == (example / "SConstruct").read_text()


def said_in_python() -> list[str]:
    """The second column of the table that translates config.ml: each piece of Python in it."""
    table = README[README.index("| config.ml | config.py |") : README.index("`local_libs=")]
    cells = [re.split(r"(?<!\\)\|", line)[2] for line in table.splitlines()[2:] if line.startswith("|")]
    return [code for cell in cells for code in re.findall(r"`([^`]+)`", cell)]


def test_every_piece_of_python_in_the_translation_is_a_configuration(tmp_path: Path) -> None:
    pieces = said_in_python()
    assert len(pieces) >= 25
    names = ["from mirage_scons.dsl import *", 'hello = key("hello", opt(str, "hi"))']
    names.append('both = main("Both", time >> random >> job)')
    lines = [*names, *sorted((code for code in pieces if not code.startswith("#")), key=lambda c: c.startswith("reg"))]
    comment = next(code for code in pieces if code.startswith("#"))
    (tmp_path / "config.py").write_text("\n".join([comment, *lines]) + "\n")
    assert read(tmp_path / "config.py").unikernel.name == "hello"


def test_the_table_of_examples_names_all_of_them() -> None:
    table = README[README.index("| example | shows |") : README.index("## In a build of your own")]
    assert set(re.findall(r"`([\w-]+)`", table)) == {
        path.name for path in (TOP / "examples").iterdir() if path.is_dir()
    }


def python_with(word: str) -> str:
    """The one block of Python in which ``word`` stands."""
    (block,) = (
        block for block in re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE) if word in block
    )
    return str(block)


def test_a_graph_in_an_sconstruct_works_as_shown(tmp_path: Path) -> None:
    shutil.copytree(TOP / "examples" / "embedding" / "firmware" / "beacon", tmp_path / "firmware" / "beacon")
    main = tmp_path / "firmware" / "beacon" / "unikernel.ml"
    main.write_text("module Beacon (_ : Mirage_time.S) = struct\n  let start () = Lwt.return_unit\nend\n")
    head = "import mirage_scons\nDefaultEnvironment(tools=[])\nenv = Environment(tools=[mirage_scons.tool()])\n"
    (tmp_path / "SConstruct").write_text(head + python_with("graph=dsl.register"))
    subprocess.run([sys.executable, "-m", "SCons", "-Q"], cwd=tmp_path, check=True, capture_output=True)
    assert subprocess.run([tmp_path / "dist" / "beacon"], check=False).returncode == 0


def test_the_embedding_works_as_shown(checkout: Path) -> None:
    block = python_with("/usr/local/bin")
    host = checkout / "host"
    shutil.copytree(checkout / "examples" / "hello-key", host / "firmware" / "hello")
    (host / "SConstruct").write_text(
        "import mirage_scons\nenv = Environment(tools=['install', mirage_scons.tool()])\n"
        + block.replace("/usr/local/bin", str(host / "installed"))
    )
    subprocess.run([sys.executable, "-m", "SCons", "-Q", "installed"], cwd=host, check=True, capture_output=True)
    said = subprocess.run(
        [host / "installed" / "hello-key", "--help=plain"], capture_output=True, text=True, check=False
    )
    assert "--hello=VAL (absent=from the host)" in said.stdout


def test_every_target_and_variable_of_the_tables_is_known() -> None:
    from mirage_scons.targets import TARGETS
    from mirage_scons.tool.construction import SETTINGS, SHOWN

    table = README[README.index("## Targets") : README.index("Without `target=`")]
    assert set(
        re.findall(r"`([a-z0-9]+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if "|" in line))
    ) - {"target"} == set(TARGETS)
    assert set(re.findall(r"`(MIRAGE\w+COMSTR)`", README)) == set(SHOWN)
    listed = README[README.index("| variable | default | meaning |") : README.index("### Compiling for guests")]
    names = [line.split("|")[1] for line in listed.splitlines() if line.startswith("|")]
    assert set(re.findall(r"`(\w+)`", "".join(names))) == {*SETTINGS, *SHOWN}


def test_a_guest_in_c_is_built_as_shown(sdk: Path, tmp_path: Path) -> None:
    block = python_with("UnikernelEnvironment")
    head = "import mirage_scons\nDefaultEnvironment(tools=[])\nenv = Environment(tools=[mirage_scons.tool()])\n"
    (tmp_path / "SConstruct").write_text(head + block)
    (tmp_path / "main.c").write_text(
        "int solo5_app_main(const void *info) { return info == 0; }\nvoid _nolibc_init(void) {}\n"
    )
    (tmp_path / "manifest.json").write_text('{"type": "solo5.manifest", "version": 1, "devices": []}')
    command = [sys.executable, "-m", "SCons", "-Q", f"SOLO5_TOOLCHAIN={sdk}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Linking firmware.hvt" in done.stdout


def test_the_table_of_json_names_what_there_is(checkout: Path) -> None:
    table = README[
        README.index("| asked | an object of the list has |") : README.index("The opam file that `query=opam`")
    ]
    rows = {
        line.split("|")[1].strip(): set(re.findall(r"`(\w+)`", line.split("|")[2]))
        for line in table.splitlines()[2:]
        if line
    }
    parts = {
        "query=packages": "packages",
        "query=keys": "keys",
        "query=install": "install",
        "describe": "",
        "targets": "",
    }
    for word, inner in parts.items():
        command = [sys.executable, "-m", "SCons", "-Q", word, "format=json"]
        done = subprocess.run(command, cwd=checkout / "examples" / "hello", capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)[0]
        assert set(found[inner][0] if inner else found) == rows[f"`{word}`"], word
