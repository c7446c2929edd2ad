"""Reading a config.py: what it was read from is known, nothing of it survives, and whatever stops it is an error."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from pathlib import Path

import pytest
from configs import MAIN, refusal, unikernel, write

from mirage_scons.config_py.reader import read
from mirage_scons.model.configuration import Configuration
from mirage_scons.model.errors import ConfigError


def inputs(directory: Path, text: str) -> list[str]:
    """The inputs of the configuration ``text``, relative to ``directory``."""
    return [os.path.relpath(path, directory) for path in read(write(directory, text)).inputs]


def name_of(configuration: Configuration) -> str:
    """The name that a configuration registers."""
    return configuration.unikernel.name


def test_a_configuration_registers_a_unikernel(tmp_path: Path) -> None:
    assert unikernel(tmp_path, MAIN).name == "app"


def test_the_configuration_is_an_input_and_the_standard_library_is_none(tmp_path: Path) -> None:
    assert inputs(tmp_path, f"import colorsys, json.tool, networkx\n{MAIN}") == ["config.py"]


def test_imported_modules_are_inputs_also_those_that_they_import(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "__init__.py").write_text("from parts import inner\n")
    (tmp_path / "parts" / "inner.py").write_text("X = 1\n")
    assert inputs(tmp_path, f"import parts\n{MAIN}") == ["config.py", "parts/__init__.py", "parts/inner.py"]


@pytest.mark.parametrize(
    "opening",
    [
        "open(HERE / 'data.txt').read()",
        "open(str(HERE / 'data.txt'), 'rb').read()",
        "open(bytes(HERE / 'data.txt')).read()",
        "(HERE / 'data.txt').read_text()",
        "(HERE / 'data.txt').read_bytes()",
        "__import__('os').open(HERE / 'data.txt', 0)",
    ],
)
def test_an_opened_file_is_an_input(opening: str, tmp_path: Path) -> None:
    (tmp_path / "data.txt").write_text("data")
    text = f"from pathlib import Path\nHERE = Path(__file__).parent\n{opening}\n{MAIN}"
    assert inputs(tmp_path, text) == ["config.py", "data.txt"]


def test_a_file_that_is_looked_for_in_vain_is_an_input_since_it_may_appear(tmp_path: Path) -> None:
    text = f"import contextlib, pathlib\nwith contextlib.suppress(OSError):\n    open(__file__ + '.local')\n{MAIN}"
    assert inputs(tmp_path, text) == ["config.py", "config.py.local"]


def test_a_file_that_is_written_is_no_input(tmp_path: Path) -> None:
    text = f"import pathlib\n(pathlib.Path(__file__).parent / 'out.txt').write_text('x')\n{MAIN}"
    assert inputs(tmp_path, text) == ["config.py"]


def test_files_opened_after_the_reading_are_no_inputs(tmp_path: Path) -> None:
    configuration = read(write(tmp_path, MAIN))
    (tmp_path / "later.txt").write_text("x")
    (tmp_path / "later.txt").read_text()
    assert configuration.inputs == (tmp_path / "config.py",)


def test_two_configurations_have_modules_of_one_name(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, "import parts\nregister(parts.NAME, [noop])\n")
        (tmp_path / name / "parts.py").write_text(f"NAME = '{name}'\n")
    names = [name_of(read(tmp_path / name / "config.py")) for name in ("one", "two", "one")]
    assert names == ["one", "two", "one"]


def test_a_module_is_read_again_when_its_source_changes_within_the_same_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = write(tmp_path, "import parts\nregister(parts.NAME, [noop])\n")
    names = []
    for name in ("one", "two"):
        (tmp_path / "parts.py").write_text(f"NAME = '{name}'\n")
        os.utime(tmp_path / "parts.py", (1_000_000_000, 1_000_000_000))
        names.append(name_of(read(path)))
    assert names == ["one", "two"]


def test_a_module_is_found_that_appears_within_the_same_moment(tmp_path: Path) -> None:
    text = "try:\n    from parts import NAME\nexcept ImportError:\n    NAME = 'none'\nregister(NAME, [noop])\n"
    path = write(tmp_path, text)
    os.utime(tmp_path, (1_000_000_000, 1_000_000_000))
    assert name_of(read(path)) == "none"
    (tmp_path / "parts.py").write_text("NAME = 'found'\n")
    os.utime(tmp_path, (1_000_000_000, 1_000_000_000))
    assert name_of(read(path)) == "found"


@pytest.mark.parametrize("end", [MAIN, "1 / 0\n", ""], ids=["read", "raising", "registering nothing"])
def test_no_state_survives_a_reading(end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "parts.py").write_text("X = 1\n")
    path = write(tmp_path, f"import parts, sys\nsys.path.append('/somewhere')\n{end}")
    before = set(sys.modules), list(sys.path), sys.dont_write_bytecode, sys.pycache_prefix
    with contextlib.nullcontext() if end == MAIN else pytest.raises(ConfigError):
        read(path)
    assert (set(sys.modules), list(sys.path), sys.dont_write_bytecode, sys.pycache_prefix) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.py", "parts.py"]


def test_a_module_that_was_loaded_before_is_there_again_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parts.py").write_text("NAME = 'new'\n")
    old = type(sys)("parts")
    old.__file__ = str(tmp_path / "parts.py")
    monkeypatch.setitem(sys.modules, "parts", old)
    assert unikernel(tmp_path, "import parts\nregister(parts.NAME, [noop])\n").name == "new"
    assert sys.modules["parts"] is old


def test_a_relative_path_is_read_as_an_absolute_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "import parts\nregister(parts.NAME, [noop])\n")
    (tmp_path / "parts.py").write_text("NAME = 'app'\n")
    monkeypatch.chdir(tmp_path)
    configuration = read(Path("config.py"))
    assert configuration.inputs == (tmp_path / "config.py", tmp_path / "parts.py")
    assert "parts" not in sys.modules


def test_a_configuration_is_a_module_of_its_own_while_it_is_read(tmp_path: Path) -> None:
    text = """
    from __future__ import annotations
    from dataclasses import dataclass

    @dataclass
    class Service:
        name: str

    register(Service("app").name, [noop])
    """
    path = tmp_path / "config.py"
    path.write_text(
        text.replace("\n    ", "\n").replace("dataclass\n", "dataclass\nfrom mirage_scons.dsl import *\n", 1)
    )
    assert name_of(read(path)) == "app"
    assert "config" not in sys.modules


def test_a_configuration_sees_its_own_path_and_not_main(tmp_path: Path) -> None:
    text = f"import pathlib\nassert pathlib.Path(__file__) == pathlib.Path({str(tmp_path / 'config.py')!r})\n"
    assert unikernel(tmp_path, f"{text}assert __name__ == 'config'\n{MAIN}").name == "app"


NESTED = """
import pathlib
from mirage_scons.config_py.reader import read

