"""Choices: which are made when, what their arguments become, and what they cost in numbers."""

from __future__ import annotations

from typing import Any

from mirage_scons.dsl import if_impl, job, key, main, match_impl, noop, opt, value
from mirage_scons.model.impl import App, Dev, If, Impl
from mirage_scons.plan.evaluate import evaluate, leftmost, simplify

LEFT, RIGHT = key("left", opt(bool, True)), key("right", opt(bool, True))
ONE, TWO = main("One", job >> job), main("Two", job >> job)
ROOT = main("Root", job >> job >> job)


def modules(root: Impl, context: dict[str, Any]) -> list[str]:
    """The variables of the graph of ``root``, in the order of their numbers."""
    vertices = evaluate(root, context).emission()
    return [vertex.variable for vertex in sorted(vertices, key=lambda vertex: vertex.number)]


def test_all_choices_are_made_when_all_is_known() -> None:
    choice = if_impl(value(LEFT), ONE, TWO)(noop)
    made = simplify(choice, {"left": False})
    assert isinstance(made, Dev)
    assert made.device.module == "Two"


def test_keys_that_were_not_given_have_their_defaults_when_all_choices_are_made() -> None:
    assert str(simplify(if_impl(value(LEFT), ONE, TWO), {})) == "One"


def test_only_choices_whose_keys_are_all_given_are_made_when_not_all_is_known() -> None:
    root = ROOT(if_impl(value(LEFT), ONE, TWO)(noop), if_impl(value(RIGHT), ONE, TWO)(noop))
    made = simplify(root, {"left": False}, full=False)
    assert isinstance(made, Dev)
    known, unknown = made.args
    assert isinstance(known, Dev)
    assert isinstance(unknown, App)
    assert isinstance(unknown.function, If)
    assert str(known) == "Two"


def test_all_branches_and_the_default_of_a_choice_that_is_kept_are_simplified() -> None:
    inner = if_impl(value(LEFT), ONE, TWO)
    outer = match_impl(value(RIGHT), [(False, inner)], default=inner)
    made = simplify(outer, {"left": False}, full=False)
    assert isinstance(made, If)
    assert [str(branch) for _, branch in made.branches] == ["Two"]
    assert str(made.default) == "Two"


def test_a_choice_without_keys_is_always_made() -> None:
    choice = match_impl(value(LEFT).map(bool), [(True, ONE)], default=TWO)
    constant = if_impl(value(key("k", opt(bool, True))), choice, ONE)
    assert isinstance(simplify(constant, {}, full=False), If)
    assert str(simplify(constant, {"k": True, "left": True}, full=False)) == "One"


def test_arguments_of_a_choice_go_to_what_is_chosen() -> None:
    one, two = main("One", job >> job >> job), main("Two", job >> job >> job)(noop)
    argument = main("Argument", job)
    partial = if_impl(value(LEFT), one(argument), two)
    made = simplify(partial(noop), {})
    assert isinstance(made, Dev)
    assert (str(made), [str(arg) for arg in made.args]) == ("One", ["Argument", "Unit"])
    assert made.type == job


def test_a_choice_among_choices_that_is_applied_is_one_device() -> None:
    inner = if_impl(value(RIGHT), ONE, TWO)
    made = simplify(if_impl(value(LEFT), inner, inner)(noop), {"right": False})
    assert isinstance(made, Dev)
    assert (str(made), len(made.args)) == ("Two", 1)


def test_a_choice_that_is_made_costs_no_number() -> None:
    choice = simplify(if_impl(value(LEFT), ONE, TWO)(noop), {})
    assert modules(ROOT(choice, noop), {}) == ["unit__1", "one__2", "root__3"]


def test_an_application_that_is_left_to_evaluation_costs_one_number_more() -> None:
    choice = if_impl(value(LEFT), ONE, TWO)(noop)
    assert modules(ROOT(choice, noop), {}) == ["unit__2", "one__3", "root__4"]
    assert modules(ROOT(choice, choice), {"left": False}) == ["unit__2", "two__3", "root__4"]


def test_an_application_that_is_left_to_evaluation_comes_after_the_arguments_of_what_is_chosen() -> None:
    one, argument = main("One", job >> job >> job), main("Argument", job)
    choice = if_impl(value(LEFT), one(argument), ONE)(noop)
    root = evaluate(choice, {}).root
    assert [vertex.variable for vertex in root.args] == ["argument__1", "unit__3"]


def test_what_is_chosen_twice_is_one_vertex() -> None:
    left, right = if_impl(value(LEFT), ONE, TWO), if_impl(value(RIGHT), TWO, ONE)
    root = simplify(ROOT(left(noop), right(noop)), {"right": False})
    assert modules(root, {}) == ["unit__1", "one__2", "root__3"]


def test_the_branch_that_is_not_taken_is_not_in_the_graph() -> None:
    root = ROOT(if_impl(value(LEFT), ONE(main("Deep", job)), noop), noop)
    assert modules(simplify(root, {"left": False}), {}) == ["unit__1", "root__2"]


def test_the_device_of_an_application_is_found_through_choices() -> None:
    assert leftmost(if_impl(value(LEFT), ONE, TWO)(noop), {"left": False}).module == "Two"
    assert leftmost(ROOT(noop, noop), {}).module == "Root"


def test_a_long_chain_of_choices_and_devices_needs_no_deep_recursion() -> None:
    term: Impl = noop
    for _ in range(3_000):
        term = if_impl(value(LEFT), ONE(term), noop)
    assert len(evaluate(simplify(term, {}), {}).emission()) == 3_001
