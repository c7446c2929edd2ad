"""Converters: a word of the command line becomes a value, a value becomes a word again, OCaml text and a type."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirage_scons.dsl import int64, list_of, one_of, pair_of, some
from mirage_scons.model.convert import (
    BOOL,
    INT,
    LEVELS,
    LOG_THRESHOLD,
    STRING,
    Converter,
    converter,
    enumeration,
    variants,
)

POLICY = enumeration("policy", variants("next-fit", "first-fit", "first"), "Policy.conv")
INTS = st.integers(min_value=-(2**62), max_value=2**62 - 1)
SOURCES = st.text(st.characters(blacklist_characters=":,", blacklist_categories=["Cs"]), min_size=1)
THRESHOLDS = st.tuples(SOURCES, st.sampled_from(sorted(LEVELS)))


def survives(conv: Converter, value: Any) -> None:
    """Check that a value is of the converter's type and is the same after it was shown and parsed."""
    assert conv.take(value) == value
    assert conv.parse(conv.show(value)) == value


@given(st.text())
def test_every_string_survives(text: str) -> None:
    survives(STRING, text)


@given(INTS)
def test_every_number_of_63_bits_survives(number: int) -> None:
    survives(INT, number)


@given(st.booleans())
def test_truth_values_survive(truth: bool) -> None:
    survives(BOOL, truth)


@given(st.sampled_from(["next-fit", "first-fit", "first"]))
def test_words_of_an_enumeration_survive(word: str) -> None:
    survives(POLICY, word)


@given(THRESHOLDS)
def test_log_thresholds_survive(threshold: tuple[str, str]) -> None:
    survives(LOG_THRESHOLD, threshold)


@given(st.lists(INTS))
def test_lists_of_numbers_survive(numbers: list[int]) -> None:
    survives(list_of(int), tuple(numbers))


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1))
def test_every_number_of_64_bits_survives(number: int) -> None:
    survives(int64, number)


@given(st.lists(st.tuples(INTS, st.booleans())))
def test_lists_of_pairs_survive_where_their_separators_differ(pairs: list[tuple[int, bool]]) -> None:
    survives(list_of(pair_of(int, bool, sep=":"), sep=";"), tuple(pairs))


@given(st.lists(THRESHOLDS))
def test_lists_of_log_thresholds_survive(thresholds: list[tuple[str, str]]) -> None:
    survives(list_of(LOG_THRESHOLD), tuple(thresholds))


@given(st.lists(st.text(st.characters(blacklist_characters=",", blacklist_categories=["Cs"])), min_size=2))
def test_lists_of_strings_without_commas_survive(texts: list[str]) -> None:
    survives(list_of(str), tuple(texts))


@given(INTS)
def test_a_value_that_may_be_none_survives_when_it_is_not(number: int) -> None:
    survives(some(int), number)
    assert some(int).take(None) is None


@pytest.mark.parametrize(
    ("conv", "word", "value"),
    [
        (INT, "-17", -17),
        (INT, "0x1F", 31),
        (INT, "0b101", 5),
        (INT, "1_000", 1000),
        (INT, "007", 7),
        (INT, "+0o17", 15),
        (INT, "-0X1f", -31),
        (int64, "0x7fffffffffffffff", 2**63 - 1),
        (pair_of(str, int), "a,1", ("a", 1)),
        (pair_of(str, str, sep=":"), "a:b:c", ("a", "b:c")),
        (list_of(int, sep=":"), "1:2", (1, 2)),
        (one_of("fast", "slow"), "f", "fast"),
        (BOOL, "true", True),
        (STRING, "", ""),
        (list_of(str), "", ()),
        (list_of(str), "a,,b", ("a", "", "b")),
        (LOG_THRESHOLD, "debug", ("*", "debug")),
        (LOG_THRESHOLD, "*:info", ("*", "info")),
        (LOG_THRESHOLD, "tcpip:quiet", ("tcpip", "quiet")),
        (POLICY, "n", "next-fit"),
        (POLICY, "first-", "first-fit"),
        (POLICY, "first", "first"),
    ],
)
def test_a_word_is_read(conv: Converter, word: str, value: object) -> None:
    assert conv.parse(word) == value


