"""What a configuration that OCaml runs reads, asks and says: its inputs, the libraries that it names, its output."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import END, error_of, rendered, running, says

from mirage_scons import config_ocaml
from mirage_scons.config_ml.mirage.devices import MIRAGE
from mirage_scons.config_ml.mirage.functoria import CALLING, PURE
from mirage_scons.config_ml.mirage.keys import KEY
from mirage_scons.config_ocaml import process
from mirage_scons.config_ocaml.process import Process

LIBRARY = Path(config_ocaml.__file__).parent / "library"


def test_what_is_asked_of_the_environment_is_known() -> None:
    source = """let one = Sys.getenv "ONE" and two = Stdlib.Sys.getenv_opt "TWO" and three = Unix.getenv "THREE"
let () = try ignore (Sys.getenv "FOUR") with Not_found -> print_endline (one ^ three)
"""
    with running(source + END, environ={"ONE": "1", "THREE": "3", "FIVE": "5"}) as configuration:
        asked = {name: value for name, value in configuration.environ.items() if not name.startswith(("OCAML", "CAML"))}
    assert asked == {"ONE": "1", "TWO": None, "THREE": "3", "FOUR": None}
    assert [line.rpartition(" ")[2] for line in configuration.warnings] == ["13"]


def test_files_that_are_read_are_inputs_also_by_functions_while_the_plan_is_made() -> None:
    source = """open Mirage
let first = let channel = open_in "first.txt" in let line = input_line channel in close_in channel; line
let there = Sys.file_exists "second.txt"
let connect _ _ _ =
  let channel = Stdlib.open_in_bin "third.txt" in
  let line = input_line channel in
  close_in channel; line
let device = impl ~connect "Device" job
let () = register first [ main ~extra_deps:[ dep device ] "Unikernel.Main" (job @-> job) $ noop ]
"""
    with running(source, {"first.txt": "name\n", "third.txt": "a third\n"}) as configuration:
        assert {path.name for path in configuration.inputs} == {"config.ml", "first.txt", "second.txt"}
        assert "a third" in rendered(configuration).target["main.ml"]
        assert {path.name for path in configuration.inputs} == {"config.ml", "first.txt", "second.txt", "third.txt"}
        assert all(path.is_absolute() for path in configuration.inputs)
    assert configuration.unikernel.name == "name"


def test_modules_beside_it_are_read_with_their_interfaces() -> None:
    beside = {
        "names.ml": "let hidden = 1\nlet first = Words.all",
        "names.mli": "val first : string",
        "words.ml": 'let all = "from words"',
        "list.ml": "let mistaken = 1",
        "fmt.ml": "let mistaken = 1",
    }
    source = "let () = print_endline (List.hd [ Names.first ])"
    assert says(source, beside) == ["from words"]
    with running(source + END, beside) as configuration:
        names = sorted(path.name for path in configuration.inputs)
    assert names == ["config.ml", "names.ml", "names.mli", "words.ml"]
    assert error_of("let x = Names.hidden" + END, beside) == "1:9 OCaml says: Unbound value Names.hidden"


def test_libraries_that_it_names_are_there_and_tools_that_read_it() -> None:
    source = """let bananas = Str.global_replace (Str.regexp "a") "b" "banana"
let () = Fmt.pr "%a %s@." Ipaddr.V4.pp Ipaddr.V4.localhost bananas
let prefix = Ipaddr.V4.Prefix.of_string_exn "10.1.0.2/16"
let stack = Mirage.(static_ipv4v6_stack ~ipv4_config:{ network = prefix; gateway = None } default_network)
let reporter = Mirage.default_reporter ~level:(Some Logs.Debug) ()
"""
    with running(source + END) as configuration:
        pass
    assert [line.partition("says: ")[2] for line in configuration.warnings] == ["127.0.0.1 bbnbnb"]
    tools = {Path(tool).name for tool in configuration.tools}
    assert {"ocaml", "fmt.cma", "ipaddr.cma", "str.cma", "logs.cma"} <= tools
    assert "bos.cma" not in tools


def test_a_library_that_it_does_not_name_need_not_be_there(tmp_path: Path) -> None:
    only_ocaml = {"OCAMLPATH": str(tmp_path), "OCAMLFIND_CONF": str(tmp_path / "none")}
    source = "let reporter = Mirage.default_reporter ~level:(Some Debug) ()"
    with running(source + END, environ=only_ocaml) as configuration:
        assert [Path(tool).name for tool in configuration.tools] == ["ocaml"]


def test_what_it_prints_is_a_warning_a_line() -> None:
    source = """let () = print_endline "one"; Format.printf "two@."; prerr_string "four"
let () = at_exit (fun () -> print_string "three")
let () = print_string "{\\"is\\":null}\\n"
"""
    assert says(source) == ["one", "two", '{"is":null}', "three", "four"]


@pytest.mark.parametrize("kind", ["fpath", "bos"])
def test_paths_and_commands_of_libraries(kind: str) -> None:
    if subprocess.run(["ocamlfind", "query", kind], capture_output=True, check=False).returncode:
        pytest.skip(f"{kind} is not installed")
    source = {
        "fpath": """open Mirage
