"""Real merlin, asked as an editor asks it for the user's own files; skipped where it is not installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from project import EXAMPLES, Project

if shutil.which("ocamlmerlin") is None:
    pytest.skip("there is no ocamlmerlin", allow_module_level=True)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """An example that editors understand, while merlin's server runs."""
    project = Project(tmp_path_factory.mktemp("editors") / "hello-key")
    for name in ("SConstruct", "config.py", "unikernel.ml"):
        project.write(name, (EXAMPLES / "hello-key" / name).read_text())
    project.run("editor")
    yield project
    subprocess.run(["ocamlmerlin", "server", "stop-server"], check=False)


def asked(project: Project, *question: str, file: str = "unikernel.ml") -> Any:
    """What merlin answers to a question about a file, as it is in the editor."""
    command = ["ocamlmerlin", "single", *question, "-filename", str(project.path(file))]
    text = project.read(file)
    done = subprocess.run(command, cwd=project.root, input=text, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    assert answer["class"] == "return", answer
    return answer["value"]


def position(project: Project, words: str, file: str = "unikernel.ml") -> str:
    """Where ``words`` end in a file."""
    before = project.read(file).partition(words)[0] + words
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10)) - 2}"


def test_what_compiles_has_no_errors(project: Project) -> None:
    assert asked(project, "errors") == []


def test_types_are_those_of_generated_modules_and_libraries(project: Project) -> None:
    for words, expected in (("Key_gen.hello", "unit -> string"), ("Time.sleep_ns", "int64 -> unit Lwt.t")):
        [found, *_] = [
            one["type"]
            for one in asked(project, "type-enclosing", "-position", position(project, words))
            if "->" in str(one["type"])
        ]
        assert found == expected


def test_keys_are_completed(project: Project) -> None:
    where = position(project, "Key_gen.h")
    found = asked(project, "complete-prefix", "-position", where, "-prefix", "Key_gen.h")
    assert "hello" in [one["name"] for one in found["entries"]]


def test_definitions_are_found_in_the_sources_of_packages(project: Project) -> None:
    found = asked(project, "locate", "-look-for", "mli", "-position", position(project, "Time.sleep"))
    assert Path(found["file"]).resolve().name == "mirage_time.mli"


def test_a_mistake_is_found_while_it_is_typed(project: Project) -> None:
    before = project.read("unikernel.ml")
    try:
        project.replace("unikernel.ml", "Key_gen.hello ()", "Key_gen.helo ()")
        [found] = asked(project, "errors")
        assert "Unbound value Key_gen.helo" in found["message"]
    finally:
        project.write("unikernel.ml", before)
