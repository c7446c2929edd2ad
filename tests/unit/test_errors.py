"""The catalogue of errors: for each mistake in a configuration, the whole message with its place and its advice.

The text of a configuration begins on line 2: the first line imports the language.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from configs import MAIN, Mistake, plan, refusal
from wrong_devices import HOOKS, INSTALLS, TARGETS
from wrong_graphs import REGISTER, TERMS, TYPES, VALUES
from wrong_needs import KEYS, PACKAGES, PYTHON, VERSIONS, WORDS

import mirage_scons
from mirage_scons.config_py.reader import blamed, read
from mirage_scons.dsl import register
from mirage_scons.model.errors import ConfigError, Location
from mirage_scons.render.files import render

PACKAGE = Path(mirage_scons.__file__).parent
MISTAKES = [
    *TYPES, *TERMS, *VALUES, *REGISTER, *KEYS, *WORDS, *PACKAGES, *HOOKS, *INSTALLS, *TARGETS, *PYTHON, *VERSIONS
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.what.replace(" ", "-"))
def test_a_mistake_is_refused_with_its_line_and_advice(mistake: Mistake, tmp_path: Path) -> None:
    assert refusal(tmp_path, mistake.text, mistake.given, mistake.environ, mistake.target) == mistake.message


def test_no_two_mistakes_are_the_same() -> None:
    assert len({mistake.what for mistake in MISTAKES}) == len(MISTAKES)


def raising(path: Path) -> Iterator[tuple[str, int, int]]:
    """The statements of a module that raise a ConfigError: file, first and last line."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = ast.unparse(node.exc.func)
            if name == "ConfigError" or name.startswith("_"):
                yield str(path), node.lineno, node.end_lineno or node.lineno


def test_every_place_that_raises_an_error_is_in_the_catalogue(tmp_path: Path) -> None:
    parts = ("dsl.py", "model/*.py", "devices/*.py", "targets/*.py", "releases/*.py", "plan/*.py", "config_py/*.py")
    places = {place for part in parts for path in PACKAGE.glob(part) for place in raising(path)}
    assert len(places) > 25
    for number, mistake in enumerate(MISTAKES):
        directory = tmp_path / str(number)
        with pytest.raises(ConfigError) as caught, blamed():
            render(plan(directory, mistake.text, mistake.target, mistake.given, mistake.environ))
        file, line = str(caught.traceback[-1].path), caught.traceback[-1].lineno + 1
        places = {place for place in places if not (place[0] == file and place[1] <= line <= place[2])}
    left = sorted(f"{Path(file).relative_to(PACKAGE)}:{first}" for file, first, _ in places)
    files = [place.partition(":")[0] for place in left]
    assert files == ["config_py/reader.py"], "\n".join(left)


def test_a_missing_configuration_is_an_error_without_a_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path / "config.py")
    assert str(caught.value) == f"cannot read {tmp_path}/config.py: No such file or directory"
    assert caught.value.where is None


def test_a_mistake_outside_a_configuration_has_its_line_too() -> None:
    with pytest.raises(ConfigError) as caught:
        register("app", [])
    assert caught.value.message == "there is no job"
    assert caught.value.where is not None
    assert caught.value.where.file == __file__


def test_the_line_is_that_of_the_user_s_call_also_in_a_module_that_the_configuration_imports(tmp_path: Path) -> None:
    (tmp_path / "parts.py").write_text('from mirage_scons.dsl import *\n\nbad = package("a.b")\n')
    assert refusal(tmp_path, f"import parts\n{MAIN}").startswith('parts.py:3: package name "a.b" is invalid')


def test_a_call_over_several_lines_is_named_by_its_first(tmp_path: Path) -> None:
    assert refusal(tmp_path, '\nmain(\n    "lower",\n    job >> job,\n)\n').startswith('config.py:3: "lower" is not')


def test_the_text_of_an_error_is_place_message_and_indented_hint() -> None:
    assert str(ConfigError("wrong", Location("config.py", 3), "Mend it.")) == "config.py:3: wrong\n  Mend it."
    assert str(ConfigError("wrong")) == "wrong"