let configure info =
  let open Action.Syntax in
  let* () = Action.write_file (Fpath.v "first.ml") (Printf.sprintf "let name = %S" (Info.name info)) in
  let* text = Action.read_file (Fpath.v "given.txt") in
  let* is_there = Action.is_file (Fpath.v "first.ml") in
  let* size = Action.size_of (Fpath.v "first.ml") in
  let size = Option.value ~default:0 size in
  let print ppf = Format.fprintf ppf "let text = %S and there = %b and size = %d" text is_there size in
  Action.with_output ~path:(Fpath.v "second.ml") ~purpose:"test" print
let install _ = Functoria.Install.v ~etc:[ Fpath.v "first.ml" ] ()
let device = impl ~configure ~files:(fun _ -> [ Fpath.(v "third" + "ml") ]) ~install "Device" job
""",
        "bos": """open Mirage
let said = Bos.(OS.Cmd.(run_out Cmd.(v "echo" % "said") |> to_string)) |> Rresult.R.failwith_error_msg
let variable = Bos.OS.Env.opt_var "ASKED" ~absent:"none"
let text = Bos.OS.File.read (Fpath.v "given.txt") |> Rresult.R.failwith_error_msg
let configure _ =
  let open Action.Infix in
  Action.run_cmd_out Bos.Cmd.(v "echo" % "of $HOME") >>= fun line ->
  Action.write_file (Fpath.v "first.ml") (String.concat "|" [ said; variable; String.trim text; line ])
let device = impl ~configure "Device" job
""",
    }[kind]
    end = 'let () = register "test" [ main ~extra_deps:[ dep device ] "Unikernel.Main" (job @-> job) $ noop ]\n'
    with running(source + end, {"given.txt": "given\n"}, {"ASKED": "yes"}) as configuration:
        found = rendered(configuration)
        assert {path.name for path in configuration.inputs} == {"config.ml", "given.txt"}
    if kind == "fpath":
        assert found.target["first.ml"] == 'let name = "test"'
        assert found.target["second.ml"] == 'let text = "given\\n" and there = true and size = 17'
        assert found.modules == ("first.ml", "second.ml", "third.ml")
        assert found.install.etc == ("first.ml",)
    else:
        assert found.target["first.ml"] == "said|yes|given|of $HOME"
        assert configuration.environ["ASKED"] == "yes"


def labels(interface: str, name: str) -> list[str]:
    """The labels of a function's arguments in an interface of OCaml, in order."""
    ends = r"(?=\n *(?:val|type|module|end)\b)"
    match = re.search(rf"\n *val (?:\( )?{re.escape(name)}(?: \))? :((?:.|\n)*?){ends}", interface)
    assert match is not None, f"{name} is missing"
    return re.findall(r"(\??\w+):(?!:)", re.sub(r"\[[^]]*\]|\{[^}]*\}", "", match[1]))


def test_ocaml_has_all_that_the_table_of_the_language_has_with_the_same_labels() -> None:
    devices, language = (LIBRARY / "mirage.mli").read_text(), (LIBRARY / "functoria.mli").read_text()
    keys, dsl = language[language.index("module Key") :], language[language.index("module DSL") :]
    functions = [(name, value) for name, value in MIRAGE.values.items() if hasattr(value, "parameters")]
    assert len(functions) > 60
    for name, function in functions:
        wanted = [f"{'?' if one.optional else ''}{one.label}" for one in function.parameters if one.label]
        found = labels(dsl if name in {**PURE, **CALLING} else devices, name)
        assert sorted(found) == sorted(wanted), name
    assert [name for name in MIRAGE.values if not is_there(name, devices + dsl)] == ["icmpv4", "ip"]  # our own
    assert [name for name in KEY.values if not is_there(name, keys + devices)] == []


def is_there(name: str, interface: str) -> bool:
    """Whether an interface has a value called so."""
    return re.search(rf"val (\( )?{re.escape(name)}( \))? :", interface) is not None


def test_a_process_that_ends_by_itself_is_told_from_one_that_is_slow(tmp_path: Path) -> None:
    answering = (
        "import os, sys; there, back = map(int, sys.argv[1:]); os.write(back, os.read(there, 99)[:-1] + b' back\\n')"
    )
    saying = "print('printed'); print('wrong', file=sys.stderr); sys.exit(3)"
    started = Process([sys.executable, "-c", f"{answering}; {saying}"], [], tmp_path, {})
    started.send(b"there and")
    assert started.receive(time.monotonic() + 60) == b"there and back"
    assert started.receive(time.monotonic() + 60) is None
    assert started.finish() == 3
    assert (bytes(started.printed), bytes(started.errors)) == (b"printed\n", b"wrong\n")
    started.kill()
    slow = Process(["sh", "-c", "trap '' INT; sleep 30", "sh"], [], tmp_path, {"PATH": "/usr/bin:/bin"})
    with pytest.raises(TimeoutError):
        slow.receive(0)
    with pytest.raises(TimeoutError):
        slow.receive(slow.interrupt() - process.GRACE)
    slow.kill()
    with pytest.raises(OSError, match="nothing"):
        Process([str(tmp_path / "nothing")], [], tmp_path, {})
