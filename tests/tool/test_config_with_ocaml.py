"""Unikernels whose configuration OCaml runs: config_with=ocaml, from the configuration to what the program says."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from greeter import SCONSTRUCT
from nodes import command
from project import Project

CONFIG = """open Mirage

(* A functor of the standard library, a module as a value, a regular expression. *)
module Greetings = Map.Make (String)

module type GREETER = sig
  val word : string
end

let greeter : (module GREETER) =
  (module struct
    let word = Str.global_replace (Str.regexp "b\\\\(.\\\\)") "H\\\\1" "ballo"
  end)

let greetings =
  let module Greeter = (val greeter) in
  Greetings.(empty |> add "en" Greeting.usual |> add "de" Greeter.word)

let word =
  let language = Option.value ~default:"de" (Sys.getenv_opt "LANGUAGE_OF_GREETING") in
  Greetings.find language greetings

let hello = Key.(create "hello" Arg.(opt string word (info ~doc:"How to say hello." [ "hello" ])))
let length = Key.(map String.length (value hello))
let loud = impl ~connect:(fun _ _ _ -> {|Lwt.return (print_endline "loud")|}) "Stdlib" job
let deps = [ dep (match_impl length ~default:noop [ (4, loud) ]) ]
let () = register "greeter" [ main ~keys:[ key hello ] ~extra_deps:deps "Unikernel.Hello" (job @-> job) $ noop ]
"""
UNIKERNEL = """module Hello (_ : sig end) = struct
  let start () _ =
    print_endline (Message.text (Key_gen.hello ()));
    Lwt.return_unit