@pytest.mark.parametrize(
    ("conv", "word", "message"),
    [
        (INT, "1.5", "expected a whole number"),
        (INT, "", "expected a whole number"),
        (INT, " 5", "expected a whole number"),
        (INT, "٣", "expected a whole number"),
        (INT, "_1", "expected a whole number"),
        (INT, "0x", "expected a whole number"),
        (int64, str(2**63), "expected a whole number of 64 bits"),
        (pair_of(int, int), "1", 'expected a pair with "," between its parts'),
        (pair_of(int, int), "1,x", "expected a whole number"),
        (one_of("fast", "slow"), "slo w", "expected one of fast, slow. Did you mean slow?"),
        (INT, str(-(2**62) - 1), "expected a whole number of 63 bits"),
        (BOOL, "True", "expected true or false"),
        (list_of(int), "1,x", "expected a whole number"),
        (POLICY, "f", "expected one of next-fit, first-fit, first."),
        (POLICY, "", "expected one of next-fit, first-fit, first."),
        (POLICY, "next-fir", "expected one of next-fit, first-fit, first. Did you mean next-fit?"),
        (LOG_THRESHOLD, ":info", f"expected LEVEL or SOURCE:LEVEL, where LEVEL is one of {', '.join(LEVELS)}"),
        (LOG_THRESHOLD, "loud", f"expected LEVEL or SOURCE:LEVEL, where LEVEL is one of {', '.join(LEVELS)}"),
    ],
)
def test_a_word_that_is_none_of_the_type_is_refused_with_what_was_expected(
    conv: Converter, word: str, message: str
) -> None:
    with pytest.raises(ValueError, match="expected") as caught:
        conv.parse(word)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("conv", "value", "literal"),
    [
        (STRING, 'a"b\\', '"a\\"b\\\\"'),
        (INT, 3, "(3)"),
        (INT, -3, "(-3)"),
        (BOOL, True, "true"),
        (int64, -3, "(-3L)"),
        (pair_of(str, int), ("a", 1), '("a", (1))'),
        (list_of(pair_of(int, bool), sep=";"), ((1, True),), "[((1), true)]"),
        (one_of("best-fit", "no"), "best-fit", "`Best_fit"),
        (some(str), None, "(None)"),
        (some(int), 3, "(Some (3))"),
        (list_of(str), (), "[]"),
        (list_of(int), (1, 2), "[(1); (2)]"),
        (some(list_of(str)), ("a",), '(Some ["a"])'),
        (LOG_THRESHOLD, ("*", "info"), "(`All, Some Logs.Info)"),
        (LOG_THRESHOLD, ("tcpip", "quiet"), '(`Src "tcpip", None)'),
        (POLICY, "next-fit", "`Next_fit"),
    ],
)
def test_a_value_is_written_as_ocaml(conv: Converter, value: object, literal: str) -> None:
    assert conv.literal(value) == literal


@pytest.mark.parametrize(
    ("conv", "runtime"),
    [
        (STRING, "Cmdliner.Arg.string"),
        (INT, "Cmdliner.Arg.int"),
        (BOOL, "Cmdliner.Arg.bool"),
        (some(int), "(Cmdliner.Arg.some Cmdliner.Arg.int)"),
        (list_of(LOG_THRESHOLD), "(Cmdliner.Arg.list Mirage_runtime.Arg.log_threshold)"),
        (POLICY, "Policy.conv"),
    ],
)
def test_the_program_reads_a_value_with_the_converter_of_ocaml(conv: Converter, runtime: str) -> None:
    assert conv.runtime == runtime


@pytest.mark.parametrize(
    ("conv", "value"),
    [
        (STRING, 3),
        (STRING, None),
        (INT, "3"),
        (INT, True),
        (INT, 2**62),
        (BOOL, 1),
        (some(int), "3"),
        (list_of(str), "abc"),
        (list_of(str), ("a", 1)),
        (POLICY, "n"),
        (LOG_THRESHOLD, "info"),
        (LOG_THRESHOLD, ("*", "loud")),
    ],
)
def test_a_python_value_of_another_type_is_not_accepted(conv: Converter, value: object) -> None:
    with pytest.raises(ValueError, match=r"^$|^It is one of"):
        conv.take(value)


def test_python_s_own_types_are_converters() -> None:
    assert [converter(type) for type in (str, int, bool)] == [STRING, INT, BOOL]
