"""Which of several words for one thing wins: by who gives it, then by whether it is for one unikernel."""

from __future__ import annotations

import copy
import json

import pytest

from mirage_scons.model.errors import ConfigError, Location
from mirage_scons.model.word import COMMAND_LINE, SAVED, SCONSTRUCT, Origin, Word, origin_of
from mirage_scons.tool.variables import (
    ONE_RUN,
    OWN,
    Known,
    all_targets,
    are_all,
    attached_to,
    chosen_targets,
    given_to,
    host_target,
    output_of,
    overrides,
    target_words,
    word_of,
)


def file(text: str) -> Word:
    return Word(text, Origin(SAVED, "mirage.vars:1", Location("/p/mirage.vars", 1)))


def build(text: str) -> Word:
    return Word(text, Origin(SCONSTRUCT, "SConstruct:5", Location("/p/SConstruct", 5)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([("hello", build("a"))], ["a"]),
        ([("hello", build("a")), ("hello", file("b"))], ["b"]),
        ([("hello", build("a")), ("hello", file("b")), ("hello", "c")], ["c"]),
        ([("app.hello", file("b")), ("hello", "c")], ["c"]),
        ([("app.hello", "c"), ("hello", "d")], ["c"]),
        ([("hello", file("b")), ("app.hello", file("c"))], ["c"]),
        ([("hello", build("a")), ("other.hello", "c")], ["a"]),
        ([("hello", file("a")), ("hello", file("b"))], ["a", "b"]),
        ([("hello", "a"), ("hello", "b")], ["a", "b"]),
    ],
)
def test_the_command_line_wins_over_the_file_and_that_over_the_sconstruct(
    words: list[tuple[str, str]], expected: list[str]
) -> None:
    assert given_to("app", words)["hello"] == expected


def test_devices_and_outputs_follow_the_same_rule() -> None:
    words = [("net:a", file("tap0")), ("app.net:a", file("tap1")), ("net:b", file("tap2")), ("net:a", "tap3")]
    assert attached_to("app", words) == {"net:a": "tap3", "net:b": "tap2"}
    assert attached_to("app", words[:3]) == {"net:a": "tap1", "net:b": "tap2"}
    assert output_of("app", [("app.output", file("x")), ("output", "y")]) == "y"
    assert output_of("app", [("app.output", "x"), ("output", "y")]) == "x"
    assert output_of("app", []) is None


def test_a_word_of_the_tool_is_the_last_of_the_strongest() -> None:
    assert word_of("mem", [("mem", "1"), ("mem", "2"), ("mem", file("3"))]) == "2"
    assert word_of("mem", []) is None
    assert overrides([("override", file("a:x")), ("override", "b:y")], {"c": "z"}) == {"b": "y", "c": "z"}


def test_the_targets_are_those_of_the_strongest() -> None:
    environ = {"MODE": "hvt", "MIRAGE_DEFAULT_TARGET": "spt"}
    assert chosen_targets(target_words([], environ)) == ["hvt"]
    assert chosen_targets(target_words([], {**environ, "MODE": ""})) == ["spt"]
    assert chosen_targets(target_words([], {})) == [host_target()]
    words = [("target", build("xen")), ("target", build("unix"))]
    assert chosen_targets(target_words(words, environ)) == ["xen", "unix"]
    assert chosen_targets(target_words([*words, ("target", file("muen"))], environ)) == ["muen"]
    assert chosen_targets(target_words([*words, ("t", "spt,hvt,spt")], environ)) == ["spt", "hvt"]


def test_where_a_target_comes_from_is_known() -> None:
    origins = [origin_of(target_words([], environ)[0]).text for environ in ({"MODE": "hvt"}, {})]
    assert origins == ["MODE in the environment", "this machine"]


def test_all_stands_for_every_guest_and_this_machine_s_processes() -> None:
    asked = target_words([("target", "all,hvt")], {})
    assert are_all(asked)
    assert chosen_targets(asked) == ["hvt"]
    assert not are_all(target_words([("target", "hvt")], {}))
    assert {*all_targets()} == {host_target(), "hvt", "spt", "virtio", "muen", "genode", "xen", "qubes"}


def test_what_is_wrong_in_a_file_is_named_by_its_line() -> None:
    known = Known({"app": ["hello"]}, {})
    with pytest.raises(ConfigError, match=r"^/p/mirage.vars:1: unknown key helo in helo=x\n  Did you mean hello\?"):
        known.check([("helo", file("x"))], [])
    with pytest.raises(ConfigError, match=r"^/p/mirage.vars:1: target=vax: invalid value"):
        chosen_targets(target_words([("target", file("vax"))], {}))
    with pytest.raises(ConfigError, match=r"^/p/mirage.vars:1: output=/ cannot be"):
        output_of("app", [("output", file("/"))])


def test_a_host_s_variable_is_its_own_on_the_command_line_only() -> None:
    known = Known({"app": ["hello"]}, {})
    known.check([("prefix", "x")], ["prefix"])
    with pytest.raises(ConfigError, match="unknown key prefix"):
        known.check([("prefix", file("x"))], ["prefix"])


def test_a_word_is_a_text_with_an_origin() -> None:
    word = file("x")
    assert (word, json.dumps(word), type(str(word))) == ("x", '"x"', str)
    assert origin_of(copy.deepcopy(word)) == word.origin
    assert origin_of("x") == COMMAND_LINE


def test_what_is_for_one_run_is_a_variable() -> None:
    assert set(ONE_RUN) <= OWN.keys()


def test_a_key_may_be_called_as_a_variable_of_the_tool_is() -> None:
    words = [("mem", build("1")), ("output", build("x")), ("mem", "64"), ("target", build("hvt"))]
    assert given_to("app", words) == {"mem": ["1"], "output": ["x"]}
    assert given_to("app", [*words, ("app.mem", "2")])["mem"] == ["2"]
    assert output_of("app", words) is None