end
"""


@pytest.fixture
def ocaml(fresh: Project) -> Project:
    """The greeter with a configuration that only OCaml can compute, of two files."""
    fresh.path("config.py").unlink()
    fresh.write("config.ml", CONFIG)
    fresh.write("unikernel.ml", UNIKERNEL)
    fresh.write("greeting.ml", 'let usual = "Hello World!"\n')
    fresh.write("greeting.mli", "val usual : string\n")
    fresh.write("message.ml", 'let text greeting = greeting ^ ", not " ^ Greeting.usual\n')
    fresh.words = ("config_with=ocaml",)
    return fresh


def test_what_only_ocaml_can_compute_is_built_and_only_once(ocaml: Project) -> None:
    ocaml.run()
    assert ocaml.image("greeter") == "Hallo, not Hello World!\n"
    ocaml.up_to_date()
    ocaml.run("hello=Ahoj")
    assert ocaml.image("greeter") == "loud\nAhoj, not Hello World!\n"


def test_without_it_the_error_says_that_it_can_be_had(ocaml: Project) -> None:
    ocaml.words = ()
    errors = ocaml.run("configure", status=2).errors
    assert "config.ml:11:3: a module as a value is not supported in a config.ml that is read without OCaml" in errors
    assert "Have OCaml run it: config_with=ocaml." in errors


def generated(project: Project) -> str:
    """The text by which a program has its keys."""
    return project.read("build/greeter/unix/key_gen.ml")


def test_what_the_configuration_reads_is_what_it_depends_on(ocaml: Project) -> None:
    ocaml.run("configure")
    ocaml.up_to_date("configure")
    ocaml.replace("config.ml", "ballo", "ballöchen")
    ocaml.not_up_to_date("configure")
    ocaml.run("configure")
    assert "Hall\\195\\182chen" in generated(ocaml)
    ocaml.run("configure", environ={"LANGUAGE_OF_GREETING": "en"})
    assert "Hello World!" in generated(ocaml)
    ocaml.replace("greeting.ml", "World", "Moon")
    ocaml.run("configure", environ={"LANGUAGE_OF_GREETING": "en"})
    assert "Hello Moon!" in generated(ocaml)
    ocaml.run("configure")
    assert "Hall\\195\\182chen" in generated(ocaml)
    later = time.time() + 100
    os.utime(ocaml.path("config.ml"), (later, later))
    ocaml.up_to_date("configure")


def test_another_ocaml_reads_it_again(ocaml: Project) -> None:
    ocaml.run("configure")
    real = shutil.which("ocaml")
    command(ocaml, "ocaml", f'echo ran >> "{ocaml.root}.log"\nexec {real} "$@"')
    assert "ocaml" in str(ocaml.run("configure").processes)
    assert Path(f"{ocaml.root}.log").exists()
    ocaml.up_to_date("configure")
    command(ocaml, "ocaml", "echo 'no such thing' >&2; exit 7")
    assert "OCaml says: no such thing" in ocaml.run("configure", status=2).errors


def test_it_reads_as_the_other_reader_does(built: Project) -> None:
    """What both can read is the same to both: nothing is generated again, nothing compiled."""
    built.path("config.py").unlink()
    hello = 'Key.(create "hello" Arg.(opt string "Hello World!" (info ~doc:"How to say hello." [ "hello" ])))'
    registered = 'register "greeter" [ main ~keys:[ key hello ] "Unikernel.Hello" (job @-> job) $ noop ]'
    built.write("config.ml", f"open Mirage\nlet hello = {hello}\nlet () = {registered}\n")
    built.run("config_with=python")
    result = built.run("config_with=ocaml")
    assert "'-strict-sequence'" in str(result.processes)
    assert result.did("Generating", "Building") == []
    built.up_to_date("config_with=ocaml")
    assert built.run("config_with=python").did("Generating", "Building") == []


def test_a_null_build_starts_nothing_and_imports_nothing_of_it(ocaml: Project) -> None:
    ocaml.run("configure")
    result = ocaml.run("configure")
    assert result.processes == ()
    assert not [name for name in result.modules if name.startswith("mirage_scons.config_")]


def test_the_sconstruct_may_say_it_and_the_command_line_wins(ocaml: Project) -> None:
    ocaml.words = ()
    ocaml.write("SConstruct", SCONSTRUCT.replace('".")', '".", config_with="ocaml")'))
    ocaml.run("configure")
    assert "Hallo" in generated(ocaml)
    assert "a module as a value is not supported" in ocaml.run("config_with=python", status=2).errors
    ocaml.path("config.ml").rename(ocaml.path("conf.ml"))
    ocaml.write("SConstruct", SCONSTRUCT.replace('".")', '"conf.ml", config_with="ocaml")'))
    ocaml.run("configure")
    ocaml.write("SConstruct", SCONSTRUCT.replace('".")', '".", config_with="ocaml")'))
    ocaml.write("config.py", 'from mirage_scons.dsl import *\n\nregister("other", [noop])\n')
    errors = ocaml.run("configure", status=2).errors
    assert "SConstruct:5: config_with=ocaml is for a config.ml, and config.py is Python's\n  Leave it out." in errors
    ocaml.write("SConstruct", SCONSTRUCT)
    ocaml.run("configure", "config_with=ocaml")  # it is for each config.ml of a build, which may have others


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("ocmal", "config_with=ocmal: nothing called so reads a configuration\n  Did you mean ocaml?"),
        ("scheme", "config_with=scheme: nothing called so reads a configuration\n  One of python and ocaml."),
    ],
)
def test_an_unknown_reader_is_named_with_a_near_match(ocaml: Project, word: str, error: str) -> None:
    ocaml.words = ()
    assert error in ocaml.run(f"config_with={word}", status=2).errors


def test_an_error_of_ocaml_stops_with_the_line_and_a_mark(ocaml: Project) -> None:
    ocaml.replace("config.ml", "job @-> job", "time @-> job")
    errors = ocaml.run(status=2).errors
    assert "config.ml:27:108: OCaml says: This expression has type job impl but" in errors
    assert "$ noop ]\n" in errors
    assert "    ^^^^  Stop." in errors


def test_what_it_prints_is_shown_apart_and_once(ocaml: Project) -> None:
    with ocaml.path("config.ml").open("a") as config:
        config.write('let () = print_endline "{}"; prerr_endline "here I am"\n')
    result = ocaml.run("configure", "target=unix,hvt")
    assert result.errors.count("config.ml: warning: says: here I am") == 1
    assert result.errors.count("config.ml: warning: says: {}") == 1
    assert ocaml.run("configure", "target=unix,hvt").errors == ""


def test_inspection_runs_it_too_and_leaves_nothing_behind(ocaml: Project) -> None:
    assert ocaml.run("query=name").output == "greeter\n"
    assert "greeter" in ocaml.run("describe").output
    assert "digraph" in ocaml.run("graph").output
    assert "hello=" in ocaml.run("-h").output
    assert not ocaml.path("build").exists()


def running(project: Project) -> list[str]:
    """The processes that run in the directory of a project."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "cwd") == str(project.root):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue  # it has ended, or is another user's
    return found


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="where processes run is read from /proc")
@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_runs_on_when_scons_is_stopped(ocaml: Project, way: signal.Signals) -> None:
    with ocaml.path("config.ml").open("a") as config:
        config.write('let rec wait () = if not (Stdlib.Sys.file_exists "never") then wait ()\nlet () = wait ()\n')
    started = ocaml.start("configure")
    deadline = time.monotonic() + 60
    while not any("ocaml -noinit" in line for line in running(ocaml)):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(1)
    started.send_signal(way)
    started.wait(30)
    while running(ocaml):
        assert time.monotonic() < deadline, running(ocaml)
        time.sleep(0.1)


def test_without_ocaml_what_installs_it_is_said(ocaml: Project, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").symlink_to(shutil.which("git") or "")
    errors = ocaml.run("configure", status=2, environ={"PATH": str(tmp_path / "bin")}).errors
    assert "config_with=ocaml runs ocaml, which is not installed\n  On Debian: sudo apt-get install ocaml" in errors
