"""What is said of a unikernel: to a person, and to other programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from configs import MAIN, plan, unikernel

from mirage_scons.model.errors import ConfigError
from mirage_scons.plan.plan import resolve
from mirage_scons.render.describe import describe, shown
from mirage_scons.render.facts import facts
from mirage_scons.render.files import render
from mirage_scons.render.query import answer, answers

KEYS = """
must = key("must", required(str))
many = key("many", opt_all(int))
on = key("on", flag())
big = key("big", opt(bool, False, stage="configure"))
one, two = (impl(name, job, keys=[key(name.lower(), opt(str, "x"))]) for name in ("One", "Two"))
register("app", [main("U", job >> job)(if_impl(value(big), one, two))], keys=[must, many, on])
"""


def described(directory: Path, *, full: bool = True, **given: list[str]) -> list[str]:
    """The description of a unikernel with many kinds of keys."""
    resolved = resolve(unikernel(directory, KEYS), "unix", given, {}, full=full)
    return describe("app", "unix", "app", resolved, (), ()).splitlines()


def test_keys_are_listed_with_their_values_and_whether_these_were_given(tmp_path: Path) -> None:
    lines = [line[11:] for line in described(tmp_path, many=["1", "2"], on=["true"])]
    assert {"many=1 2", "on=true", "big=false (default)", "two=x (default)", "target=unix"} <= set(lines)
    assert "many= (default)" in [line[11:] for line in described(tmp_path)]


def test_a_required_key_without_a_value_is_its_name(tmp_path: Path) -> None:
    assert "must" in [line[11:] for line in described(tmp_path)]
    assert "must=here" in [line[11:] for line in described(tmp_path, must=["here"])]


def test_an_open_choice_has_the_keys_of_all_its_branches(tmp_path: Path) -> None:
    lines = [line[11:] for line in described(tmp_path, full=False)]
    assert {"one=x (default)", "two=x (default)"} <= set(lines)
    assert "one=x (default)" not in [line[11:] for line in described(tmp_path)]


def test_each_field_begins_with_its_title_in_eleven_columns(tmp_path: Path) -> None:
    titles = [line[:11].rstrip() for line in described(tmp_path)]
    assert [title for title in titles if title] == ["Name", "Target", "Image", "Keys"]


def test_packages_and_libraries_are_said_if_there_are_any(tmp_path: Path) -> None:
    made = plan(tmp_path, MAIN)
    resolved = resolve(unikernel(tmp_path, MAIN), "unix", {}, {})
    text = describe("app", "unix", "app", resolved, made.packages, made.libraries)
    assert '\nPackages   "duration" { ?monorepo & < "1.0.0" }\n           "lwt" { ?monorepo }\n' in text
    assert "\nLibraries  duration, lwt, " in text
    assert max(map(len, text.splitlines())) <= 80


def test_every_question_has_an_answer(tmp_path: Path) -> None:
    made = plan(tmp_path, MAIN, "xen")
    found = answers(made, render(made))
    assert list(found)[:8] == ["name", "packages", "libraries", "keys", "opam", "files", "install", "manifest"]
    assert {"main.ml", "key_gen.ml", "dune", "dune-project", "manifest.json", "app.xl", "app.xl.in"} <= found.keys()
    assert all(text.endswith("\n") for text in found.values())
    assert found["install"] == "bin app.xen\n"
    assert found["files"].split() == sorted({*render(made).target})


def test_keys_are_answered_as_they_are_given(tmp_path: Path) -> None:
    made = plan(tmp_path, KEYS, given={"many": ["1", "2"]})
    lines = answer(made, render(made), "keys").splitlines()
    assert {"many=1 2", "big=false", "must", "target=unix"} <= set(lines)
    assert lines == sorted(lines)


def test_keys_are_told_to_programs_as_words_of_a_command_line(tmp_path: Path) -> None:
    made = plan(tmp_path, KEYS, given={"many": ["1", "2"]})
    keys = {key["name"]: key for key in facts(made, render(made), str)["keys"]}
    assert [keys["many"][word] for word in ("default", "value", "given", "kind")] == [[], ["1", "2"], True, "opt_all"]
    assert [keys["must"][word] for word in ("default", "value", "given")] == [None, None, False]
    assert [keys["big"][word] for word in ("default", "value", "stage")] == ["false", "false", "configure"]


def test_every_question_has_an_answer_for_programs(tmp_path: Path) -> None:
    for target in ("unix", "xen"):
        made = plan(tmp_path, MAIN, target)
        files = render(made)
        assert facts(made, files, str).keys() == answers(made, files).keys()


def test_a_manifest_is_that_of_a_guest(tmp_path: Path) -> None:
    made = plan(tmp_path, MAIN, "hvt")
    assert answer(made, render(made), "manifest") == render(made).target["manifest.json"]


@pytest.mark.parametrize(
    ("asked", "same"), [("nam", "name"), ("lib", "libraries"), ("dune.build", "dune"), ("key_", "key_gen.ml")]
)
def test_the_beginning_of_a_word_is_enough_where_it_is_clear(asked: str, same: str, tmp_path: Path) -> None:
    made = plan(tmp_path, MAIN)
    files = render(made)
    assert answer(made, files, asked) == answers(made, files)[same]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("dune-", "query=dune-: dune-project and dune-workspace begin so\n  One of name, packages,"),
        ("manifest", "query=manifest: an image for unix has no manifest\n  Guests have them: target=hvt."),
        ("", "query= is not known\n  One of name,"),
        ("packges", "query=packges is not known\n  Did you mean packages?"),
        ("dune.dist", "query=dune.dist: no such file is generated\n  scons copies what was built into dist/."),
        ("dune.config", "query=dune.config: no such file is generated\n  A config.py is read, not compiled."),
    ],
)
def test_a_question_that_nobody_can_answer_is_an_error(asked: str, message: str, tmp_path: Path) -> None:
    made = plan(tmp_path, MAIN)
    with pytest.raises(ConfigError) as caught:
        answer(made, render(made), asked)
    assert str(caught.value).startswith(message)


def test_branches_of_an_open_choice_may_have_keys_of_one_name(tmp_path: Path) -> None:
    text = 'register("app", [main("U", stackv4v6 >> job)(generic_stackv4v6(default_network))])\n'
    resolved = resolve(unikernel(tmp_path, text), "unix", {}, {}, full=False)
    assert [shown(key, key.arg.default) for key in resolved.keys if key.name == "ipv4"] == ["0.0.0.0/0", "10.0.0.2/24"]
    given = resolve(unikernel(tmp_path, text), "unix", {"ipv4": ["10.0.0.9/8"]}, {}, full=False)
    assert given.context["ipv4"] == "10.0.0.9/8"
