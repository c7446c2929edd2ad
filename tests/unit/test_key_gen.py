"""key_gen.ml: what the program reads on its command line, and constants for what only configuring knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from configs import plan

from mirage_scons.render.key_gen import key_gen


def rendered(directory: Path, arg: str, word: str | list[str] | None = None, more: str = "") -> str:
    """What key_gen.ml says of the key ``the-key``, on one line for each definition."""
    text = f'register("app", [noop], keys=[key("the-key", {arg}{more})])\n'
    whole = key_gen(plan(directory, text, given={} if word is None else {"the-key": word}))
    start, end = whole.index("let the_key"), re.search(r"let the_key \(\).*\n", whole)
    assert end
    return re.sub(r"\n+(?=let)", "\n", re.sub(r"\n +", " ", whole[start : end.end()])).strip()


def argument(directory: Path, arg: str, word: str | list[str] | None = None) -> str:
    """The kind, converter and default of the run-time argument of a key."""
    match = re.search(r"Functoria_runtime\.Arg\.(.*) \(Cmdliner\.Arg\.info", rendered(directory, arg, word))
    assert match
    return match[1]


def info(directory: Path, more: str, arg: str = "flag()") -> str:
    """What Cmdliner is told of a key beside its type."""
    match = re.search(r"\(Cmdliner\.Arg\.info (.*)\)\)\n", rendered(directory, arg, more=more))
    assert match
    return match[1]


def test_a_key_of_the_program_is_a_key_a_term_and_an_accessor(tmp_path: Path) -> None:
    assert rendered(tmp_path, 'opt(str, "hi")') == (
        'let the_key = Functoria_runtime.Key.create (Functoria_runtime.Arg.opt Cmdliner.Arg.string "hi" '
        '(Cmdliner.Arg.info ~docs:"APPLICATION OPTIONS" ?docv:(None) ?doc:(None) ?env:(None) ["the-key"]))\n'
        "let the_key_t = Functoria_runtime.Key.term the_key\n"
        "let the_key () = Functoria_runtime.Key.get the_key"
    )


@pytest.mark.parametrize("stage", ["both", "run"])
@pytest.mark.parametrize(
    ("arg", "text"),
    [
        ("opt(int, 3{})", "opt Cmdliner.Arg.int (3)"),
        ("opt(some(int), None{})", "opt (Cmdliner.Arg.some Cmdliner.Arg.int) (None)"),
        ("opt(list_of(str), ['a']{})", 'opt (Cmdliner.Arg.list Cmdliner.Arg.string) ["a"]'),
        ("required(str{})", "key ?default:((None)) Cmdliner.Arg.string"),
        ("flag({})", "flag"),
        ("opt_all(int{})", "opt_all Cmdliner.Arg.int []"),
    ],
)
def test_each_kind_is_an_argument_with_its_default(arg: str, text: str, stage: str, tmp_path: Path) -> None:
    made = arg.format(f', stage="{stage}"').replace("(, ", "(")
    assert argument(tmp_path, made) == text


@pytest.mark.parametrize(
    ("arg", "word", "text"),
    [
        ("opt(int, 3)", "4", "opt Cmdliner.Arg.int (4)"),
        ("opt(some(str), None)", "x", 'opt (Cmdliner.Arg.some Cmdliner.Arg.string) (Some "x")'),
        ("required(str)", "bar", 'key ?default:((Some "bar")) Cmdliner.Arg.string'),
        ("opt_all(str)", ["x", "y"], 'opt_all Cmdliner.Arg.string ["x"; "y"]'),
    ],
)
def test_what_configuring_gives_is_the_default_of_the_program(
    arg: str, word: str | list[str], text: str, tmp_path: Path
) -> None:
    assert argument(tmp_path, arg, word) == text


@pytest.mark.parametrize(
    ("arg", "word", "text"),
    [
        ("opt(int, 3, stage='configure')", None, "(3)"),
        ("opt(int, 3, stage='configure')", "4", "(4)"),
        ("required(str, stage='configure')", "foo", '"foo"'),
        ("flag(stage='configure')", None, "false"),
        ("flag(stage='configure')", "true", "true"),
        ("opt_all(int, stage='configure')", None, "[]"),
        ("opt_all(int, stage='configure')", ["1", "2"], "[(1); (2)]"),
    ],
)
def test_a_key_of_configuring_is_a_constant(arg: str, word: str | list[str] | None, text: str, tmp_path: Path) -> None:
    assert rendered(tmp_path, arg, word) == f"let the_key () = {text}"


def test_cmdliner_is_told_the_doc_the_section_the_word_and_the_variable(tmp_path: Path) -> None:
    more = ', doc="How.", docs="MY KEYS", docv="WORD", env="THE_KEY", names=["k", "the-key"]'
    assert info(tmp_path, more) == (
        '~docs:"MY KEYS" ?docv:(Some "WORD") ?doc:(Some "How.") ?env:(Some (Cmdliner.Cmd.Env.info "THE_KEY")) '
        '["k"; "the-key"]'
    )


def test_the_doc_of_a_required_key_says_so(tmp_path: Path) -> None:
    assert '?doc:(Some "How. This key is required.")' in info(tmp_path, ', doc="How."', "required(str)")


def test_the_keys_of_the_program_are_listed_by_name_and_those_of_configuring_are_not(tmp_path: Path) -> None:
    text = 'register("app", [noop], keys=[key("zz", flag()), key("a-b", flag()), key("c", flag(stage="configure"))])\n'
    made = key_gen(plan(tmp_path, text))
    terms, names = made.rpartition("let runtime_keys = List.combine\n")[2].strip().split("\n")
    listed = re.findall(r'"([^"]*)"', names)
    assert listed == sorted(listed)
    assert {"zz", "a-b", "delay", "logs"} < set(listed)
    assert not {"c", "target"} & set(listed)
    assert re.findall(r"\w+", terms) == [f"{name.replace('-', '_')}_t" for name in listed]


TARGETS = {
    "unix": "`Unix",
    "macosx": "`MacOSX",
    "hvt": "`Hvt",
    "spt": "`Spt",
    "virtio": "`Virtio",
    "muen": "`Muen",
    "genode": "`Genode",
    "xen": "`Xen",
    "qubes": "`Qubes",
}


@pytest.mark.parametrize(("target", "text"), TARGETS.items())
def test_the_program_knows_its_target(target: str, text: str, tmp_path: Path) -> None:
    made = key_gen(plan(tmp_path, 'register("app", [noop])\n', target))
    assert f"\nlet target () = {text}\n" in made
