"""OCaml itself reads what is rendered: literals mean the same text, files parse, key_gen.ml has types."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest
from configs import MAIN, plan
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mirage_scons
from mirage_scons.model import ocaml
from mirage_scons.render.files import render
from mirage_scons.render.key_gen import key_gen
from mirage_scons.render.main_ml import main_ml

RUNTIME = Path(mirage_scons.__file__).parent / "ocaml" / "sources"
TEXTS = (
    st.text() | st.text('"\\\n\r\t\b\0 é#{}') | st.binary().map(lambda data: data.decode("utf-8", "surrogateescape"))
)

EVERY_KIND = """
kinds = {
    "opt-str": lambda stage: opt(str, 'a "quoted"\\n# 3 text', stage=stage),
    "opt-int": lambda stage: opt(int, -3, stage=stage),
    "opt-bool": lambda stage: opt(bool, True, stage=stage),
    "opt-some": lambda stage: opt(some(int), -3, stage=stage),
    "opt-int64": lambda stage: opt(int64, -(2**63), stage=stage),
    "opt-pair": lambda stage: opt(pair_of(str, int64, sep="'"), ("a", 1), stage=stage),
    "opt-pairs": lambda stage: opt(list_of(pair_of(int, bool, sep=":"), sep=";"), [(1, True)], stage=stage),
    "opt-word": lambda stage: opt(one_of("next-fit", "none"), "none", stage=stage),
    "opt-none": lambda stage: opt(some(str), None, stage=stage),
    "opt-list": lambda stage: opt(list_of(int), [1, -2], stage=stage),
    "opt-lists": lambda stage: opt(some(list_of(str)), ["a"], stage=stage),
    "req": lambda stage: required(str, stage=stage),
    "flag": lambda stage: flag(stage=stage),
    "all": lambda stage: opt_all(int, stage=stage),
}
stages = ("configure", "run", "both")
keys = [key(f"{stage}-{name}", kind(stage), doc="Ünï (* doc", env="E", docv="V") for stage in stages
        for name, kind in kinds.items()]
register("kinds", [noop], keys=keys)
"""
WORDS: dict[str, str | list[str]] = {"configure-req": "foo", "both-req": "bar", "both-all": ["1", "-2"]}


def run(directory: Path, *command: str) -> str:
    """The output of a command that has to succeed without a word on standard error."""
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def parsed(directory: Path, texts: dict[str, str]) -> None:
    """Check that OCaml's parser accepts every text, by module name."""
    for name, text in texts.items():
        (directory / f"{name}.ml").write_text(text)
    run(directory, "ocamlfind", "ocamlopt", "-stop-after", "parsing", "-c", *(f"{name}.ml" for name in texts))


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(TEXTS, min_size=1, max_size=100))
def test_a_string_literal_means_the_bytes_of_the_text(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = tmp_path_factory.mktemp("literals")
    literals = ";\n".join(map(ocaml.string, texts))
    show = 'String.iter (fun c -> Printf.printf "%02x" (Char.code c)) text; print_newline ()'
    (directory / "literals.ml").write_text(f"let () = List.iter (fun text -> {show}) [\n{literals}]\n")
    shown = run(directory, "ocaml", "literals.ml")
    assert [bytes.fromhex(line) for line in shown.splitlines()] == [
        text.encode("utf-8", "surrogateescape") for text in texts
    ]


@given(TEXTS)
def test_a_string_literal_is_one_line_of_printable_ascii(text: str) -> None:
    assert all(" " <= char <= "~" for char in ocaml.string(text))


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("", '""'),
        ('a"b\\c', r'"a\"b\\c"'),
        ("\n\t\r\b", r'"\n\t\r\b"'),
        ("\0\x7f", r'"\000\127"'),
        ("é", r'"\195\169"'),
    ],
)
def test_a_string_literal_is_what_ocaml_s_own_printing_writes(text: str, literal: str, tmp_path: Path) -> None:
    (tmp_path / "print.ml").write_text(f'let () = Printf.printf "%S" {literal}\n')
    assert ocaml.string(text) == literal == run(tmp_path, "ocaml", "print.ml")


def test_keys_of_every_kind_and_stage_have_the_types_of_the_runtime_libraries(tmp_path: Path) -> None:
    for library in ("functoria-runtime", "mirage-runtime"):
        for file in (RUNTIME / library).glob("*.ml*"):
            shutil.copy(file, tmp_path)
    only: dict[str, str | list[str]] = {"configure-req": "foo"}
    for name, words in (("given", WORDS), ("defaults", only)):
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}.ml").write_text(key_gen(plan(tmp_path / name, EVERY_KIND, given=words)))
    sources = [f"{module}.{kind}" for module in ("functoria_runtime", "mirage_runtime") for kind in ("mli", "ml")]
    expected = """
let (_ : string * int option * int list * bool) =
  (Given.both_req (), Given.run_opt_some (), Given.configure_all (), Given.both_flag ())
let (_ : (unit Cmdliner.Term.t * string) list) = Defaults.runtime_keys
"""
    (tmp_path / "expected.ml").write_text(expected)
    compile = ("ocamlfind", "ocamlc", "-package", "cmdliner,ipaddr,logs,lwt", "-c")
    run(tmp_path, *compile, *sources, "given.ml", "defaults.ml", "expected.ml")
    assert (tmp_path / "expected.cmi").exists()


