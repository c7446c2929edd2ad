"""Functions, values and converters of a configuration stay OCaml's: they are run there while the plan is made."""

from __future__ import annotations

import pytest
from running import END, error_of, generated, rendered, running, says

from mirage_scons.model.errors import ConfigError

DEVICE = """open Mirage
let who = Key.(create "who" Arg.(opt string "you" (info [ "who" ])))
let device ?connect ?dune ?files ?packages_v () =
  impl ?connect ?dune ?files ?packages_v ~keys:[ key who ] "Device" job
let registered device = register "test" [ main ~extra_deps:[ dep device ] "Unikernel.Main" (job @-> job) $ noop ]
"""


def device(arguments: str) -> str:
    """A configuration with a device that brings something."""
    return f"{DEVICE}let () = registered (device {arguments} ())\n"


def test_connect_is_told_the_module_its_arguments_and_the_values_of_keys() -> None:
    connect = """~connect:(fun info name args ->
        Printf.sprintf "%s.of_%s %S %d %S" name (Info.name info) (Info.get info who) (List.length args)
          (String.concat "," (List.map Package.name (Info.packages info))))"""
    found = generated("module Package = Functoria.Package\n" + device(connect), who="all of \\195\\169").target
    assert 'Device.of_test "all of \\\\195\\\\169" 0 "' in found["main.ml"]
    assert "lwt,mirage" in found["main.ml"]


def test_stanzas_and_packages_are_functions_of_keys() -> None:
    packages = "~packages_v:(Key.map (fun who -> [ package who; package (who ^ who) ]) (Key.value who))"
    dune = '~dune:(fun info -> [ Dune.stanzaf "(rule (copy %s %s))" (Info.get info who) "b" ])'
    found = generated(device(f"{packages} {dune}"), who="fmt").workspace["dune"]
    assert "(rule (copy fmt b))" in found
    assert "fmtfmt" in found


def test_one_process_serves_several_targets() -> None:
    source = device("~connect:(fun info _ _ -> Fmt_target.of_key (Info.get info Key.target))")
    helper = 'let of_key = function `Unix -> "a process" | `Xen | `Qubes -> "xen" | _ -> "solo5"\n'
    with running(source, {"fmt_target.ml": helper}) as configuration:
        texts = [rendered(configuration, target).target["main.ml"] for target in ("unix", "hvt", "qubes")]
    assert [word for text in texts for word in ("a process", "xen", "solo5") if word in text] == [
        "a process",
        "solo5",
        "xen",
    ]


CHOICE = """open Mirage
type level = Low of int | High
let n = Key.(create "n" Arg.(opt int 3 (info [ "n" ])))
let level = Key.(pure (fun n tls -> if tls then High else Low n) $ value n $ is_xen)
let device name = impl name job
let chosen = match_impl level ~default:(device "Other") [ (Low 3, device "Three"); (High, device "Hypervisor") ]
let also = if_impl Key.(match_ (value n) (fun n -> n > 10)) (device "Many") (device "Few")
let () = register "test" [ main ~extra_deps:[ dep chosen; dep also ] "Unikernel.Main" (job @-> job) $ noop ]
"""


@pytest.mark.parametrize(
    ("target", "n", "modules"),
    [
        ("unix", "3", ["three", "few"]),
        ("unix", "4", ["other", "few"]),
        ("xen", "4", ["hypervisor", "few"]),
        ("hvt", "11", ["other", "many"]),
    ],
)
def test_a_constant_of_any_type_is_compared_by_ocaml(target: str, n: str, modules: list[str]) -> None:
    text = generated(CHOICE, target, n=n).target["main.ml"]
    assert [name for name in ("three", "other", "hypervisor", "few", "many") if f"let {name}__" in text] == modules


CONVERTER = """open Mirage
type colour = Red | Green of string
let parse = function
  | "red" -> Ok Red
  | word when String.length word > 3 -> Ok (Green word)
  | word -> Error (`Msg (Printf.sprintf "%S is no colour" word))
let print ppf = function Red -> Format.pp_print_string ppf "red" | Green shade -> Format.pp_print_string ppf shade
let serialize ppf = function Red -> Format.pp_print_string ppf "Colour.Red" | Green s -> Format.fprintf ppf "(G %S)" s
let colour = Key.Arg.conv ~conv:(Cmdliner.Arg.conv (parse, print)) ~serialize ~runtime_conv:"Colour.conv"
let paint = Key.(create "paint" Arg.(opt colour Red (info [ "paint" ])))
let paints = Key.(create "paints" Arg.(opt ~stage:`Configure (list ~sep:';' colour) [ Red ] (info [ "paints" ])))
let green = impl "Green" job
let chosen = match_impl (Key.value paint) ~default:noop [ (Green "olive", green) ]
let () =
  register "test" ~keys:[ key paint; key paints ]
    [ main ~extra_deps:[ dep chosen ] "Unikernel.Main" (job @-> job) $ noop ]
"""


def test_values_of_a_converter_are_kept_by_ocaml() -> None:
    found = generated(CONVERTER, paint="olive", paints="red;jade").target
    assert '[Colour.Red; (G "jade")]' in found["key_gen.ml"]
    assert '(G "olive") (Colour.conv)' in found["key_gen.ml"].replace("\n", " ") or '(G "olive")' in found["key_gen.ml"]
    assert "let green__" in found["main.ml"]
    assert "Colour.Red" in generated(CONVERTER).target["key_gen.ml"]


