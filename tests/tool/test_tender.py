"""The commands that start guests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirage_scons.model.errors import ConfigError
from mirage_scons.tool.tender import Boot, attach, command, ended, quoted, xl

BOOT = Boot("./app", {"net0": "tap0"}, {"disk0": "a.img"}, "64", ["-x"], ["--a=b"])


@pytest.mark.parametrize("target", ["hvt", "spt"])
def test_solo5_s_tenders_take_devices_by_name(target: str) -> None:
    assert command(f"solo5-{target}", target, BOOT) == (
        f"solo5-{target} -x --mem=64 --net:net0=tap0 --block:disk0=a.img ./app --a=b".split()
    )


def test_the_script_for_virtio_takes_one_device_of_a_kind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    words = "solo5-virtio-run -x -m 64 -n tap0 -d a.img -- ./app --a=b"
    assert command("solo5-virtio-run", "virtio", BOOT) == words.split()


@pytest.mark.parametrize(
    "boot",
    [
        Boot("./app", {"n0": "tap0", "n1": "tap1"}, {}, "", [], []),
        Boot("./app", {}, {"d0": "a.img", "d1": "b,c.img"}, "", ["-H", "qemu"], []),
        Boot("./app", {}, {}, "", [], ['"--hello=a b"', "x,y"]),
    ],
)
def test_where_that_is_not_enough_qemu_is_started(boot: Boot) -> None:
    words = command("solo5-virtio-run", "virtio", boot)
    assert words[0] == "qemu-system-x86_64"
    assert words[words.index("-m") + 1] == "128"
    assert words[words.index("-kernel") + 1] == "./app"
    assert [word for word in words if word.startswith("tap,")] == [
        f"tap,id=n{number},ifname={interface},script=no,downscript=no"
        for number, interface in enumerate(boot.networks.values())
    ]
    drives = [f"file={file.replace(',', ',,')},if=virtio,format=raw" for file in boot.blocks.values()]
    assert [word for word in words if word.startswith("file=")] == drives
    if boot.args:
        assert words[-2:] == ["-append", '"--hello=a b" x,,y']
    if boot.options == ["-H", "qemu"]:
        assert words[words.index("-accel") + 1] == "tcg"


def test_qemu_ends_with_83_where_a_guest_for_virtio_ends() -> None:
    assert [ended("virtio", 83), ended("virtio", 1), ended("hvt", 83)] == [0, 1, 83]


def test_xl_reads_what_is_attached() -> None:
    template = "@NAME@ @KERNEL@ @MEMORY@ @BLOCK:disk0@ @NETWORK:net0@\n"
    text = xl(template, "app", BOOT)
    assert text == f"app {os.path.abspath('app')} 64 {os.path.abspath('a.img')} tap0\n\nextra = '--a=b'\n"


def parse_argv(text: str) -> list[str]:
    """The words of a command line as opam's parse-argv splits it: quotes and backslashes protect what follows."""
    words: list[str] = []
    word, is_quoted, is_escaped = "", False, False
    for char in text:
        if is_escaped or char not in '\\" ' or (char == " " and is_quoted):
            word, is_escaped = word + char, False
        elif char == "\\":
            is_escaped = True
        elif char == '"':
            is_quoted = not is_quoted
        else:
            words, word = [*words, word], ""
    return [word for word in [*words, word] if word]


@given(st.lists(st.text(' "\\=ab-é', min_size=1)))
def test_words_arrive_in_the_guest_as_they_were_given(words: list[str]) -> None:
    assert parse_argv(" ".join(map(quoted, words))) == words


def test_devices_are_attached_by_kind_in_the_order_of_the_unikernel(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.touch()
    attached = {"service": "network", "b": "block", "a": "block"}
    found = attach("app", attached, {"block:a": str(disk), "block:b": str(disk), "net:service": "tap0"})
    assert found == {"network": {"service": "tap0"}, "block": {"b": str(disk), "a": str(disk)}}
    assert list(found["block"]) == ["b", "a"]


@pytest.mark.parametrize(
    ("given_words", "expected"),
    [
        ({}, "app needs net:service and block:a attached\n  Write net:service=tap0 block:a=disk.img."),
        ({"net:service": "", "block:a": "/dev/null"}, "app needs net:service attached\n  Write net:service=tap0."),
        (
            {"net:servic": "tap0"},
            "net:servic=tap0: app has no such device\n  Did you mean net:service?",
        ),
    ],
)
def test_what_is_missing_and_what_is_not_there_is_said(given_words: dict[str, str], expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        attach("app", {"service": "network", "a": "block"}, given_words)
    assert str(caught.value) == expected
