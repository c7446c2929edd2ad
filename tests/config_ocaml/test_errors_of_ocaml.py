"""What stops a configuration that OCaml runs: its own errors with their places, and what never ends."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from running import END, error_of, rendered, running, said

from mirage_scons.config_ocaml import process
from mirage_scons.model.errors import ConfigError

ERRORS = {
    "a type": (
        'let x : int = "a"',
        "1:15 OCaml says: This expression has type string but an expression was expected of type int",
    ),
    "a type of the language": (
        'open Mirage\nlet () = register "x" [ main "U.M" (time @-> job) $ noop ]',
        (
            "2:53 OCaml says: This expression has type job impl but an expression was expected of type time impl. "
            "Type job is not compatible with type time"
        ),
    ),
    "several lines": (
        'let f x =\n  x + 1\n\nlet y = List.map f\n  [ "é" ]',
        "5:5 OCaml says: This expression has type string but an expression was expected of type int",
    ),
    "an unknown value": (
        "let x = Mirage.qwertz",
        "1:9 OCaml says: Unbound value Mirage.qwertz",
    ),
    "a near match": (
        "let x = Mirage.generic_block_",
        "1:9 OCaml says: Unbound value Mirage.generic_block_\nDid you mean generic_block?",
    ),
    "an old release": (
        "let x = Mirage.generic_stackv4",
        "1:9 OCaml says: Unbound value Mirage.generic_stackv4\nIt is of MirageOS before 4.3: write generic_stackv4v6.",
    ),
    "another release": (
        "open Mirage\nlet x = runtime_arg",
        "2:9 OCaml says: Unbound value runtime_arg\nIt is of MirageOS 4.5 and later: write Key.create.",
    ),
    "an unknown module": (
        "let x = Qwertz.here",
        (
            "1:9 OCaml says: Unbound module Qwertz\n"
            "It is no module of MirageOS, and there is no qwertz.ml beside the configuration."
        ),
    ),
    "an unknown label": (
        "open Mirage\nlet x = rng ~tim:default_time ()",
        (
            "2:18 OCaml says: The function applied to this argument has type ?time:Mirage.time Mirage.impl -> "
            "?mclock:Mirage.mclock Mirage.impl -> Mirage.random Functoria.Impl.t. "
            "This argument cannot be applied with label ~tim"
        ),
    ),
    "syntax": ("let x = (1 + ]", "1:14 OCaml says: Syntax error"),
    "a string without end": ('let x = "abc', "2:56 OCaml says: String literal not terminated"),
    "a comment without end": ("let x = 1 (* no", "1:11 OCaml says: Comment not terminated"),
    "an end too many": ("let x = 1 end", "1:11 OCaml says: Syntax error"),
    "a directive": ('#require "fmt"', "1:1 OCaml says: Syntax error: 'end' expected"),
    "a failure": ('let f () = failwith "oops"\nlet x = 1 + f ()', "2:13 oops"),
    "an exception": ("exception Mine of int\nlet () = raise (Mine 3)", "2:10 exception Mine(3)"),
    "a standard exception": ("let x = List.find (fun x -> x > 3) [ 1; 2 ]", "1:9 exception Not_found"),
    "no input": ("let x = read_line ()", "1:9 exception End_of_file"),
    "recursion": (
        "let rec f x = 1 + f (x + 1)\nlet _ = f 0",
        "1:19 the configuration recurses too deeply\nLook at its recursion.",
    ),
    "exit": (
        "let () = if true then exit 3",
        "1:23 the configuration asks to exit, with status 3\nHave it end by itself.",
    ),
    "an end of the process": (
        "let () = Unix._exit 4",
        "1: OCaml has ended with exit status 4 while the configuration ran",
    ),
    "a crash": ("let () = print_string (Obj.magic 3)", "1: OCaml was killed by signal 11 while the configuration ran"),
    "the model": (
        'let p = List.map Mirage.package [ "a"; "bar.sub" ]',
        '1:9 package name "bar.sub" is invalid\nIt holds letters, digits, - and _; libraries go into libs or sublibs.',
    ),
    "the model, though all is caught": (
        'let p = try Some (Mirage.package "bar.sub") with _ -> None',
        '1:18 package name "bar.sub" is invalid\nIt holds letters, digits, - and _; libraries go into libs or sublibs.',
    ),
    "two registrations": (
        f"open Mirage{END}let x = 1",
        "4:18 register is called a second time\nThe first is config.ml:2:18; a config registers one.",
    ),
    "a release": (
        "(* mirage < 4 *)",
        (
            "1: this configuration is for mirage < 4, and what is generated is that of 4.4.2\n"
            "Use an older mirage_scons, or change the first line."
        ),
    ),
    "a library": (
        "let x = 1\nlet y = Uri.of_string",
        (
            "2:9 the library uri is not installed\n"
            "On Debian: sudo apt-get install liburi-ocaml-dev; with opam: opam install uri"
        ),
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_has_its_place(name: str) -> None:
    source, error = ERRORS[name]
    found = error_of(source + END, environ={"OCAMLFIND_IGNORE_DUPS_IN": ""})
    assert found.replace(found[found.find("/") : found.rfind("/") + 1] if "/" in found else "\0", "") == error


def test_a_configuration_that_registers_nothing_is_refused() -> None:
    assert error_of("let x = 1") == '1: registers no unikernel\nEnd with let () = register "NAME" [ JOB ].'


def test_an_error_beside_the_configuration_is_of_that_file() -> None:
    found = error_of("let x = Other.y" + END, {"other.ml": "let y =\n  1 + true"})
    assert found == "other.ml:2:7 OCaml says: This expression has type bool but an expression was expected of type int"
    circle = error_of("let x = A.z" + END, {"a.ml": "let z = B.x", "b.ml": "let x = A.z"})
    assert circle == "a.ml:1: modules beside the configuration name each other: A names B names A"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("let rec f x = f (x + 1)\nlet () = f 0", "1:15"),
        ("let rec f x = try f (x + 1) with _ -> f 0\nlet () = f 0", "1:"),
        ('let () = while true do print_endline "still here" done', "1:24"),
        ("let () = Unix.sleep 30", "1:10"),
        ("let rec f kept = f (String.make 10_000_000 'x' :: kept)\nlet () = f []", "1:"),
    ],
)
def test_what_does_not_end_is_ended(source: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SECONDS", 1.5)
    started = time.monotonic()
    found = error_of(source + END)
    assert time.monotonic() - started < process.STARTING
    assert found.startswith(place), found
    ended = "the configuration does not end: it has run for 1.5 seconds\nLook at its loops, its recursion, and the"
    assert ended in found or "Out of memory" in found


def test_a_function_that_does_not_end_is_ended_and_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    source = """open Mirage
let rec forever () = forever ()
let device = impl ~connect:(fun _ _ _ -> forever ()) "Device" job
let () = register "test" [ main ~extra_deps:[ dep device ] "Unikernel.Main" (job @-> job) $ noop ]
"""
    with running(source) as configuration:
        monkeypatch.setattr(process, "SECONDS", 0.5)
        for target in ("unix", "hvt"):
            with pytest.raises(ConfigError, match=r"does not end: it has run for 0\.5 seconds") as caught:
                rendered(configuration, target)
            assert said(caught.value).startswith("2:22 ")


def test_without_ocaml_it_is_said_what_installs_it(tmp_path: Path) -> None:
    found = error_of(END, environ={"PATH": str(tmp_path)})
    assert found == (
        "config_with=ocaml runs ocaml, which is not installed\n"
        "On Debian: sudo apt-get install ocaml; or leave config_with=ocaml out."
    )


def test_without_findlib_it_is_said_what_installs_it(tmp_path: Path) -> None:
    for name in ("ocaml", "ocamlc", "ocamldep", "ocamlrun"):
        real = shutil.which(name)
        assert real is not None
        (tmp_path / name).symlink_to(real)
    assert error_of("let x = Fmt.str" + END, environ={"PATH": str(tmp_path)}) == (
        "1:9 the library fmt is looked for with ocamlfind, which is not installed\n"
        "On Debian: sudo apt-get install ocaml-findlib"
    )