def test_a_word_that_a_converter_refuses_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r'paint=no: invalid value "no", "no" is no colour'):
        generated(CONVERTER, paint="no")


def test_an_alias_sets_what_its_function_says() -> None:
    source = """open Mirage
let n = Key.(create "n" Arg.(opt ~stage:`Configure int 1 (info [ "n" ])))
let many = Key.(alias "many" Alias.(flag (Arg.info [ "many" ]) |> add n (fun on -> if on then Some 12 else None)))
let () = register "test" ~keys:[ key n; key many ] [ main "Unikernel.Main" (job @-> job) $ noop ]
"""
    assert "(12)" in generated(source, many="true").target["key_gen.ml"]
    assert "(1)" in generated(source).target["key_gen.ml"]


def test_values_are_computed_while_the_configuration_is_read() -> None:
    source = """open Mirage
let n = Key.(create "n" Arg.(opt (list (pair int64 bool)) [ (-3L, true) ] (info [ "n" ])))
let both = Key.(map List.hd (value n))
let known = Key.(add_to_context n [ (7L, false) ] empty_context)
let () =
  let show (number, is) = Printf.printf "%Ld %b\\n" number is in
  show (Key.default both);
  show (Key.eval known both);
  Printf.printf "%b %b %b\\n" (Key.mem known both) (Key.peek Key.empty_context both = None) (Key.default Key.is_unix);
  List.iter (fun key -> print_endline (Key.name key)) Key.(Set.elements (deps (if_ is_xen 1 2)));
  Format.printf "%a %s %b@." Key.pp (key n) (Key.ocaml_name (key n)) Key.(is_runtime (key n));
  Format.printf "%a %a@." Key.serialize_call (key n) Key.pp_target (Key.default (Key.value Key.target))
"""
    assert says(source) == ["-3 true", "7 false", "true true true", "target", "n n true", "(Key_gen.n ()) unix"]


def test_every_byte_of_a_text_comes_as_it_went() -> None:
    source = """let all = String.init 256 Char.chr
let text = Mirage.Key.(create "text" Arg.(opt string all (info [ "text" ])))
let () = print_endline (string_of_bool (Mirage.Key.(default (value text)) = all))
"""
    assert error_of(source + END) == ""
    assert says(source.replace("256", "128")) == ["true"]


def test_devices_take_values_of_keys_and_computed_ones() -> None:
    source = """open Mirage
let grouped = Key.(value (kv_ro ~group:"data" ()))
let net = Key.(match_ (value target) (function `Unix -> Some `Direct | _ -> None))
let plain = generic_kv_ro ~key:grouped "plain"
let computed = generic_kv_ro ~key:Key.(if_ is_unix `Direct `Crunch) "computed"
let stack = generic_stackv4v6 ~dhcp_key:Key.is_unix ~net_key:net default_network
let () =
  let unikernel = main "Unikernel.Main" (kv_ro @-> kv_ro @-> stackv4v6 @-> job) in
  register "test" [ unikernel $ plain $ computed $ stack ]
"""
    text = generated(source, **{"data-kv_ro": "crunch"}).target["main.ml"]
    assert [name for name in ("Static_plain", "Static_computed", "Dhcp_ipv4") if name in text] == [
        "Static_plain",
        "Dhcp_ipv4",
    ]
    assert "Static_computed" in generated(source, "hvt").target["main.ml"]


def test_a_functor_of_the_configuration_makes_the_arp_of_a_stack() -> None:
    source = """open Mirage
let arp eth = impl "My_arp" (ethernet @-> time @-> arpv4) $ eth $ default_time
let stack = static_ipv4v6_stack ~arp default_network
let () = register "test" [ main "Unikernel.Main" (stackv4v6 @-> job) $ stack ]
"""
    assert "My_arp(Ethernet_make__" in generated(source).target["main.ml"].replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("argument", "error"),
    [
        ('~connect:(fun _ _ _ -> failwith "no")', "6:21 no"),
        ("~connect:(fun _ _ _ -> raise Not_found)", "6:52 exception Not_found"),
        (
            '~connect:(fun info _ _ -> ignore info; Package.name (package "a.b"))',
            '6:81 package name "a.b" is invalid\nIt holds letters, digits, - and _; libraries go into libs or sublibs.',
        ),
        ("~files:(fun _ -> exit 1)", "6:21 the configuration asks to exit, with status 1\nHave it end by itself."),
    ],
)
def test_an_error_in_a_function_has_its_place(argument: str, error: str) -> None:
    assert (
        error_of(device(argument).replace("open Mirage\n", "open Mirage module Package = Functoria.Package\n")) == error
    )


def test_after_an_error_in_a_function_the_others_still_run() -> None:
    source = device('~connect:(fun info name _ -> if Info.get info who = "me" then failwith "not me" else name)')
    with running(source) as configuration:
        for _ in range(2):
            with pytest.raises(ConfigError, match="not me"):
                rendered(configuration, who="me")
        assert "Device" in rendered(configuration).target["main.ml"]
