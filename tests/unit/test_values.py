"""Values: computations over keys, and what is chosen by them."""

from __future__ import annotations

from pathlib import Path

import pytest
from configs import plan

from mirage_scons.dsl import Key, Value, if_, key, match_, opt, opt_all, pure, required, value
from mirage_scons.model.impl import Dev
from mirage_scons.render.files import render

ONE, TWO = key("one", opt(int, 1)), key("two", opt(int, 2))


def test_a_constant_needs_no_key() -> None:
    assert pure(3).eval({"one": 7}) == 3
    assert pure(3).keys == frozenset()


def test_the_value_of_a_key_is_its_default_until_it_is_given() -> None:
    assert value(ONE).default() == 1
    assert value(ONE).eval({"one": 7}) == 7


def test_the_value_of_a_required_key_is_none_until_it_is_given() -> None:
    assert value(key("k", required(str))).default() is None


def test_the_value_of_a_repeatable_key_is_a_tuple() -> None:
    assert value(key("k", opt_all(str))).default() == ()


def test_a_mapped_value_needs_the_same_keys() -> None:
    doubled = value(ONE).map(lambda number: number * 2)
    assert doubled.keys == {ONE}
    assert doubled.eval({"one": 4}) == 8
    assert match_(value(ONE), lambda number: number + 1).default() == 2


def test_a_function_is_applied_to_several_values_at_once_and_needs_all_their_keys() -> None:
    total: Value[tuple[int, int, int]] = pure(lambda a, b, c: (a, b, c))(value(ONE), pure(5), value(TWO))
    assert total.keys == {ONE, TWO}
    assert total.eval({"two": 9}) == (1, 5, 9)


def test_the_function_may_itself_be_chosen_by_a_key() -> None:
    chosen = value(ONE).map(lambda number: max if number > 1 else min)
    assert chosen(pure(3), pure(4)).default() == 3
    assert chosen(pure(3), pure(4)).eval({"one": 2}) == 4


def test_a_condition_chooses_between_constants() -> None:
    choice = if_(value(key("big", opt(bool, False))), "many", "few")
    assert (choice.default(), choice.eval({"big": True})) == ("few", "many")


def chosen(directory: Path, condition: str, constants: list[str], given: dict[str, str | list[str]]) -> str:
    """The module that match_impl chooses among A, B, … by the constants, or Default."""
    branches = ", ".join(f'({text}, impl("{letter}", job))' for text, letter in zip(constants, "ABC", strict=False))
    text = f'choice = match_impl({condition}, [{branches}], default=impl("Default", job))\n'
    made = plan(directory, text + 'register("app", [main("U", job >> job)(choice)])\n', given=given)
    return made.connects[-3].device.module


@pytest.mark.parametrize(
    ("condition", "constants", "given", "module"),
    [
        ('value(key("k", opt(list_of(str), [])))', ['["a", "b"]'], {"k": "a,b"}, "A"),
        ('value(key("k", opt(list_of(str), [])))', ['("a", "b")'], {"k": "a,b"}, "A"),
        ('value(key("k", opt(ipv6_address, "::1")))', ['"FD00:0::1"'], {"k": "fd00::1"}, "A"),
        ('value(key("k", opt(some(int), None)))', ["None", "1"], {}, "A"),
        ('value(key("k", opt(some(int), None)))', ["None", "1"], {"k": "1"}, "B"),
        ('value(key("k", required(str)))', ["None"], {}, "A"),
        ('value(key("k", opt(int, 1)))', ["1", "1"], {}, "A"),
        ('value(key("k", opt(int, 1))).map(bool)', ["1"], {}, "Default"),
        ("pure(1)", ["True"], {}, "Default"),
        ("pure(0)", ["False", "0"], {}, "B"),
    ],
)
def test_a_branch_is_taken_for_what_is_of_its_type_and_equal(
    condition: str, constants: list[str], given: dict[str, str | list[str]], module: str, tmp_path: Path
) -> None:
    assert chosen(tmp_path, condition, constants, given) == module


def test_packages_may_depend_on_keys(tmp_path: Path) -> None:
    text = """
    fast = key("fast", opt(bool, False, stage="configure"))
    choice = value(fast).map(lambda fast: [package("zarith")] if fast else [])
    u = main("U", job >> job, packages=[package("fmt")], packages_v=choice)
    register("app", [u(noop)])
    """
    assert "zarith" not in plan(tmp_path, text).libraries
    made = plan(tmp_path, text, given={"fast": "true"})
    assert {"fmt", "zarith"} <= set(made.libraries)


def test_what_is_installed_may_depend_on_keys(tmp_path: Path) -> None:
    text = """
    extra = key("extra", opt(bool, False, stage="configure"))
    disk = impl("Disk", job, keys=[extra], install=lambda info: install(etc=["a"]),
                install_v=lambda info: if_(value(extra), install(etc=["b"]), install()))
    register("app", [main("U", job >> job)(disk)])
    """
    assert render(plan(tmp_path, text)).install.etc == ("a",)
    assert render(plan(tmp_path, text, given={"extra": "true"})).install.etc == ("a", "b")


def test_a_condition_on_a_flag_is_one() -> None:
    from mirage_scons.dsl import flag, if_impl, noop

    choice = if_impl(value(key("k", flag())), noop, noop)
    assert isinstance(choice.choose({}), Dev)  # type: ignore[attr-defined]


def test_a_key_is_known_by_name_however_its_default_looks() -> None:
    assert isinstance(hash(key("k", opt(int, 1))), int)
    assert isinstance(value(ONE).key, Key)
