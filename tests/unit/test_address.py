"""Addresses: what is read as one, how it is written, and that OCaml's ipaddr agrees."""

from __future__ import annotations

import subprocess
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirage_scons.dsl import Converter, ip_address, ipv4_address, ipv4_prefix, ipv6_address, ipv6_prefix

LENGTHS4, LENGTHS6 = st.integers(0, 32), st.integers(0, 128)


@pytest.mark.parametrize(
    ("conv", "word", "text"),
    [
        (ipv4_address, "10.0.0.1", "10.0.0.1"),
        (ipv4_prefix, "10.0.0.2/24", "10.0.0.2/24"),
        (ipv4_prefix, "0.0.0.0/0", "0.0.0.0/0"),
        (ipv6_address, "FD00:0:0::1", "fd00::1"),
        (ipv6_address, "::ffff:1.2.3.4", "::ffff:1.2.3.4"),
        (ipv6_prefix, "fd00::2/064", "fd00::2/64"),
        (ip_address, "10.0.0.1", "10.0.0.1"),
        (ip_address, "fd00::1", "fd00::1"),
    ],
)
def test_a_word_is_read_and_written_in_one_way(conv: Converter, word: str, text: str) -> None:
    assert conv.parse(word) == text
    assert conv.take(word) == text
    assert conv.show(text) == text


@pytest.mark.parametrize(
    ("conv", "words"),
    [
        (ipv4_address, ["", "10.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.1/24", "fd00::1", " 10.0.0.1", "a"]),
        (ipv4_prefix, ["10.0.0.1", "10.0.0.1/33", "10.0.0.1/255.255.255.0", "10.0.0.1/", "/24", "fd00::/8"]),
        (ipv6_address, ["", "10.0.0.1", "fd00::1%eth0", "fd00:::1", "fd00::1/64", "12345::"]),
        (ipv6_prefix, ["fd00::1", "fd00::1/129", "fd00::1%eth0/64", "10.0.0.1/24"]),
        (ip_address, ["", "host", "10.0.0.1:80", "fd00::1%1"]),
    ],
)
def test_what_is_no_address_is_refused_with_an_example(conv: Converter, words: list[str]) -> None:
    for word in words:
        with pytest.raises(ValueError, match=r"^expected an IP"):
            conv.parse(word)
        with pytest.raises(ValueError, match=r"^Write one as in"):
            conv.take(word)


@pytest.mark.parametrize(
    ("conv", "text", "literal", "runtime"),
    [
        (ip_address, "10.0.0.1", '(Ipaddr.of_string_exn "10.0.0.1")', "ip_address"),
        (ipv4_address, "10.0.0.1", '(Ipaddr.V4.of_string_exn "10.0.0.1")', "ipv4_address"),
        (ipv4_prefix, "10.0.0.2/24", '(Ipaddr.V4.Prefix.of_string_exn "10.0.0.2/24")', "ipv4"),
        (ipv6_address, "fd00::1", '(Ipaddr.V6.of_string_exn "fd00::1")', "ipv6_address"),
        (ipv6_prefix, "fd00::2/64", '(Ipaddr.V6.Prefix.of_string_exn "fd00::2/64")', "ipv6"),
    ],
)
def test_it_is_written_as_ocaml_and_read_by_the_program(conv: Converter, text: str, literal: str, runtime: str) -> None:
    assert conv.literal(text) == literal
    assert conv.runtime == f"Mirage_runtime.Arg.{runtime}"


@given(st.ip_addresses(v=4), LENGTHS4, st.ip_addresses(v=6), LENGTHS6)
def test_every_address_survives(four: IPv4Address, length4: int, six: IPv6Address, length6: int) -> None:
    assert IPv4Address(ipv4_address.parse(str(four))) == four
    assert IPv6Address(ipv6_address.parse(str(six))) == six
    assert ipv4_prefix.parse(f"{four}/{length4}") == f"{four}/{length4}"
    assert ipv6_prefix.parse(f"{six}/{length6}").endswith(f"/{length6}")
    for conv, word in ((ipv4_address, str(four)), (ipv6_address, str(six)), (ip_address, str(six))):
        assert conv.parse(conv.parse(word)) == conv.parse(word)


def test_ipaddr_reads_every_literal_and_means_the_same(tmp_path: Path) -> None:
    words = ["::", "::1", "1::", "fd00::1:0:0:1", "::ffff:1.2.3.4", "1:0:2:0:3:0:4:0", "::1.2.3.4", "ff02::1"]
    lines = [
        f"let () = print_endline (Ipaddr.V6.to_string {ipv6_address.literal(ipv6_address.parse(w))})" for w in words
    ]
    lines.append(f"let () = print_endline (Ipaddr.V4.Prefix.to_string {ipv4_prefix.literal('10.0.0.2/24')})")
    lines.append(f"let () = print_endline (Ipaddr.V6.Prefix.to_string {ipv6_prefix.literal('fd00::2/64')})")
    (tmp_path / "read.ml").write_text("\n".join(lines))
    command = ["ocamlfind", "ocamlopt", "-package", "ipaddr", "-linkpkg", "read.ml", "-o", "read.exe"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    read = subprocess.run([tmp_path / "read.exe"], capture_output=True, text=True, check=True).stdout.split()
    assert [IPv6Address(text) for text in read[: len(words)]] == [IPv6Address(word) for word in words]
    assert read[len(words) :] == ["10.0.0.2/24", "fd00::2/64"]
