"""The saved file: what is written is read again, what people write in it stays, what is wrong is named by its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirage_scons.model.errors import ConfigError
from mirage_scons.model.word import SAVED, origin_of
from mirage_scons.tool.saved import edited, saved

NAMES = st.sampled_from(["target", "hello", "app.hello", "net:a", "ipv4-gateway", "é"])
VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
WORDS = st.lists(st.tuples(NAMES, VALUES), max_size=8)


def read(text: str, tmp_path: Path) -> list[tuple[str, str]]:
    path = tmp_path / "mirage.vars"
    path.write_bytes(text.encode())
    return [(name, str(word)) for name, word in saved(path)]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("saved")


@given(words=WORDS)
def test_what_is_saved_is_read_again(words: list[tuple[str, str]], scratch: Path) -> None:
    names = dict.fromkeys(name for name, _ in words)
    assert read(edited("", words, set()), scratch) == [pair for name in names for pair in words if pair[0] == name]


@given(first=WORDS, second=WORDS, gone=st.sets(NAMES))
def test_what_is_saved_anew_replaces_and_all_else_stays(
    first: list[tuple[str, str]], second: list[tuple[str, str]], gone: set[str], scratch: Path
) -> None:
    before = edited("# mine\n\n", first, set())
    after = edited(before, second, gone)
    assert after.startswith("# mine\n")
    new = {name for name, _ in second}
    found = read(after, scratch)
    for name in {name for name, _ in first} | new:
        expected = second if name in new else [] if name in gone else first
        assert [pair for pair in found if pair[0] == name] == [pair for pair in expected if pair[0] == name]


@given(words=WORDS, gone=st.sets(NAMES))
def test_saving_twice_is_saving_once(words: list[tuple[str, str]], gone: set[str]) -> None:
    once = edited("# mine\nhello = a\n", words, gone)
    assert edited(once, words, gone) == once


def test_a_value_is_what_would_stand_on_the_command_line(tmp_path: Path) -> None:
    text = "# remark\n\n  target=hvt,spt  \r\nargs = --logs=debug -x\npin = git+https://x/y#main\nempty =\n"
    assert read(text, tmp_path) == [
        ("target", "hvt,spt"),
        ("args", "--logs=debug -x"),
        ("pin", "git+https://x/y#main"),
        ("empty", ""),
    ]
    assert edited("", [("a", "b c"), ("d", " e"), ("f", 'g"')], set()) == 'a = b c\nd = " e"\nf = g"\n'


def test_all_is_forgotten_but_remarks(tmp_path: Path) -> None:
    assert edited("# mine\nhello = a\ntarget = unix\n", [("delay", "2")], {"all"}) == "# mine\ndelay = 2\n"


def test_each_word_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mirage.vars"
    path.write_text("# mine\nhello = a\n")
    [(_, word)] = saved(path)
    origin = origin_of(word)
    assert (origin.rank, origin.text, str(origin.where)) == (SAVED, "mirage.vars:2", f"{path}:2")


def test_no_file_gives_nothing(tmp_path: Path) -> None:
    assert saved(tmp_path / "mirage.vars") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"target = unix\nhello\n", ":2: hello gives nothing\n  Write NAME = VALUE, or # before a remark."),
        (b"= unix\n", ":1: = unix gives nothing"),
        (b"my key = unix\n", ":1: my key = unix gives nothing"),
        (b'hello = "x\n', ':1: "x is no text in quotation marks\n  Close it with "'),
        (b'hello = "x" y\n', ':1: "x" y is no text in quotation marks'),
        (b"a = b\nhello = \xff\n", ":2: this is no UTF-8"),
    ],
)
def test_a_mistake_is_named_by_its_line(text: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "mirage.vars"
    path.write_bytes(text)
    with pytest.raises(ConfigError) as caught:
        saved(path)
    assert str(caught.value).startswith(f"{path}{said}")


def test_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "mirage.vars"
    path.mkdir()
    with pytest.raises(ConfigError, match=r"cannot read .*mirage.vars: Is a directory"):
        saved(path)
