"""Libraries of opam that configurations use: what they give, and what of them is not to be had."""

from __future__ import annotations

import pytest
from reading import END, configuration, error_of, says

from mirage_scons.config_ml.evaluate.environment import Later, Module
from mirage_scons.config_ml.evaluate.functions import Native
from mirage_scons.config_ml.modules import MODULES

GIVES = {
    'Astring.String.(concat ~sep:"|" (cuts ~empty:false ~sep:"," "a,b,,c"))': "a|b|c",
    'match Astring.String.cut ~rev:true ~sep:"=" "k=v=w" with Some (k, v) -> v ^ k | None -> "no"': "wk=v",
    'Astring.String.(concat ~sep:"+" (fields (trim "  a  b ")))': "a+b",
    'let open Astring in String.Ascii.uppercase (strf "%b" (String.is_prefix ~affix:"ab" "abc"))': "TRUE",
    'match Rresult.(R.ok 1 >>= fun x -> R.error_msgf "bad %d" x) with Ok _ -> "ok" | Error (`Msg m) -> m': "bad 1",
    'Rresult.R.failwith_error_msg (Ok "fine")': "fine",
    'Bos.OS.Env.opt_var "NOT_THERE" ~absent:"gone"': "gone",
    'match Bos.OS.Env.req_var "HERE" with Ok found -> found | Error _ -> "no"': "x",
    'Bos.Cmd.(to_string (v "dd" % "if=a" %% v "of=b"))': "dd if=a of=b",
    "Ipaddr.V4.Prefix.(to_string loopback)": "127.0.0.0/8",
    "string_of_bool Ipaddr.V4.(Prefix.mem localhost Prefix.loopback)": "true",
    'Ipaddr.V4.(to_string Prefix.(broadcast (of_string_exn "10.1.2.3/16")))': "10.1.255.255",
    "string_of_bool Ipaddr.V4.Prefix.(subset ~subset:private_10 ~network:global)": "true",
}


@pytest.mark.parametrize("expression", GIVES)
def test_it_gives_what_the_library_gives(expression: str) -> None:
    (warning,) = configuration(f"let () = print_endline ({expression}){END}", environ={"HERE": "x"}).warnings
    assert warning.partition("says: ")[2] == GIVES[expression]


def test_a_variable_that_bos_asks_for_is_an_input() -> None:
    asked = configuration(f'let _ = Bos.OS.Env.var "HERE"{END}', environ={"HERE": "x"}).environ
    assert asked == {"HERE": "x"}


@pytest.mark.parametrize("function", ["File.read", "File.exists", "Dir.current", "Cmd.run", "Path.stat"])
def test_what_reaches_out_is_named_with_its_place(function: str) -> None:
    said = error_of(f'let x = Bos.OS.{function} (Fpath.v "x")')
    assert said.startswith(f"1:9 Bos.OS.{function} is not supported")


def test_an_open_library_takes_the_place_of_the_standard_one() -> None:
    assert says('open Astring\nlet () = print_endline (String.concat ~sep:"-" [ "a"; "b" ])') == ["a-b"]
    assert error_of('let x = String.concat ~sep:"-" [ "a" ]').startswith("1:23 String.concat has no argument")


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_module_loads_and_knows_what_its_functions_take(name: str) -> None:
    module = MODULES[name]
    module = module.load() if isinstance(module, Later) else module
    assert isinstance(module, Module)
    functions = [value for value in module.values.values() if isinstance(value, Native)]
    assert all(isinstance(function.parameters, tuple) for function in functions)
    assert module.values or module.modules