inner = read(pathlib.Path(__file__).parent / "inner" / "config.py").unikernel
register("outer-of-" + inner.name, inner.jobs)
"""


def test_a_configuration_may_read_another_whose_inputs_are_its_own_too(tmp_path: Path) -> None:
    write(tmp_path / "inner", "import parts\nregister(parts.NAME, [noop])\n")
    (tmp_path / "inner" / "parts.py").write_text("NAME = 'inner'\n")
    configuration = read(write(tmp_path, NESTED))
    assert name_of(configuration) == "outer-of-inner"
    assert [os.path.relpath(path, tmp_path) for path in configuration.inputs] == [
        "config.py",
        "inner/config.py",
        "inner/parts.py",
    ]


def test_an_error_in_a_configuration_that_another_reads_names_its_own_line(tmp_path: Path) -> None:
    write(tmp_path / "inner", "\nkey('', flag())\n")
    assert refusal(tmp_path, NESTED).startswith("inner/config.py:3: a key's name cannot be empty")


def test_an_error_does_not_hinder_the_next_reading(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        read(write(tmp_path, 'register("first", [noop])\n1 / 0\n'))
    assert unikernel(tmp_path, 'register("second", [noop])\n').name == "second"


def test_a_syntax_error_in_an_imported_module_names_that_module(tmp_path: Path) -> None:
    (tmp_path / "parts.py").write_text("\n\ndef f(:\n")
    assert refusal(tmp_path, "import parts\n") == "parts.py:3: invalid syntax"


def test_an_exception_names_the_innermost_line_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "parts.py").write_text("import json\n\ndef load():\n    return json.loads('{')\n")
    assert refusal(tmp_path, "import parts\nparts.load()\n").startswith("parts.py:4: JSONDecodeError: ")


def test_a_name_that_there_is_not_is_answered_with_one_like_it(tmp_path: Path) -> None:
    said = refusal(tmp_path, 'unikernel = main("Unikernel.Main", tme >> job)\n')
    assert said == "config.py:2: NameError: name 'tme' is not defined\n  Did you mean time?"
    said = refusal(tmp_path, "def made():\n    mine = noop\n    return mnie\n\nmade()\n")
    assert said.endswith("config.py:4: NameError: name 'mnie' is not defined\n  Did you mean mine?")
    assert refusal(tmp_path, "qqqqqqqq\n") == "config.py:2: NameError: name 'qqqqqqqq' is not defined"


def test_an_exception_keeps_its_cause(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(write(tmp_path, "1 / 0\n"))
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_an_interruption_is_no_error_of_the_configuration(tmp_path: Path) -> None:
    path = write(tmp_path, "raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt):
        read(path)


def test_a_directory_is_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Is a directory"):
        read(tmp_path)


COMMON = """
import pathlib, sys

