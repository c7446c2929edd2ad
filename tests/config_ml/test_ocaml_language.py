"""What a configuration in OCaml makes of the model: keys, values, devices of its own, several files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reading import END, configuration, error_of

from mirage_scons.config_ml.reader import read
from mirage_scons.model.errors import ConfigError
from mirage_scons.plan.plan import Plan, make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import Files, render


def plan(source: str, target: str = "unix", **given: str) -> Plan:
    """The plan of a configuration, with words for its keys."""
    words = {name.replace("_", "-"): [word] for name, word in given.items()}
    return make(configuration(source).unikernel, target, R4_4, words, {}, Path("/"))


def rendered(source: str, target: str = "unix", **given: str) -> Files:
    """The files of a configuration."""
    return render(plan(source, target, **given))


def job(definitions: str, arguments: str = "") -> str:
    """A configuration of ``definitions``, which give ``unikernel``, applied to noop."""
    return f'open Mirage\n{definitions}\nlet () = register {arguments} "test" [ unikernel $ noop ]\n'


OWN = """
let seed = Key.(create "seed" Arg.(opt (some string) None (info [ "seed" ])))
let connect _ modname = function
  | [ _; stack ] -> Fmt.str "%s.connect ~seed:%a %s" modname Key.serialize_call (Key.v seed) stack
  | _ -> assert false
type own = Own
let own = typ Own
let device = impl ~keys:[ key seed ] ~packages:[ package "own" ] ~connect "Own.Make" (time @-> stackv4v6 @-> own)
let () =
  register "test"
    [ main "Unikernel.Main" (own @-> job)
      $ (device $ default_time $ generic_stackv4v6 default_network) ]
"""


def test_a_connect_function_is_evaluated_to_ocaml() -> None:
    text = rendered(f"open Mirage\n{OWN}").target["main.ml"]
    assert "Own.Make(Unix_os.Time)(Tcpip_stack_socket.V4V6)" in text.replace(" ", "")
    assert ".connect ~seed:(Key_gen.seed ()) _tcpip_stack_socket_v4v6__" in text


def test_a_connect_function_that_gives_no_string_is_an_error_of_its_place() -> None:
    source = 'let unikernel = impl ~connect:(fun _ _ _ -> 1) "U" (job @-> job)'
    with pytest.raises(ConfigError, match="connect gives an int, where a string is wanted") as caught:
        rendered(job(source))
    assert caught.value.where is not None
    assert (caught.value.where.line, caught.value.where.column) == (2, 45)


def test_two_types_of_one_declaration_are_the_same() -> None:
    source = """
type a = A
let maker = main "Maker" (typ A)
let unikernel = main ~extra_deps:[ dep noop ] "U" (typ A @-> job @-> job) $ maker
"""
    assert plan(job(source)).name == "test"


def test_two_types_of_two_declarations_are_not() -> None:
    source = 'type a = A\ntype b = B\nlet unikernel = main "U" (typ A @-> job @-> job) $ main "M" (typ B)'
    assert error_of(job(source)).startswith("4:17 argument 1 of U is a b, where a a is wanted")


def test_a_polymorphic_tcp_fits_where_one_is_wanted() -> None:
    source = """
let own_tcp ip = main "Own.Tcp" (ipv4v6 @-> tcp) $ ip
let unikernel = main "U" (tcpv4v6 @-> job @-> job)
let unikernel =
  let ethernet = etif default_network in
  let ipv4 = create_ipv4 ethernet (arp ethernet) and ipv6 = create_ipv6 default_network ethernet in
  unikernel $ own_tcp (create_ipv4v6 ipv4 ipv6)
