"""Devices of a user's own: what they generate, have dune make, install and link, as SCons sees it."""

from __future__ import annotations

import shutil

import pytest
from greeter import greeter
from project import Project

CONFIG = '''from mirage_scons.dsl import *

loud = key("loud", opt(bool, False, stage="configure"))
RULE = """
(rule
 (targets words.ml)
 (deps words.txt)
 (action
  (with-stdout-to words.ml
   (progn (echo "let text = {|") (cat words.txt) (echo "|}")))))

(rule
 (action
  (with-stdout-to disk.img
   (progn (cat words.txt) (cat label.txt)))))
"""

device = impl(
    "Device",
    typ("device"),
    connect=lambda info, module, args: f"Lwt.return ({module}.show Words.text)",
    dune=lambda info: [RULE],
    configure=lambda info: {
        "device.ml": f"let show text = {'String.uppercase_ascii' if info.get(loud) else 'Fun.id'} text\\n",
        "label.txt": info.target,
    },
    files=lambda info: ["words.ml"],
    install=lambda info: install(bin=[("tool.sh", "tool")], etc=["disk.img"]),
    local_libs=["greetings"],
)
hello = key("hello", opt(str, "Hello World!"), doc="How to say hello.")
unikernel = main("Unikernel.Hello", job >> job, keys=[hello, loud], extra_deps=[device])

register("greeter", [unikernel(noop)])
'''

PROGRAM = """module Hello (_ : sig end) = struct
  let start () words =
    print_endline (Message.text (Key_gen.hello ()) ^ ", " ^ String.trim words ^ Greetings.mark);
    Lwt.return_unit
end
"""


@pytest.fixture(scope="module")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = greeter(tmp_path_factory.mktemp("template") / "project")
    project.write("config.py", CONFIG)
    project.write("unikernel.ml", PROGRAM)
    project.write("words.txt", "welcome\n")
    project.write("tool.sh", "#!/bin/sh\necho tool\n").chmod(0o755)
    project.write("greetings/dune", "(library (name greetings))\n")
    project.write("greetings/greetings.ml", 'let mark = "!"\n')
    project.run()
    return project


def test_a_device_s_files_rules_and_libraries_make_the_program(built: Project) -> None:
    assert built.image("greeter") == "message: Hello World!, welcome!\n"
    assert built.read("dist/disk.img") == "welcome\nunix"
    built.up_to_date()


def test_what_is_installed_lies_beside_the_image_with_its_permissions(built: Project) -> None:
    assert built.read("dist/tool") == "#!/bin/sh\necho tool\n"
    assert built.path("dist/tool").stat().st_mode & 0o111
    assert sorted(path.name for path in built.path("dist").iterdir()) == ["disk.img", "greeter", "tool"]


def test_an_edited_source_of_a_rule_makes_the_image_and_what_is_installed_again(built: Project) -> None:
    built.write("words.txt", "good evening\n")
    assert built.run().did("Building") == ["Building dist/greeter"]
    assert built.image("greeter") == "message: Hello World!, good evening!\n"
    assert built.read("dist/disk.img") == "good evening\nunix"
    built.up_to_date()


def test_a_key_of_configuring_changes_what_a_device_generates(built: Project) -> None:
    result = built.run("loud=true")
    assert "Generating build/greeter/workspace/unix/generated/device.ml" in result.output
    assert built.image("greeter") == "message: Hello World!, WELCOME!\n"
    assert built.run().did("Generating") != []
    assert built.image("greeter") == "message: Hello World!, welcome!\n"


def test_an_edited_local_library_makes_the_image_again(built: Project) -> None:
    built.write("greetings/greetings.ml", 'let mark = "?"\n')
    assert built.run().did("Building") == ["Building dist/greeter"]
    assert built.image("greeter") == "message: Hello World!, welcome?\n"


def test_a_missing_local_library_is_explained_by_the_line_that_asks_for_it(built: Project) -> None:
    shutil.rmtree(built.path("greetings"))
    said = built.run(status=2).errors
    assert 'Library "greetings" not found' in said
    asks = "asks for greetings among the libraries beside it; no dune file there has it"
    assert f'File "config.py", line 18: {asks}' in said


@pytest.mark.parametrize("name", ["disk.img", "tool"])
def test_what_is_installed_is_made_again_where_it_is_missing(name: str, built: Project) -> None:
    before = built.path(f"dist/{name}").read_bytes()
    built.path(f"dist/{name}").unlink()
    built.run()
    assert built.path(f"dist/{name}").read_bytes() == before
    built.up_to_date()


def test_a_device_that_is_taken_out_leaves_nothing_in_the_program(built: Project) -> None:
    built.replace("config.py", ", extra_deps=[device]", "")
    built.write("unikernel.ml", PROGRAM.replace("start () words", "start ()").replace("String.trim words", '"bye"'))
    assert "Unbound module Greetings" in built.run(status=2).errors
    built.replace("unikernel.ml", "Greetings.mark", '"."')
    built.run()
    assert built.image("greeter") == "message: Hello World!, bye.\n"
    built.up_to_date()


def test_cleaning_takes_away_what_is_installed(built: Project) -> None:
    sources = {
        "SConstruct",
        "greeter-unix.opam.locked",
        "config.py",
        "greetings",
        "message.ml",
        "tool.sh",
        "unikernel.ml",
        "words.txt",
    }
    built.run("-c")
    assert {path.name for path in built.root.iterdir() if not path.name.startswith(".scons")} == sources


@pytest.mark.parametrize("name", ["device.ml", "words.ml"])
def test_a_file_of_the_user_s_with_the_name_of_a_device_s_is_refused(name: str, built: Project) -> None:
    built.write(name, "let own = 1\n")
    result = built.run(status=2)
    assert f"{name} has the name of a generated file" in result.errors
    assert built.read(name) == "let own = 1\n"


def test_two_targets_install_side_by_side(built: Project) -> None:
    built.run("target=unix,macosx")
    assert built.read("dist/disk.img") == "welcome\nunix"
    assert built.read("dist/macosx/disk.img") == "welcome\nmacosx"
    built.up_to_date("target=unix,macosx")


def test_an_error_in_a_generated_file_names_it(built: Project) -> None:
    built.replace("config.py", "'Fun.id'", "'Fun.identity'")
    assert 'File "build/greeter/workspace/unix/generated/device.ml", line 1' in built.run(status=2).errors


def test_dune_s_errors_in_a_stanza_stop_the_build_and_keep_the_image(built: Project) -> None:
    before = built.path("dist/greeter").read_bytes()
    built.replace("config.py", "(deps words.txt)", "(deps no-such.txt)")
    result = built.run(status=2)
    assert "no-such.txt" in result.errors
    assert built.path("dist/greeter").read_bytes() == before
