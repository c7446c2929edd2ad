"""The files that are rendered: their names, dune's, the opam file, and that nothing in them is left to chance."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from configs import MAIN, plan, write

from mirage_scons.plan.plan import opam_name
from mirage_scons.render.files import Files, render
from mirage_scons.render.opam import opam

RENDER = """
import json, sys
from pathlib import Path
from mirage_scons.config_py.reader import read
from mirage_scons.plan.plan import make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import render
for target in ("unix", "hvt", "qubes"):
    for path in map(Path, sys.argv[1:]):
        files = render(make(read(path).unikernel, target, R4_4, {"logs": ["a:info,b:debug"]}, {}, path.parent))
        print(json.dumps([dict(files.workspace), dict(files.target)]))
"""
LARGE = """
types = [typ(f"t{number}") for number in range(20)]
devices = [main(f"M{number}.Make", type, keys=[key(f"k{number}", flag())],
                packages=[package(f"p{number}", sublibs=["x", "y", "z"], min="1", max="2")])
           for number, type in enumerate(types)]
extra = [package("p3", min="1.5", max="1.9", libs=["p3.w"]), package("pinned", pin="git+https://example.org/p#b")]
register("large", [main("U", types[0] >> job, packages=extra, extra_deps=devices)(devices[0])])
"""


def files(directory: Path, text: str = MAIN, target: str = "unix") -> Files:
    """The files of a configuration."""
    return render(plan(directory, text, target))


def test_a_workspace_holds_the_program_and_dune_s_files(tmp_path: Path) -> None:
    assert sorted(files(tmp_path).workspace) == [
        "dune",
        "dune-project",
        "dune-workspace",
        "duniverse/dune",
        "key_gen.ml",
        "main.ml",
    ]


def test_what_a_person_is_shown_holds_the_same_program_and_the_opam_file(tmp_path: Path) -> None:
    made = files(tmp_path)
    assert sorted(made.target) == [
        "app-unix.opam", "dune", "dune-project", "dune-workspace", "graph.dot", "key_gen.ml", "main.ml"
    ]  # fmt: skip
    assert all(made.workspace[name] == made.target[name] for name in {*made.target} - {"app-unix.opam", "graph.dot"})


def test_every_file_ends_in_one_newline(tmp_path: Path) -> None:
    made = files(tmp_path, LARGE)
    texts = {**made.workspace, **made.target}
    assert [name for name, text in texts.items() if not text.endswith("\n") or text.endswith("\n\n")] == []


def test_dune_builds_an_executable_of_the_user_s_and_the_generated_modules(tmp_path: Path) -> None:
    text = 'register("app", [noop], packages=[package("zarith"), package("crunch", build=True)])\n'
    assert files(tmp_path, text).workspace["dune"] == textwrap.dedent("""\
        (copy_files# app/*.{ml,mli})

        (executable
         (name main)
         (libraries
          duration lwt mirage-bootvar-unix mirage-clock-unix mirage-logs
          mirage-runtime mirage-unix zarith)
         (link_flags (-thread))
         (flags :standard -w -70)
         (enabled_if (= %{context_name} "default")))
        """)


def test_dune_s_lists_have_lines_of_75_columns(tmp_path: Path) -> None:
    lines = files(tmp_path, LARGE).workspace["dune"].split("\n")
    assert len(lines) > 15
    assert max(map(len, lines)) <= 77


def test_the_project_is_named_after_the_unikernel_and_the_target(tmp_path: Path) -> None:
    text = "(lang dune 2.7)\n(name app-unix)\n(implicit_transitive_deps true)\n"
    assert files(tmp_path).workspace["dune-project"] == text


def test_every_directory_of_the_duniverse_is_vendored(tmp_path: Path) -> None:
    assert files(tmp_path).workspace["duniverse/dune"] == "(vendored_dirs *)\n"


@pytest.mark.parametrize(
    ("name", "allowed"), [("app-unix", "app-unix"), ("sub.uk-hvt", "sub_uk-hvt"), ("a+b_c", "ab_c"), ("é1a", "1a")]
)
def test_the_opam_file_s_name_is_what_opam_allows(name: str, allowed: str) -> None:
    assert opam_name(name) == allowed


def test_the_opam_file_says_what_is_needed_and_where_it_comes_from(tmp_path: Path) -> None:
    text = opam(plan(tmp_path, LARGE, "hvt"))
    assert '  "p3" { ?monorepo & >= "1" & >= "1.5" & < "1.9" & < "2" }\n' in text
    assert '  "pinned" { ?monorepo }\n' in text
    assert 'pin-depends: [\n  ["pinned.dev" "git+https://example.org/p#b"]\n]\n' in text
    assert 'x-opam-monorepo-opam-provided: ["ocaml-solo5" "opam-monorepo" "solo5"]\n' in text


def test_an_opam_file_without_pins_has_no_field_for_them(tmp_path: Path) -> None:
    assert "pin-depends" not in opam(plan(tmp_path, MAIN))


@pytest.mark.parametrize("target", ["unix", "macosx", "hvt", "spt", "virtio", "muen", "genode", "xen", "qubes"])
@pytest.mark.parametrize("text", [MAIN, LARGE], ids=["small", "large"])
def test_opam_accepts_the_opam_file(text: str, target: str, tmp_path: Path) -> None:
    path = tmp_path / "app.opam"
    path.write_text(opam(plan(tmp_path, text, target)))
    environ = {**os.environ, "OPAMROOT": str(tmp_path / "root"), "OPAMROOTISOK": "1"}
    done = subprocess.run(["opam", "lint", path], env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "error" not in done.stdout
    assert not (tmp_path / "root").exists()


def test_the_same_text_is_rendered_whatever_the_order_of_hashes(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, text) for name, text in {"large": LARGE, "main": MAIN}.items()]
    command = [sys.executable, "-c", RENDER, *map(str, paths)]
    outputs = [
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("0", "1", "2")
    ]
    assert len(outputs[0].splitlines()) == 6
    assert outputs[0] == outputs[1] == outputs[2]


def test_the_same_text_is_rendered_wherever_the_configuration_lies(tmp_path: Path) -> None:
    one, two = files(tmp_path / "one", LARGE), files(tmp_path / "another place", LARGE)
    assert one == two