def test_files_of_every_target_parse(tmp_path: Path) -> None:
    targets = ("unix", "macosx", "hvt", "spt", "virtio", "muen", "genode", "xen", "qubes")
    text = f'it = main("It\'s.HTTP_server", time >> job)(default_time)\n{MAIN}'
    plans = {target: plan(tmp_path, text, target) for target in targets}
    parsed(tmp_path, {f"main_{target}": main_ml(made) for target, made in plans.items()})
    parsed(tmp_path, {f"key_gen_{target}": key_gen(made) for target, made in plans.items()})
    assert len(list(tmp_path.glob("*.ml"))) == 2 * len(targets)


def random_config(choose: random.Random) -> str:
    """A configuration with a random graph: devices, functors as parameters, choices, dependencies, keys and hooks."""
    text, made = ['t = typ("t")', 'd0 = main("M0.A", t)', 'f = main("F.Make", t >> t)'], ["d0"]
    for number in range(1, choose.randint(2, 12)):
        arity, deps = choose.randint(0, 3), choose.choices(made, k=choose.randint(0, 2))
        type = " >> ".join(["t"] * (arity + 1))
        given = choose.choices(made, k=arity)
        if choose.random() < 0.2:
            type, given = f"functor(t >> t) >> {type}", ["f", *given]
        hooks = [f"extra_deps=[{', '.join(deps)}]"]
        if choose.random() < 0.4:
            hooks.append(f'keys=[key("k-{number}", {choose.choice(KINDS)}, doc="Ä\\n")]')
        if choose.random() < 0.4:
            hooks.append("connect=lambda info, module, args: f\"{module}.connect [{'; '.join(args)}]\"")
        applied = f"({', '.join(given)})" if given else ""
        text.append(f'd{number} = impl("M{number}.Make", {type}, {", ".join(hooks)}){applied}')
        if choose.random() < 0.3:
            text.append(f"d{number} = if_impl(pure({choose.random() < 0.5}), d{number}, {choose.choice(made)})")
        made.append(f"d{number}")
    return "\n".join([*text, f'register("app", [main("U", t >> job)({made[-1]}), noop])\n'])


KINDS = [
    "opt(str, '\"')",
    "opt(list_of(int64), [1])",
    "flag()",
    "opt_all(str)",
    "opt(ipv6_prefix, 'fd00::/8')",
    "opt(some(one_of('a', 'b')), 'a', stage='configure')",
]


@given(st.lists(st.randoms(use_true_random=False), min_size=6, max_size=6))
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_files_of_random_graphs_parse_and_are_the_same_twice(tmp_path: Path, choices: list[random.Random]) -> None:
    texts: dict[str, str] = {}
    for number, choose in enumerate(choices):
        config = random_config(choose)
        one, two = (render(plan(tmp_path / f"{number}", config)) for _ in range(2))
        assert one == two
        texts |= {f"{name}_{number}": one.workspace[f"{name}.ml"] for name in ("main", "key_gen")}
    parsed(tmp_path, texts)
    assert len(texts) == 12


def test_the_compiler_names_the_line_of_the_configuration_and_after_it_that_of_main_ml(tmp_path: Path) -> None:
    text = main_ml(plan(tmp_path, '\n\nregister("app", [main("Missing", job >> job)(noop)])\n'))
    stubs = "module Lwt = struct module Infix = struct end let return x = x end\n"
    stubs += "module Unix_os = struct module Main = struct let run () = () end end\nmodule Unit = struct end\n"
    stubs += "module Pclock = struct end\nmodule Mirage_logs = struct module Make (_ : sig end) = struct end end\n"
    (tmp_path / "stubs.ml").write_text(stubs)
    (tmp_path / "main.ml").write_text(text)
    run(tmp_path, "ocamlc", "-c", "stubs.ml")
    assert complaint(tmp_path, text).startswith('File "config.py", line 4, ')
    wrong = text.replace("Missing(Unit)", "Unit").replace("Bootvar.argv ()", "wrong")
    line = wrong.split("\n").index("  wrong") + 1
    assert complaint(tmp_path, wrong).startswith(f'File "main.ml", line {line}, ')


def complaint(directory: Path, text: str) -> str:
    """What the compiler says of a wrong main.ml."""
    (directory / "main.ml").write_text(text)
    command = ["ocamlc", "-open", "Stubs", "-c", "main.ml"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False).stderr
