"""Keys: kinds and stages, the words of a command line, the environment, and keys that unikernels share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from configs import MAIN, plan, refusal

from mirage_scons.dsl import flag, key, list_of, opt, opt_all, required
from mirage_scons.model.key import Arg, Key, Stage
from mirage_scons.model.value import both, lookup, pure, value
from mirage_scons.plan.keys import parse, unique


def given(arg: Arg, *words: str, environ: Mapping[str, str] | None = None) -> Any:
    """The value of a key made of ``arg`` when the command line gives it ``words``."""
    made = key("k", arg, env="KAY")
    return lookup(made, parse([made], {"k": words} if words else {}, environ or {}))


def test_an_option_takes_its_default_or_the_word_given() -> None:
    assert given(opt(int, 3)) == 3
    assert given(opt(int, 3), "4") == 4


def test_a_required_key_of_the_program_is_none_until_it_is_given() -> None:
    assert given(required(int)) is None
    assert given(required(int), "4") == 4


def test_a_flag_is_false_until_it_is_given() -> None:
    assert given(flag()) is False
    assert given(flag(), "true") is True


def test_an_option_that_may_be_repeated_is_the_list_of_its_values() -> None:
    assert given(opt_all(int)) == ()
    assert given(opt_all(int), "1", "2", "1") == (1, 2, 1)


def test_a_key_that_is_not_given_is_not_in_the_context() -> None:
    assert parse([key("k", opt(int, 3))], {}, {}) == {}


def test_an_environment_variable_gives_a_key_that_the_command_line_does_not() -> None:
    assert given(opt(int, 3), environ={"KAY": "4"}) == 4
    assert given(opt(int, 3), "5", environ={"KAY": "4"}) == 5
    assert given(opt_all(int), environ={"KAY": "4"}) == (4,)
    assert given(opt(int, 3), environ={"OTHER": "4"}) == 3


def test_an_environment_variable_satisfies_a_required_key() -> None:
    assert given(required(int, stage="configure"), environ={"KAY": "4"}) == 4


def test_each_option_and_the_name_give_a_key() -> None:
    made = key("level", opt(int, 0), names=["l", "lev"])
    values = [parse([made], {option: ["1"]}, {}) for option in ("level", "l", "lev")]
    assert values == [{"level": 1}] * 3
    assert parse([made], {"le": ["1"]}, {}) == {}


@pytest.mark.parametrize(
    ("stage", "configure", "runtime"), [("configure", True, False), ("run", False, True), ("both", True, True)]
)
@pytest.mark.parametrize("kind", ["opt", "required", "flag", "opt_all"])
def test_the_stage_says_who_gives_a_key(stage: Stage, configure: bool, runtime: bool, kind: str) -> None:
    args = {
        "opt": opt(str, "", stage=stage),
        "required": required(str, stage=stage),
        "flag": flag(stage=stage),
        "opt_all": opt_all(str, stage=stage),
    }
    made = key("k", args[kind])
    assert (made.is_configure, made.is_runtime) == (configure, runtime)


def test_a_key_is_for_both_stages_unless_it_says_so() -> None:
    assert {arg.stage for arg in (opt(str, ""), required(str), flag(), opt_all(str))} == {"both"}


def test_a_key_of_the_run_is_not_read_when_configuring() -> None:
    assert parse([key("k", opt(int, 0, stage="run"), env="KAY")], {"k": ["1"]}, {"KAY": "2"}) == {}


def test_a_key_has_its_name_as_option_and_the_application_s_section_unless_it_says_so() -> None:
    made = key("k", flag())
    assert (made.names, made.docs, made.doc, made.docv, made.env) == (("k",), "APPLICATION OPTIONS", None, None, None)


@pytest.mark.parametrize(
    ("name", "accessor"), [("hello", "hello"), ("ipv4-gateway", "ipv4_gateway"), ("a.b", "a_b"), ("a+b", "ab")]
)
def test_the_accessor_is_the_name_as_ocaml_allows_it(name: str, accessor: str) -> None:
    assert key(name, flag()).accessor == accessor
    assert key(name, flag()).call() == f"(Key_gen.{accessor} ())"


def test_a_default_may_be_written_as_a_list() -> None:
    assert opt(list_of(str), ["a", "b"]) == opt(list_of(str), ("a", "b"))


def test_keys_are_equal_wherever_they_were_made() -> None:
    one = key("k", opt(int, 3))
    other = key("k", opt(int, 3))
    assert one.where != other.where
    assert one == other
    assert unique([one, other]) == [one]


@pytest.mark.parametrize(
    "other",
    [
        key("k", opt(int, 4)),
        key("k", opt(str, "3")),
        key("k", required(int)),
        key("k", opt(int, 3, stage="run")),
        key("k", opt(int, 3), doc="A number."),
        key("k", opt(int, 3), docs="NUMBERS"),
        key("k", opt(int, 3), docv="K"),
        key("k", opt(int, 3), env="K"),
        key("k", opt(int, 3), names=["kay"]),
    ],
    ids=["default", "type", "kind", "stage", "doc", "docs", "docv", "env", "names"],
)
def test_keys_differ_that_say_anything_different(other: Key) -> None:
    assert other != key("k", opt(int, 3))


def test_keys_of_a_unikernel_are_sorted_by_name(tmp_path: Path) -> None:
    text = 'register("app", [noop], keys=[key("zeta", flag()), key("alpha", flag())])\n'
    names = [key.name for key in plan(tmp_path, text).keys]
    assert names == sorted(names)
    assert {"zeta", "alpha", "target", "backtrace", "logs"} < set(names)


def test_a_key_of_two_devices_is_one(tmp_path: Path) -> None:
    text = """
    k = key("k", opt(int, 1))
    u, v = main("U", job >> job, keys=[k]), main("V", job >> job, keys=[k])
    register("app", [u(noop), v(noop)])
    """
    assert [key.name for key in plan(tmp_path, text).keys].count("k") == 1


def test_keys_of_one_name_in_two_devices_clash(tmp_path: Path) -> None:
    text = """
    u = main("U", job >> job, keys=[key("k", opt(int, 1))])
    v = main("V", job >> job, keys=[key("k", opt(int, 2))])
    register("app", [u(noop), v(noop)])
    """
    assert refusal(tmp_path, text).startswith('config.py:4: two keys have the name "k" (the other is config.py:3)')


def test_keys_of_one_option_in_two_devices_clash(tmp_path: Path) -> None:
    text = """
    u = main("U", job >> job, keys=[key("a", flag(), names=["x", "a"])])
    v = main("V", job >> job, keys=[key("b", flag(), names=["b", "x"])])
    register("app", [u(noop), v(noop)])
    """
    assert refusal(tmp_path, text).startswith("config.py:4: two keys have the option x (the other is config.py:3)")


def test_a_key_of_one_name_in_a_branch_that_is_not_taken_does_not_clash(tmp_path: Path) -> None:
    text = """
    full = key("full", opt(bool, True))
    u = main("U", job >> job, keys=[key("k", opt(int, 1))])
    v = main("V", job >> job, keys=[key("k", opt(int, 2))])
    register("app", [if_impl(value(full), u, v)(noop)])
    """
    taken = [plan(tmp_path, text, given={"full": word}) for word in ("true", "false")]
    assert [lookup(key, {}) for made in taken for key in made.keys if key.name == "k"] == [1, 2]


def test_keys_of_a_branch_that_is_not_taken_are_not_keys_of_the_unikernel(tmp_path: Path) -> None:
    text = """
    full = key("full", opt(bool, True))
    u = main("U", job >> job, keys=[key("k", flag())])
    register("app", [if_impl(value(full), u(noop), noop)])
    """
    assert "k" in [key.name for key in plan(tmp_path, text).keys]
    assert "k" not in [key.name for key in plan(tmp_path, text, given={"full": "false"}).keys]


REQUIRED = """
level = key("level", required(str, stage="configure"))
low, high = main("Low", job >> job), main("High", job >> job)
register("app", [match_impl(value(level), [("high", high)], default=low)(noop)])
"""


@pytest.mark.parametrize(("level", "module"), [("high", "High"), ("low", "Low")])
def test_a_required_key_makes_a_choice(level: str, module: str, tmp_path: Path) -> None:
    assert plan(tmp_path, REQUIRED, given={"level": level}).connects[-2].device.module == module


def test_a_required_key_that_makes_a_choice_has_to_be_given(tmp_path: Path) -> None:
    assert refusal(tmp_path, REQUIRED).startswith("config.py:3: key level is required")


def test_a_plan_holds_the_values_that_were_given(tmp_path: Path) -> None:
    context = plan(tmp_path, MAIN, "hvt", given={"delay": "3", "l": "*:debug"}).context
    assert context == {"target": "hvt", "delay": 3, "logs": (("*", "debug"),)}


def test_the_target_of_a_plan_is_not_taken_from_the_command_line_or_the_environment(tmp_path: Path) -> None:
    made = plan(tmp_path, MAIN, "spt", given={"target": "hvt", "t": "xen"}, environ={"MODE": "qubes"})
    assert made.context["target"] == "spt"


def test_options_that_a_unikernel_does_not_have_are_not_looked_at(tmp_path: Path) -> None:
    assert plan(tmp_path, MAIN, given={"other": "1"}).context == {"target": "unix"}


def test_a_value_knows_its_keys_and_whether_they_are_given() -> None:
    one, two = key("one", opt(int, 1)), key("two", opt(int, 2))
    pair = both(value(one), value(two).map(str))
    assert pair.keys == {one, two}
    assert pair.default() == (1, "2")
    assert pair.eval({"two": 5}) == (1, "5")
    assert not pair.known({"one": 1})
    assert pair.known({"one": 1, "two": 2})
    assert pure(3).known({})