"""
    assert "Own.Tcp(" in rendered(job(source), "hvt").target["main.ml"].replace(" ", "")


KINDS = """
let k make name = Key.create name (make (Key.Arg.info [ name ] ~doc:"It." ~docs:"HERE" ~docv:"IT"))
let keys = [
  key (k Key.Arg.(opt int 3) "number");
  key (k Key.Arg.(opt ~stage:`Run (list ~sep:';' (pair ~sep:':' string bool)) [ ("a", true) ]) "pairs");
  key (k Key.Arg.(opt (some ip_address) (Some (Ipaddr.of_string_exn "::1"))) "address");
  key (k Key.Arg.(opt ipv4 (Ipaddr.V4.Prefix.of_string_exn "10.0.0.1/8")) "prefix");
  key (k Key.Arg.(opt int64 Int64.(mul 2L 3L)) "long");
  key (k Key.Arg.(required string) "wanted");
  key (k Key.Arg.(flag ~stage:`Configure) "flag");
  key (k Key.Arg.(opt_all string) "many");
]
let unikernel = main ~keys "U" (job @-> job)
"""


def test_keys_of_all_kinds_have_their_types_and_defaults() -> None:
    keys = {key.name: key for key in plan(job(KINDS)).keys}
    assert keys["number"].arg.default == 3
    assert keys["pairs"].arg.default == (("a", True),)
    assert keys["pairs"].arg.stage == "run"
    assert keys["pairs"].converter.runtime == (
        "(Cmdliner.Arg.list ~sep:'\\x3b' (Cmdliner.Arg.pair ~sep:'\\x3a' Cmdliner.Arg.string Cmdliner.Arg.bool))"
    )
    assert keys["address"].arg.default == "::1"
    assert keys["prefix"].arg.default == "10.0.0.1/8"
    assert keys["long"].arg.default == 6
    assert (keys["wanted"].arg.kind, keys["flag"].arg.kind, keys["many"].arg.kind) == ("required", "flag", "opt_all")
    assert (keys["number"].doc, keys["number"].docs, keys["number"].docv) == ("It.", "HERE", "IT")


CONVERTER = """
type tls = No | Local of string
let to_string = function No -> "no" | Local name -> name
let converter =
  Key.Arg.conv ~runtime_conv:"Own.tls"
    ~conv:(Cmdliner.Arg.conv
      ((function "no" -> Ok No | "" -> Error (`Msg "a name is expected") | name -> Ok (Local name)),
       Fmt.(using to_string string)))
    ~serialize:(fun ppf -> function No -> Fmt.pf ppf "`No" | Local name -> Format.fprintf ppf "(`Local %S)" name)
let tls = Key.(create "tls" Arg.(opt ~stage:`Configure converter No (info [ "tls" ])))
let device = match_impl (Key.value tls) ~default:default_time [ (Local "here", main "Here" time) ]
let unikernel = main ~keys:[ key tls ] "U" (time @-> job @-> job) $ device
"""


@pytest.mark.parametrize(
    ("word", "literal", "module"),
    [("no", "`No", "Unix_os.Time"), ("here", '(`Local "here")', "Here"), ("x", '(`Local "x")', "Unix_os.Time")],
)
def test_a_converter_of_its_own_reads_shows_and_chooses(word: str, literal: str, module: str) -> None:
    files = rendered(job(CONVERTER), tls=word).target
    assert f"let tls () = {literal}" in files["key_gen.ml"]
    assert f"U.Make({module})" in files["main.ml"].replace("U(", "U.Make(").replace(" ", "")


def test_what_a_converter_refuses_is_an_error_with_its_words() -> None:
    with pytest.raises(ConfigError, match='invalid value "", a name is expected'):
        plan(job(CONVERTER), tls="")


VALUES = """
let small = Key.(create "small" Arg.(flag ~stage:`Configure (info [ "small" ])))
let which = Key.(map (fun small -> if small then "tiny" else "large") (value small))
let packages_v = Key.(map (fun name -> [ package name ]) which)
let both = Key.(pure (fun small target -> small && target = `Hvt) $ value small $ value target)
let device = if_impl both (main "Both" time) default_time
let other = match_impl Key.(match_ (value target) (function `Unix | `MacOSX -> `Sys | _ -> `Own))
  ~default:default_time [ (`Own, main "Other" time) ]
let unikernel = main ~keys:[ key small ] ~packages_v "U" (time @-> time @-> job @-> job) $ device $ other
"""


@pytest.mark.parametrize(
    ("target", "small", "package", "modules"),
    [
        ("unix", "false", "large", "U(Unix_os.Time)(Unix_os.Time)(Unit)"),
        ("hvt", "false", "large", "U(Solo5_os.Time)(Other)(Unit)"),
        ("hvt", "true", "tiny", "U(Both)(Other)(Unit)"),
    ],
)
def test_values_of_keys_choose_devices_and_packages(target: str, small: str, package: str, modules: str) -> None:
    planned = plan(job(VALUES), target, small=small)
    assert package in {one.name for one in planned.packages}
    assert modules in render(planned).target["main.ml"].replace(" ", "")


def test_an_alias_sets_other_keys() -> None:
    source = """
let port = Key.(create "port" Arg.(opt int 80 (info [ "port" ])))
let secure = Key.(alias "secure" Alias.(add port (fun on -> if on then Some 443 else None) (flag (Arg.info [ "s" ]))))
let unikernel = main ~keys:[ key port; key secure ] "U" (job @-> job)
"""
    assert plan(job(source), secure="true").context["port"] == 443


BRINGS = """
let unikernel =
  impl "U" (job @-> job)
    ~dune:(fun info -> [ Dune.stanza "(rule (targets x))"; Dune.stanzaf "; for %s" (Info.name info) ])
    ~files:(fun _ -> [ Fpath.v "x" ])
    ~install:(fun _ -> Functoria.Install.v ~etc:[ Fpath.(v "data" / "x") ] ())
    ~configure:(fun _ ->
      Action.(seq [ write_file (Fpath.v "a.ml") "let a = 1\\n";
        with_output ~path:(Fpath.v "b.ml") ~purpose:"b" (fun ppf -> Fmt.pf ppf "let b = %d@." 2) ]))
"""


def test_a_device_brings_stanzas_files_and_installations() -> None:
    files = rendered(job(BRINGS))
    dune = files.workspace["dune"]
    assert "(rule (targets x))" in dune.replace("\n ", " ")
    assert "; for test" in dune
    assert files.install.etc == ("data/x",)
    assert files.target["a.ml"] == "let a = 1\n"
    assert files.target["b.ml"] == "let b = 2\n"


def test_arguments_of_register_reach_the_unikernel() -> None:
    source = job(
        'let unikernel = main "U" (job @-> job)',
        '~argv:no_argv ~reporter:(default_reporter ~level:(Some Logs.Debug) ()) ~src:(`Some "git+https://x") '
        '~packages:[ package ~scope:`Switch ~build:true ~pin:"https://y" "p" ] ~keys:[ Key.(v (kv_ro ~group:"g" ())) ]',
    )
    unikernel = configuration(source).unikernel
    assert unikernel.src == "git+https://x"
    assert [key.name for key in unikernel.keys] == ["g-kv_ro"]
    (package,) = unikernel.packages
    assert (package.scope, package.build, package.pin) == ("switch", True, ("p.dev", "https://y"))
    assert "set_level ~default:(Some Logs.Debug)" in rendered(source).target["main.ml"]


STACKS = """
let config = { network = Ipaddr.V4.Prefix.of_string_exn "10.1.2.3/16"; gateway = Some Ipaddr.V4.localhost }
let stack = static_ipv4v6_stack ~group:"g" ~ipv4_config:config ~arp:(fun ethernet -> arp ethernet) default_network
let log = syslog_udp ~config:(syslog_config ~port:1 ~server:(Ipaddr.V4 Ipaddr.V4.localhost) "me") stack
let unikernel = main "U" (stackv4v6 @-> syslog @-> job @-> job) $ stack $ log
"""


def test_records_of_configuration_become_defaults_of_keys() -> None:
    defaults: dict[str, Any] = {key.name: key.arg.default for key in plan(job(STACKS), "hvt").keys}
    assert defaults["g-ipv4"] == "10.1.2.3/16"
    assert defaults["g-ipv4-gateway"] == "127.0.0.1"
    assert (defaults["syslog"], defaults["syslog-port"], defaults["syslog-hostname"]) == ("127.0.0.1", 1, "me")


def test_a_module_beside_it_is_read_and_is_an_input(tmp_path: Path) -> None:
    (tmp_path / "config.ml").write_text(f"open Parts\nlet () = assert (Parts.x = x && More.y = 3){END}")
    (tmp_path / "parts.ml").write_text("let x = More.y - 1")
    (tmp_path / "more.ml").write_text("let y = 3")
    (tmp_path / "unused.ml").write_text("let z = (")
    inputs = read(tmp_path / "config.ml").inputs
    assert [path.name for path in inputs] == ["config.ml", "more.ml", "parts.ml"]


def test_an_error_in_a_module_beside_it_names_that_file() -> None:
    with pytest.raises(ConfigError, match=r"parts\.ml:2:9: unbound value y"):
        configuration(f"open Parts{END}", {"parts.ml": "let x = 1\nlet z = y\n"})


def test_modules_that_name_each_other_end() -> None:
    assert error_of(f"open A{END}", {"a.ml": "open B", "b.ml": "open A"}).startswith("1:6 unbound module A")


def test_environment_variables_that_it_asks_for_are_inputs() -> None:
    source = 'let () = match Sys.getenv_opt "HERE", Sys.getenv_opt "GONE" with Some "x", None -> () | _ -> assert false'
    read_ = configuration(source + END, environ={"HERE": "x", "OTHER": "y"})
    assert read_.environ == {"HERE": "x", "GONE": None}


def test_what_it_prints_is_a_warning_with_its_line() -> None:
    source = 'let () = print_endline "one"\nlet () = Logs.warn (fun m -> m "%s %d" "two" 3)\nlet () = Fmt.pr "four@."'
    warnings = configuration(source + END).warnings
    assert [warning.partition("config.ml:")[2] for warning in warnings] == [
        "1:10: warning: says: one",
        "2:30: warning: says: two 3",
        "3:10: warning: says: four",
    ]


def test_deprecated_devices_are_warned_of_at_their_line() -> None:
    source = 'open Mirage\nlet c = default_console\nlet kv = archive (block_of_file "x")'
    (warning,) = configuration(source + END).warnings
    assert warning.endswith("config.ml:3:10: warning: archive is deprecated: write tar_kv_ro")


@pytest.mark.parametrize("first", ["(* mirage >= 4.4 & < 5 *)", "(* mirage *)", "(* for mirage *)", ""])
def test_the_first_line_may_ask_for_this_release(first: str) -> None:
    assert configuration(first + END).unikernel.name == "test"


@pytest.mark.parametrize("first", ["(* mirage >= 4.5 *)", "(* mirage < 4.0 *) (* x *)", "(* mirage > 4.0 *)"])
def test_the_first_line_may_not_ask_for_another(first: str) -> None:
    with pytest.raises(ConfigError):
        configuration(first + END)


def test_bytes_that_are_no_text_are_kept() -> None:
    source = 'open Mirage\nlet k = Key.(create "k" Arg.(opt string "\\xff\\195\\169" (info [ "k" ])))\n'
    files = rendered(source + 'let () = register "t" [ main ~keys:[ key k ] "U" (job @-> job) $ noop ]')
    assert '"\\255\\195\\169"' in files.target["key_gen.ml"]


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read"):
        read(tmp_path / "config.ml")
