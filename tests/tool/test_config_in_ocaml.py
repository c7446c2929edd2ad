"""Unikernels whose configuration is a config.ml: read without OCaml, built as others are."""

from __future__ import annotations

import pytest
from greeter import SCONSTRUCT
from project import Project

CONFIG = """open Mirage

let hello =
  let greeting = Option.value ~default:Greeting.usual (Sys.getenv_opt "GREETING") in
  Key.(create "hello" Arg.(opt string greeting (info ~doc:"How to say hello." [ "hello" ])))

let () = register "greeter" [ main ~keys:[ key hello ] "Unikernel.Hello" (job @-> job) $ noop ]
"""


@pytest.fixture
def ocaml(fresh: Project) -> Project:
    """The greeter with its configuration in OCaml, of two files: the second is a module of the program, too."""
    fresh.path("config.py").unlink()
    fresh.write("config.ml", CONFIG)
    fresh.write("greeting.ml", 'let usual = "Hello World!"\n')
    fresh.write("message.ml", 'let text greeting = greeting ^ ", not " ^ Greeting.usual\n')
    return fresh


def test_a_config_ml_is_built_and_only_once(ocaml: Project) -> None:
    ocaml.run()
    assert ocaml.image("greeter") == "Hello World!, not Hello World!\n"
    ocaml.up_to_date()
    assert "config.ml" not in [path.name for path in ocaml.path("build/greeter/workspace/unix/app").iterdir()]


def test_what_the_configuration_reads_is_what_it_depends_on(ocaml: Project) -> None:
    ocaml.run("configure")
    ocaml.up_to_date("configure")
    ocaml.replace("greeting.ml", "Hello", "Goodbye")
    ocaml.not_up_to_date("configure")
    ocaml.run("configure")
    ocaml.run("configure", environ={"GREETING": "Hi"})
    assert '"Hi"' in ocaml.read("build/greeter/unix/key_gen.ml")
    ocaml.run("configure")
    assert '"Goodbye World!"' in ocaml.read("build/greeter/unix/key_gen.ml")


def test_an_error_in_it_stops_with_the_line_and_a_mark(ocaml: Project) -> None:
    ocaml.replace("config.ml", "job @-> job", "time @-> job")
    errors = ocaml.run(status=2).errors
    assert "config.ml:7:31: argument 1 of Unikernel.Hello is a job, where a time is wanted" in errors
    assert "^^^^" in errors


def test_it_may_have_another_name(ocaml: Project) -> None:
    ocaml.path("config.ml").rename(ocaml.path("conf.ml"))
    ocaml.write("SConstruct", SCONSTRUCT.replace('"."', '"conf.ml"'))
    ocaml.run("configure")
    assert "Hello World!" in ocaml.read("build/greeter/unix/key_gen.ml")


def test_a_config_ml_beside_a_config_py_is_read_where_it_is_named(ocaml: Project) -> None:
    ocaml.write("config.py", 'from mirage_scons.dsl import *\n\nregister("other", [noop])\n')
    ocaml.run("configure")
    assert ocaml.path("build/other/unix/main.ml").exists()
    ocaml.write("SConstruct", SCONSTRUCT.replace('"."', '"config.ml"'))
    ocaml.run("configure")
    assert "Hello World!" in ocaml.read("build/greeter/unix/key_gen.ml")


UNREAD = """
import sys
for name in ("tree_sitter", "tree_sitter_ocaml", "mirage_scons.config_ml.reader"):
    sys.modules[name] = None  # importing it raises
"""


def test_nothing_is_read_again_where_nothing_has_changed(ocaml: Project) -> None:
    """Neither the parser nor the reader is imported, for one target and for two of them."""
    ocaml.run("configure", "target=unix,macosx")
    ocaml.write("SConstruct", UNREAD + SCONSTRUCT)
    ocaml.up_to_date("configure", "target=unix,macosx")
    ocaml.up_to_date("configure", "target=macosx")
    ocaml.replace("config.ml", "How to", "What to")  # and if something has, it is read
    ocaml.run("configure", "target=macosx", status=2)