sys.path.append(str(pathlib.Path(__file__).parents[1] / "common"))
import parts

register(parts.NAME, [noop])
"""


def test_a_module_beside_several_configurations_is_an_input_of_each(tmp_path: Path) -> None:
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "parts.py").write_text("NAME = 'app'\n")
    for name in ("one", "two"):
        assert sorted(inputs(tmp_path / name, COMMON)) == ["../common/parts.py", "config.py"]


def test_a_module_of_that_name_which_something_else_imported_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "parts.py").write_text("NAME = 'other'\n")
    monkeypatch.syspath_prepend(str(tmp_path / "other"))
    other = importlib.import_module("parts")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "parts.py").write_text("NAME = 'own'\n")
    assert unikernel(tmp_path / "app", "import parts\nregister(parts.NAME, [noop])\n").name == "own"
    assert sys.modules.pop("parts") is other


def test_packages_without_an_init_module_are_read_anew_too(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "parts").mkdir(parents=True)
        (tmp_path / name / "parts" / "inner.py").write_text(f"NAME = '{name}'\n")
        text = "from parts.inner import NAME\nregister(NAME, [noop])\n"
        assert inputs(tmp_path / name, text) == ["config.py", "parts/inner.py"]
        assert unikernel(tmp_path / name, text).name == name
    assert "parts" not in sys.modules


def test_an_exception_in_a_module_outside_the_directory_names_that_module(tmp_path: Path) -> None:
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "parts.py").write_text("1 / 0\n")
    with pytest.raises(ConfigError) as caught:
        read(write(tmp_path / "app", COMMON))
    assert str(caught.value) == f"{tmp_path}/common/parts.py:1: ZeroDivisionError: division by zero"


def test_an_installed_module_is_no_input_and_stays_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "lib" / "dist-packages"
    site.mkdir(parents=True)
    (site / "some_installed_module.py").write_text("X = 1\n")
    monkeypatch.syspath_prepend(str(site))
    assert inputs(tmp_path, f"import some_installed_module\n{MAIN}") == ["config.py"]
    assert sys.modules.pop("some_installed_module").X == 1


def test_the_program_that_reads_a_configuration_stays_the_main_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = type(sys)("__main__")
    program.__file__ = str(tmp_path / "program.py")
    monkeypatch.setitem(sys.modules, "__main__", program)
    text = "import sys\nregister(sys.modules['__main__'].__file__.rpartition('/')[2], [noop])\n"
    assert unikernel(tmp_path, text).name == "program.py"


def test_an_installed_module_that_is_called_config_is_there_again_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = type(sys)("config")
    monkeypatch.setitem(sys.modules, "config", installed)
    assert unikernel(tmp_path, MAIN).name == "app"
    assert sys.modules["config"] is installed
