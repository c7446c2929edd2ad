"""Every word of the original's language: how a config.py says it, and what it then means.

The words are those of ``lib/functoria/DSL.mli`` and ``key.mli`` at mirage 4.4.2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from configs import plan

from mirage_scons.model.value import lookup
from mirage_scons.plan.plan import Plan
from mirage_scons.render.files import render
from mirage_scons.render.opam import dependency


@dataclass(frozen=True)
class Word:
    """A word of the original, a configuration that says it, and what has to hold of its plan."""

    name: str
    text: str
    holds: Callable[[Plan], bool]


def jobs(*texts: str) -> str:
    """A configuration that registers jobs."""
    return f'register("app", [{", ".join(texts)}])\n'


def main_of(made: Plan) -> str:
    """The text of main.ml."""
    return render(made).workspace["main.ml"]


def keys_of(made: Plan) -> str:
    """The text of key_gen.ml."""
    return render(made).workspace["key_gen.ml"]


def modules(made: Plan) -> list[str]:
    """The modules of all devices."""
    return [vertex.device.module for vertex in made.connects]


def depends(made: Plan) -> list[str]:
    """The dependencies of the opam file."""
    return [dependency(package) for package in made.packages]


def keyed(arg: str, info: str = "") -> str:
    """A configuration with a key ``k`` of an argument and information on it."""
    return f'k = key("k", {arg}{info})\nregister("app", [noop], keys=[k])\n'


def needing(package: str) -> str:
    """A configuration that needs a package."""
    return f'register("app", [noop], packages=[{package}])\n'


WORDS = [
    Word("typ", 't = typ("t")\n' + jobs('main("U", t >> job)(impl("T", t))'), lambda p: "T" in modules(p)),
    Word("@->", jobs('main("U", time >> job)(default_time)'), lambda p: "U(Unix_os.Time)" in main_of(p)),
    Word("$", jobs('main("U", job >> job >> job)(noop)(noop)'), lambda p: "U(Unit)(Unit)" in main_of(p)),
    Word(
        "dep",
        jobs('main("U", job >> job, extra_deps=[dep(default_time)])(noop)'),
        lambda p: "U__11.start _unit__9 _unix_os_time__10" in main_of(p),
    ),
    Word(
        "abstract",
        jobs('main("U", job >> job, extra_deps=[abstract(default_time)])(noop)'),
        lambda p: "Unix_os.Time" in modules(p),
    ),
    Word("key", keyed("flag()"), lambda p: "let k () = Functoria_runtime.Key.get k" in keys_of(p)),
    Word(
        "if_impl",
        jobs('main("U", job >> job)(if_impl(is_unix, impl("A", job), impl("B", job)))'),
        lambda p: "A" in modules(p) and "B" not in modules(p),
    ),
    Word(
        "match_impl",
        jobs('main("U", job >> job)(match_impl(value(target), [("unix", impl("A", job))], default=impl("B", job)))'),
        lambda p: "A" in modules(p) and "B" not in modules(p),
    ),
    Word("package", needing('package("fmt")'), lambda p: "fmt" in p.libraries and '"fmt" { ?monorepo }' in depends(p)),
    Word("package ~scope", needing('package("fmt", scope="switch")'), lambda p: '"fmt"' in depends(p)),
    Word(
        "package ~build",
        needing('package("fmt", build=True)'),
        lambda p: '"fmt" { ?monorepo & build }' in depends(p) and "fmt" not in p.libraries,
    ),
    Word("package ~sublibs", needing('package("fmt", sublibs=["tty"])'), lambda p: "fmt.tty" in p.libraries),
    Word("package ~libs", needing('package("fmt", libs=["one", "two"])'), lambda p: {"one", "two"} <= {*p.libraries}),
    Word(
        "package ~min ~max",
        needing('package("fmt", min="0.8", max="1.0")'),
        lambda p: '"fmt" { ?monorepo & >= "0.8" & < "1.0" }' in depends(p),
    ),
    Word(
        "package ~pin ~pin_version",
        needing('package("fmt", pin="git+https://example.org/fmt", pin_version="1.0")'),
        lambda p: '["fmt.1.0" "git+https://example.org/fmt"]' in render(p).target["app-unix.opam"],
    ),
    Word("main", jobs('main("U.Main", job >> job)(noop)'), lambda p: "U_main__10.start _unit__9" in main_of(p)),
    Word(
        "main ~packages ~packages_v ~keys",
        jobs(
            'main("U", job >> job, packages=[package("fmt")], packages_v=pure([package("lwt_ppx")]), '
            'keys=[key("k", flag())])(noop)'
        ),
        lambda p: {"fmt", "lwt_ppx"} <= {*p.libraries} and "let k ()" in keys_of(p),
    ),
    Word(
        "foreign ~deps",
        jobs('foreign("U", job >> job, deps=[dep(default_time)])(noop)'),
        lambda p: "start _unit__9 _unix_os_time__10" in main_of(p),
    ),
    Word(
        "impl ~connect",
        jobs('main("U", job >> job)(impl("I", job, connect=lambda i, m, a: f"{m}.begin_ {len(a)}"))'),
        lambda p: "I.begin_ 0" in main_of(p),
    ),
    Word(
        "impl ~dune ~files",
        jobs('main("U", job >> job)(impl("I", job, dune=lambda i: ["(rule)"], files=lambda i: ["i.ml"]))'),
        lambda p: "(rule)" in render(p).workspace["dune"] and render(p).modules == ("i.ml",),
    ),
    Word(
        "impl ~configure",
        jobs('main("U", job >> job)(impl("I", job, configure=lambda i: {"i.ml": i.name}))'),
        lambda p: render(p).target["i.ml"] == "app",
    ),
    Word(
        "impl ~install ~install_v",
        jobs(
            'main("U", job >> job)(impl("I", job, install=lambda i: install(bin=[("a", "b")]), '
            'install_v=lambda i: pure(install(etc=["c"]))))'
        ),
        lambda p: (render(p).install.bin, render(p).install.etc) == ((("a", "b"),), ("c",)),
    ),
    Word("of_device", jobs('main("U", job >> job)(of_device(device("D", job)))'), lambda p: "D" in modules(p)),
    Word("noop, job", jobs("noop"), lambda p: "Unit" in modules(p)),
    Word("argv, sys_argv", 'register("app", [noop], argv=sys_argv)\n', lambda p: "Sys.argv" in main_of(p)),
    Word(
        "keys",
        jobs("main('U', job >> job)(keys(sys_argv))"),
        lambda p: modules(p).count("Key_gen") == 2,
    ),
    Word(
        "app_info, info",
        jobs('main("U", info >> job)(app_info)'),
        lambda p: "Info_gen" in modules(p) and "info_gen.ml" in render(p).modules,
    ),
    Word("Key.create", keyed('opt(str, "hi")'), lambda p: 'Arg.opt Cmdliner.Arg.string "hi"' in keys_of(p)),
    Word(
        "Key.Arg.required",
        'k = key("k", required(str, stage="run"))\nregister("app", [noop], keys=[k])\n',
        lambda p: "Arg.key ?default:((None)) Cmdliner.Arg.string" in keys_of(p),
    ),
    Word("Key.Arg.flag", keyed("flag()"), lambda p: "(Functoria_runtime.Arg.flag\n" in keys_of(p)),
    Word("Key.Arg.opt_all", keyed("opt_all(int)"), lambda p: "Arg.opt_all Cmdliner.Arg.int []" in keys_of(p)),
    Word("?stage", keyed('opt(int, 3, stage="configure")'), lambda p: "let k () = (3)" in keys_of(p)),
    Word(
        "Key.Arg.info",
        keyed("flag()", ', doc="Why.", docs="HERE", docv="V", env="K", names=["a", "b"]'),
        lambda p: (
            '~docs:"HERE" ?docv:(Some "V") ?doc:(Some "Why.") ?env:(Some (Cmdliner.Cmd.Env.info "K")) ["a"; "b"]'
            in keys_of(p)
        ),
    ),
    Word("docs default", keyed("flag()"), lambda p: '~docs:"APPLICATION OPTIONS"' in keys_of(p)),
    *(
        Word(f"Key.Arg.{name}", keyed(f"opt({conv}, {default})"), lambda p, ocaml=ocaml: ocaml in keys_of(p))  # type: ignore[misc]
        for name, conv, default, ocaml in (
            ("string", "str", "'a'", 'Cmdliner.Arg.string "a"'),
            ("bool", "bool", "True", "Cmdliner.Arg.bool true"),
            ("int", "int", "-1", "Cmdliner.Arg.int (-1)"),
            ("int64", "int64", "1", "Cmdliner.Arg.int64 (1L)"),
            ("list", "list_of(int)", "[1, 2]", "(Cmdliner.Arg.list Cmdliner.Arg.int) [(1); (2)]"),
            ("list ~sep", "list_of(int, sep=':')", "[]", "(Cmdliner.Arg.list ~sep:'\\x3a' Cmdliner.Arg.int) []"),
            (
                "pair",
                "pair_of(int, str)",
                "(1, 'a')",
                '(Cmdliner.Arg.pair Cmdliner.Arg.int Cmdliner.Arg.string) ((1), "a")',
            ),
            ("some", "some(int)", "None", "(Cmdliner.Arg.some Cmdliner.Arg.int) (None)"),
            ("conv", "conv('c', parse=int, serialize=str, runtime_conv='C.conv')", "7", "(C.conv) 7"),
            ("ip_address", "ip_address", "'::1'", 'Mirage_runtime.Arg.ip_address (Ipaddr.of_string_exn "::1")'),
            ("ipv4", "ipv4_prefix", "'10.0.0.0/8'", "Mirage_runtime.Arg.ipv4 (Ipaddr.V4.Prefix.of_string_exn"),
        )
    ),
    Word(
        "Key.Alias",
        'k = key("k", opt(int, 1))\nregister("app", [noop], keys=[alias("a", {k: 2})])\n',
        lambda p: "let a () = false" in keys_of(p) and "let k ()" in keys_of(p),
    ),
    Word(
        "Key.pure, Key.($), Key.map, Key.match_, Key.if_, Key.value",
        'k = key("k", opt(int, 4))\n'
        "total = pure(lambda a, b: a + b)(value(k).map(lambda n: n * 2), match_(pure('x'), len))\n"
        "names = if_(total.map(lambda n: n == 9), [package('nine')], [])\n"
        + jobs("main('U', job >> job, packages_v=names)(noop)"),
        lambda p: "nine" in p.libraries,
    ),
    Word(
        "Key.default",
        'k = key("k", opt(str, "fmt"))\n' + needing("package(value(k).default())"),
        lambda p: "fmt" in p.libraries,
    ),
    Word(
        "register",
        'k = key("k", flag())\n'
        'register("app", [noop], argv=no_argv, reporter=default_reporter(level="error"), keys=[k], '
        'packages=[package("fmt")], src=None)\n',
        lambda p: (
            'return [|""|]' in main_of(p)
            and "~default:(Some Logs.Error)" in main_of(p)
            and "fmt" in p.libraries
            and "let k ()" in keys_of(p)
            and p.src is None
        ),
    ),
]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.name.replace(" ", "_"))
def test_a_word_of_the_original_means_the_same(word: Word, tmp_path: Path) -> None:
    assert word.holds(plan(tmp_path, word.text))


def test_bounds_of_two_devices_add_up_in_the_order_of_strings(tmp_path: Path) -> None:
    text = """
    one = impl("One", job, packages=[package("bar", min="1.0", max="3.0")])
    two = impl("Two", job, packages=[package("bar", min="10.0", max="2.0", libs=["bar.x"])])
    register("app", [main("U", job >> job >> job)(one, two)])
    """
    made = plan(tmp_path, text)
    assert '"bar" { ?monorepo & >= "1.0" & >= "10.0" & < "2.0" & < "3.0" }' in depends(made)
    assert [library for library in made.libraries if library.startswith("bar")] == ["bar", "bar.x"]


def test_packages_of_the_registration_and_of_devices_are_listed_once_with_all_needs(tmp_path: Path) -> None:
    text = 'register("app", [noop], packages=[package("lwt", min="5.0"), package("zzz", build=True)])\n'
    lines = depends(plan(tmp_path, text))
    assert [line for line in lines if line.startswith('"lwt"')] == ['"lwt" { ?monorepo & >= "5.0" }']
    assert lines == sorted(lines)
    assert lines[-1] == '"zzz" { ?monorepo & build }'


def test_what_configuring_gives_reaches_the_program_kind_by_kind(tmp_path: Path) -> None:
    text = """
    keys = [key("req", required(str, stage="configure")), key("req2", required(str)),
            key("a", opt_all(str)), key("r", opt(int, 1, stage="run"))]
    register("app", [noop], keys=keys)
    """
    made = plan(tmp_path, text, given={"req": "foo", "req2": "bar", "a": ["x", "y"], "r": "7"})
    program = keys_of(made)
    assert 'let req () = "foo"\n' in program
    assert 'Arg.key ?default:((Some "bar")) Cmdliner.Arg.string' in program
    assert 'Arg.opt_all Cmdliner.Arg.string ["x"; "y"]' in program
    run = next(key for key in made.keys if key.name == "r")
    assert not run.is_configure
    assert lookup(run, made.context) == 1
