"""The command that translates: what it prints and writes, and what it refuses to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mirage_scons.__main__ import main

HELLO = 'open Mirage\n\nlet () = register "hello" [ main "Unikernel.Main" (job @-> job) $ noop ]\n'
PYTHON = 'from mirage_scons.dsl import *\n\nregister("hello", [main("Unikernel.Main", job >> job)(noop)])\n'
TWO = f"open Mirage\nlet p = Wanted.packages\n{HELLO.partition('open Mirage')[2]}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "config.ml").write_text(HELLO)
    return tmp_path


@pytest.fixture
def several(project: Path) -> Path:
    (project / "config.ml").write_text(TWO)
    (project / "wanted.ml").write_text('let packages = [ Mirage.package "fmt" ]\n')
    return project


def run(*arguments: object) -> int:
    """The exit status of the command."""
    return main(["convert", *map(str, arguments)])


def test_it_prints_the_configuration_in_python(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project / "config.ml") == 0
    assert capsys.readouterr() == (PYTHON, "")
    assert [path.name for path in project.iterdir()] == ["config.ml"]


def test_a_directory_stands_for_its_configuration(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project) == 0
    assert capsys.readouterr().out == PYTHON


def test_it_writes_to_a_file_and_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = project / "new" / "config.py"
    assert run(project, "-o", place) == 0
    assert place.read_text() == PYTHON
    assert capsys.readouterr() == (f"{place}\n", "")


def test_it_replaces_no_file_that_differs_unless_it_is_forced(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = project / "config.py"
    place.write_text("mine\n")
    assert run(project, "-o", place) == 1
    assert place.read_text() == "mine\n"
    assert capsys.readouterr().err == f"mirage-scons: {place} is there already\n  Use --force to replace it.\n"
    assert run(project, "-o", place, "--force") == 0
    assert place.read_text() == PYTHON
    assert run(project, "-o", place) == 0


def test_a_configuration_of_several_files_needs_a_place(several: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(several) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "becomes 2 files: config.py, wanted.py" in err
    assert "-o DIRECTORY" in err


def test_modules_beside_a_configuration_become_modules_of_python(several: Path, tmp_path: Path) -> None:
    assert run(several, "-o", f"{tmp_path}/python/") == 0
    assert (tmp_path / "python" / "wanted.py").read_text() == (
        'from mirage_scons.dsl import *\n\npackages = [package("fmt")]\n'
    )
    assert "import wanted\n\np = wanted.packages\n" in (tmp_path / "python" / "config.py").read_text()


def test_no_file_is_written_where_one_of_several_is_there(several: Path) -> None:
    (several / "wanted.py").write_text("mine\n")
    assert run(several, "-o", several / "config.py") == 1
    assert not (several / "config.py").exists()
    assert (several / "wanted.py").read_text() == "mine\n"


def test_a_name_that_is_none_of_python_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project, "-o", project / "config.ml", "--force") == 1
    assert (project / "config.ml").read_text() == HELLO
    assert "Write -o config.py." in capsys.readouterr().err


def test_what_cannot_be_written_leaves_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "file").write_text("")
    assert run(project, "-o", project / "file" / "config.py") == 1
    assert capsys.readouterr().err.startswith("mirage-scons: cannot write ")


WRONG = {
    "no such file": (None, "cannot read"),
    "no OCaml": ("let x = (", 'syntax error: this "(" is not closed'),
    "a mistake": ("open Mirage\nlet x = defautl_network\n", "Did you mean default_network?"),
    "not translated": (f"open Mirage\nlet x = __LOC__\n{HELLO[12:]}", "__LOC__ is not translated to Python"),
    "nested": (f"let x = {'(' * 2000}1{')' * 2000}\n{HELLO}", "nested too deeply"),
    "long": (f"open Mirage\nlet x = {'1 + ' * 3000}1\n{HELLO[12:]}", "nested too deeply"),
}


@pytest.mark.parametrize("name", [name for name in WRONG if name not in ("nested", "long")])
def test_what_is_wrong_is_said_and_nothing_is_printed(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, said = WRONG[name]
    if source is not None:
        (tmp_path / "config.ml").write_text(source)
    assert run(tmp_path / "config.ml") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["nested", "long"])
def test_what_is_deep_is_translated_or_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, said = WRONG[name]
    assert source is not None
    (tmp_path / "config.ml").write_text(source)
    status = run(tmp_path / "config.ml")
    out, err = capsys.readouterr()
    assert (status == 0 and out.startswith("from mirage_scons")) or (status == 1 and said in err and not out)


@pytest.mark.parametrize("command", [["-m", "mirage_scons"], [str(Path(sys.executable).parent / "mirage-scons")]])
def test_it_is_a_command_and_a_module(command: list[str], project: Path) -> None:
    started = [sys.executable, *command] if command[0] == "-m" else command
    done = subprocess.run([*started, "convert", project], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, PYTHON, "")


def test_a_command_line_that_is_none_has_a_status_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["convrt"])
    assert caught.value.code == 2
    assert "convert" in capsys.readouterr().err
