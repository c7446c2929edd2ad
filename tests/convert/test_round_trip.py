"""What a config.ml becomes says what it said: of the configurations in tests, and of each construct of OCaml."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import facts
import pytest
from constructs import CONSTRUCTS, Construct
from reading import END

from mirage_scons.config_ml import reader as config_ml
from mirage_scons.config_py.reader import read
from mirage_scons.convert.program import convert, translated
from mirage_scons.convert.verify import differences
from mirage_scons.model.errors import ConfigError
from mirage_scons.plan.plan import make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import render

TESTS = Path(__file__).parents[1]
CONFIGS = TESTS / "config_ml" / "configs"
GOLDEN = {path.stem: json.loads(path.read_text()) for path in sorted((TESTS / "conformance" / "golden").glob("*.json"))}

REFUSED = {
    "deep recursion": "the configuration recurses more deeply than Python does",
    "tail recursion": "the configuration recurses more deeply than Python does",
    "results": "Result.map is not translated to Python",
    "int overflow": "an int that may overflow is not translated to Python",
    "floats": "string_of_float is not translated to Python",
    "match with exception": "the message of an exception of OCaml's own is not translated to Python",
    "binding operators": "the binding operator let* is not translated to Python",
    "positions": "__POS__ is not translated to Python",
    "Fun and Filename": "Fun.flip is not translated to Python",
    "logic as functions": "&& is not translated to Python",
    "records of a module": "this record is not translated to Python",
    "functors": "a functor is not translated to Python",
    "a functor is no module": "a functor is not translated to Python",
    "Map.Make": "the application of a functor is not translated to Python",
    "Set.Make": "the application of a functor is not translated to Python",
    "parts of a map and a set": "the application of a functor is not translated to Python",
    "Hashtbl": "Hashtbl.create is not translated to Python",
    "Hashtbl.hash": "Hashtbl.hash is not translated to Python",
    "Buffer and Bytes": "Buffer.create is not translated to Python",
    "Stack and Queue": "Stack.create is not translated to Python",
    "more of lists, strings and options": "List.fold_left_map is not translated to Python",
}
"""The constructs that are not translated, with what is said of them."""


def written(files: dict[str, str], directory: Path) -> Path:
    """The config.py of ``files``, which are written to a directory."""
    for name, text in files.items():
        (directory / name).write_text(text)
    return directory / "config.py"


@pytest.mark.parametrize("example", GOLDEN)
def test_the_same_is_generated_of_what_a_configuration_becomes(example: str, tmp_path: Path) -> None:
    path = written(dict(convert(CONFIGS / f"{example}.ml").files), tmp_path)
    target = next(name for name, golden in GOLDEN[example].items() if "refused" not in golden)
    planned = make(read(path).unikernel, target, R4_4, {}, {}, tmp_path)
    found = json.loads(json.dumps(facts.generated(planned, render(planned).target)))
    found["packages"] = [facts.package(package) for package in planned.packages]
    assert found == GOLDEN[example][target]


@pytest.mark.parametrize("construct", [one for one in CONSTRUCTS if one.name not in REFUSED], ids=lambda one: one.name)
def test_a_construct_prints_in_python_what_it_prints_in_ocaml(construct: Construct, tmp_path: Path) -> None:
    (tmp_path / "config.ml").write_text(construct.right + END)
    path = written(dict(translated(tmp_path / "config.ml").files), tmp_path)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        read(path)
    assert printed.getvalue().rstrip("\n") == construct.says


@pytest.mark.parametrize("name", REFUSED)
def test_a_construct_that_python_cannot_say_plainly_is_an_error(name: str, tmp_path: Path) -> None:
    [construct] = [one for one in CONSTRUCTS if one.name == name]
    (tmp_path / "config.ml").write_text(construct.right + END)
    with pytest.raises(ConfigError) as caught:
        convert(tmp_path / "config.ml")
    assert caught.value.message == REFUSED[name]
    assert caught.value.hint
    assert caught.value.where is not None


CHANGED = {
    "a device": ("default_network", 'netif("other")'),
    "a key": ("usual=8080", "usual=8081"),
    "an option": ('doc="The TCP port on which to listen."', 'doc="The port."'),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_translation_that_means_something_else_is_found(name: str, tmp_path: Path) -> None:
    source = CONFIGS / "network.ml"
    text = translated(source).files["config.py"]
    old, new = CHANGED[name]
    assert old in text
    path = written({"config.py": text.replace(old, new)}, tmp_path)
    assert list(differences(config_ml.read(source), read(path)))


def test_a_choice_that_differs_only_for_another_value_of_a_key_is_found(tmp_path: Path) -> None:
    text = (
        'open Mirage\nlet k = Key.(create "k" Arg.(flag (info [ "k" ])))\n'
        'let n = if_impl (Key.value k) (netif "a") default_network\n'
        'let () = register "x" [ main "U.Main" (network @-> job) $ n ]\n'
    )
    (tmp_path / "config.ml").write_text(text)
    files = dict(translated(tmp_path / "config.ml").files)
    path = written({"config.py": files["config.py"].replace('netif("a")', 'netif("b")')}, tmp_path)
    found = next(differences(config_ml.read(tmp_path / "config.ml"), read(path)))
    assert "with k=true" in found
