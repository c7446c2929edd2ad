"""Implementations: application joins arguments, curried or not; choices are made when their keys are known."""

from __future__ import annotations

from pathlib import Path

import pytest
from configs import plan

from mirage_scons.dsl import (
    default_time,
    functor,
    if_impl,
    job,
    key,
    main,
    match_impl,
    noop,
    opt,
    pclock,
    pure,
    time,
    value,
)
from mirage_scons.model.impl import App, Dev, If, Impl, children, walk
from mirage_scons.model.key import Key

BOOL = key("full", opt(bool, False))


def shape(impl: Impl) -> object:
    """A term as nested tuples: devices by module, choices by the shape of what they choose from."""
    if isinstance(impl, Dev):
        return (impl.device.module, *map(shape, impl.args), *(("dep", shape(dep)) for dep in impl.deps))
    if isinstance(impl, App):
        return ("apply", *map(shape, children(impl)))
    return ("choice", *map(shape, children(impl)))


def test_a_call_applies_a_functor() -> None:
    applied = main("Unikernel.Main", job >> job)(noop)
    assert shape(applied) == ("Unikernel.Main", ("Unit",))
    assert applied.type == job


def test_some_arguments_leave_a_functor() -> None:
    assert str(main("U", time >> pclock >> job)(default_time).type) == "pclock >> job"


def test_an_application_leaves_the_functor_as_it_was() -> None:
    user = main("U", job >> job)
    user(noop)
    assert shape(user) == ("U",)


def test_arguments_given_one_by_one_are_the_same_as_together() -> None:
    user, argument = main("U", job >> job >> job), main("V", job)
    assert shape(user(noop)(argument)) == shape(user(noop, argument)) == ("U", ("Unit",), ("V",))


def test_curried_applications_are_one_vertex_with_those_at_once(tmp_path: Path) -> None:
    text = """
    u = main("U", job >> job >> job)
    w = main("W", job >> job >> job)
    register("app", [w(u(noop)(noop), u(noop, noop))])
    """
    assert [vertex.variable for vertex in plan(tmp_path, text).connects][-4:] == [
        "unit__9",
        "u__10",
        "w__11",
        "mirage_runtime__12",
    ]


def test_a_functor_s_result_may_be_a_functor() -> None:
    make = main("Make", time >> functor(pclock >> job))(default_time)
    assert make.type == (pclock >> job)
    assert shape(main("U", functor(pclock >> job) >> job)(make)) == ("U", shape(make))


def test_dependencies_stay_behind_arguments() -> None:
    assert shape(main("U", job >> job, extra_deps=[default_time])(noop)) == (
        "U",
        ("Unit",),
        ("dep", shape(default_time)),
    )


def test_a_choice_that_is_applied_keeps_its_arguments_until_it_is_made() -> None:
    one, two = main("One", job >> job >> job), main("Two", job >> job >> job)
    applied = if_impl(value(BOOL), one, two)(noop)(noop)
    assert isinstance(applied, App)
    assert len(applied.args) == 2
    assert applied.type == job


@pytest.mark.parametrize(("full", "module"), [(True, "One"), (False, "Two")])
def test_if_impl_takes_the_branch_that_the_condition_says(full: bool, module: str) -> None:
    choice = if_impl(value(BOOL), main("One", job), main("Two", job))
    assert isinstance(choice, If)
    assert shape(choice.choose({"full": full})) == (module,)


def test_a_condition_takes_the_default_of_a_key_that_is_not_given() -> None:
    choice = if_impl(value(BOOL), main("One", job), main("Two", job))
    assert isinstance(choice, If)
    assert shape(choice.choose({})) == ("Two",)


LETTERS = key("letter", opt(str, "z"))


@pytest.mark.parametrize(("letter", "module"), [("a", "First"), ("b", "Second"), ("c", "Default")])
def test_match_impl_takes_the_first_constant_that_is_equal(letter: str, module: str) -> None:
    branches = [("a", main("First", job)), ("b", main("Second", job)), ("a", main("Never", job))]
    choice = match_impl(value(LETTERS), branches, default=main("Default", job))
    assert isinstance(choice, If)
    assert shape(choice.choose({"letter": letter})) == (module,)


def test_a_list_of_a_key_is_equal_to_the_list_that_a_branch_says(tmp_path: Path) -> None:
    text = """
    names = key("names", opt(list_of(str), ["a"]))
    one, two, none = main("One", job >> job), main("Two", job >> job), main("None", job >> job)
    register("app", [match_impl(value(names), [(["a"], one), (("a", "b"), two)], default=none)(noop)])
    """
    assert plan(tmp_path, text).connects[-2].device.module == "One"
    assert plan(tmp_path, text, given={"names": "a,b"}).connects[-2].device.module == "Two"
    assert plan(tmp_path, text, given={"names": "b"}).connects[-2].device.module == "None"


def test_a_condition_may_be_computed_from_a_key_or_need_none() -> None:
    one, two = main("One", job), main("Two", job)
    choice = if_impl(value(LETTERS).map(lambda letter: letter > "m"), one, two)
    constant = if_impl(pure(False), one, two)
    assert isinstance(choice, If)
    assert isinstance(constant, If)
    assert choice.choose({"letter": "n"}) is one
    assert choice.choose({"letter": "a"}) is two
    assert choice.condition.keys == {LETTERS}
    assert constant.choose({}) is two


def test_walking_visits_each_term_once_before_what_is_below_it() -> None:
    shared = main("Shared", job)
    user = main("User", job >> job >> job, extra_deps=[shared])(shared, noop)
    seen: list[str] = []
    walk(user, lambda impl: seen.append(str(impl)))
    assert seen == ["User", "Shared", "Unit"]


def test_a_deep_term_needs_no_deep_recursion() -> None:
    layer = main("Layer", job >> job)
    term: Impl = noop
    for _ in range(20_000):
        term = layer(term)
    seen: list[Impl] = []
    walk(term, seen.append)
    assert len(seen) == 20_001


def test_messages_name_a_term_by_its_module_and_type() -> None:
    assert str(main("Unikernel.Main", job >> job)(noop)) == "Unikernel.Main"
    assert repr(main("U", job >> job)) == "<U: job >> job>"
    assert repr(if_impl(value(BOOL), noop, noop)) == "<a choice of job: job>"


def test_a_key_in_a_condition_is_a_key_of_the_unikernel(tmp_path: Path) -> None:
    text = """
    k = key("full", opt(bool, False, stage="configure"))
    register("app", [if_impl(value(k), noop, noop)])
    """
    keys: list[Key] = list(plan(tmp_path, text).keys)
    assert "full" in [key.name for key in keys]
