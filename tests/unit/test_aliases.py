"""Aliases, which give other keys values, and groups, which tell keys of the same kind apart."""

from __future__ import annotations

from pathlib import Path

from configs import plan

from mirage_scons.dsl import flag, key, opt
from mirage_scons.render.key_gen import key_gen

SMALL = """
heap, name = key("heap", opt(int, 100)), key("name", opt(str, "big", stage="configure"))
small = alias("small", {heap: 1, name: "small"}, doc="Everything small.")
choice = if_impl(value(name).map(lambda name: name == "small"), impl("Small", job), impl("Big", job))
register("app", [main("U", job >> job, keys=[heap])(choice)], keys=[small])
"""


def test_an_alias_sets_keys_and_makes_choices(tmp_path: Path) -> None:
    made = plan(tmp_path, SMALL, given={"small": "true"})
    assert (made.context["heap"], made.context["name"]) == (1, "small")
    assert "Small" in [vertex.device.module for vertex in made.connects]


def test_an_alias_that_is_not_given_sets_nothing(tmp_path: Path) -> None:
    for given in ({}, {"small": "false"}):
        made = plan(tmp_path, SMALL, given=given)
        assert {"heap", "name"} & made.context.keys() == set()
        assert "Big" in [vertex.device.module for vertex in made.connects]


def test_a_key_that_is_given_itself_wins_over_an_alias(tmp_path: Path) -> None:
    made = plan(tmp_path, SMALL, given={"small": "true", "heap": "7"})
    assert (made.context["heap"], made.context["name"]) == (7, "small")


def test_the_program_sees_the_alias_as_a_constant_and_the_values_that_it_set(tmp_path: Path) -> None:
    text = key_gen(plan(tmp_path, SMALL, given={"small": "true"}))
    assert "let small () = true\n" in text
    assert 'let name () = "small"\n' in text
    assert "Functoria_runtime.Arg.opt Cmdliner.Arg.int (1)" in text


def test_keys_that_an_alias_sets_belong_to_the_unikernel(tmp_path: Path) -> None:
    text = 'k = key("k", opt(int, 1))\nregister("app", [noop], keys=[alias("a", {k: 2})])\n'
    assert {"a", "k"} <= {key.name for key in plan(tmp_path, text).keys}


def test_an_alias_of_a_device_counts_where_it_sets_a_key_that_chooses(tmp_path: Path) -> None:
    text = """
    big = key("big", opt(bool, False, stage="configure"))
    huge = alias("huge", {big: True})
    choice = if_impl(value(big), impl("Big", job), impl("Small", job, keys=[huge]))
    register("app", [main("U", job >> job)(choice)])
    """
    assert "Small" in [vertex.device.module for vertex in plan(tmp_path, text).connects]
    made = plan(tmp_path, text, given={"huge": "true"})
    assert "Big" in [vertex.device.module for vertex in made.connects]


def test_two_aliases_may_agree(tmp_path: Path) -> None:
    text = """
    k = key("k", opt(int, 1))
    register("app", [noop], keys=[alias("a", {k: 2}), alias("b", {k: 2})])
    """
    assert plan(tmp_path, text, given={"a": "true", "b": "true"}).context["k"] == 2


def test_a_group_is_part_of_the_name_and_of_every_option() -> None:
    made = key("port", opt(int, 80), names=["p", "port"], group="web")
    assert (made.name, made.names, made.accessor) == ("web-port", ("web-p", "web-port"), "web_port")
    assert key("port", flag(), group="").name == "port"


def test_keys_of_two_groups_do_not_clash(tmp_path: Path) -> None:
    text = """
    def server(port, group):
        k = key("port", opt(int, port), group=group)
        return impl("Server", job, keys=[k], connect=lambda info, module, args: f"serve {k.call()}")
    register("app", [main("U", job >> job >> job)(server(80, "a"), server(81, "b"))])
    """
    made = plan(tmp_path, text, given={"b-port": "82"})
    assert [key.name for key in made.keys if key.name.endswith("port")] == ["a-port", "b-port"]
    assert made.context["b-port"] == 82
