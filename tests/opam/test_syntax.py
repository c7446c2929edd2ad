"""opam's format: what is read, how it is written, and where it is wrong."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from grammar import files, values
from hypothesis import given, settings

from mirage_scons.opam.lexer import OpamSyntaxError
from mirage_scons.opam.parser import parse, parse_value
from mirage_scons.opam.printer import show, show_value
from mirage_scons.opam.syntax import (
    Bound,
    Comparison,
    Field,
    File,
    Group,
    Ident,
    Logic,
    Option,
    Prefix,
    Section,
    Update,
    Value,
)

A, B, C = Ident("a"), Ident("b"), Ident("c")
READ: list[tuple[str, Value]] = [
    ('"text"', "text"),
    (r'"a\"b\\c\nd\te\x41\065\ f"', 'a"b\\c\nd\teAA f'),
    ('"one \\\n     line"', "one line"),
    ('"two\nlines"', "two\nlines"),
    ('"""raw "quoted" \\n text"""', 'raw "quoted" \n text'),
    ('"""\\\n  first\n second"""', "first\n second"),
    ("12", 12),
    ("-1_000", -1000),
    ("true", True),
    ("false", False),
    ("with-test", Ident("with-test")),
    ("a+b:installed", Ident("a+b:installed")),
    ("_:share", Ident("_:share")),
    ("[]", []),
    ('["a" b 1]', ["a", B, 1]),
    ("(a b)", Group([A, B])),
    ("a & b | c", Logic("|", Logic("&", A, B), C)),
    ("a | b & c", Logic("|", A, Logic("&", B, C))),
    ("a & b & c", Logic("&", Logic("&", A, B), C)),
    ("!a & b", Logic("&", Prefix("!", A), B)),
    ("!?a", Prefix("!", Prefix("?", A))),
    ('os = "linux" & a', Logic("&", Comparison("=", Ident("os"), "linux"), A)),
    ('os ~ "lin"', Comparison("~", Ident("os"), "lin")),
    ('"x" {>= "1" & < "2"}', Option("x", [Logic("&", Bound(">=", "1"), Bound("<", "2"))])),
    ('"x" {a} {b}', Option(Option("x", [A]), [B])),
    ('"x" {a} | "y"', Logic("|", Option("x", [A]), "y")),
    ("!a {b}", Prefix("!", Option(A, [B]))),
    ('PATH += "bin"', Update("+=", Ident("PATH"), "bin")),
    ('PATH =+ "bin"', Update("=+", Ident("PATH"), "bin")),
    ('PATH := ""', Update(":=", Ident("PATH"), "")),
    ("(* a (* nested *) comment *) a # and another", A),
]


@pytest.mark.parametrize(("text", "value"), READ, ids=[text for text, _ in READ])
def test_a_value_is_read_as_the_grammar_says(text: str, value: Value) -> None:
    assert parse_value(text) == value


def test_fields_and_sections_are_read_with_their_places() -> None:
    file = parse('opam-version: "2.0"\n\nurl {\n  src: "u"\n}\nextra-source "p" { src: "v" }\n', "x/opam")
    assert file == File(
        [
            Field("opam-version", "2.0"),
            Section("url", None, [Field("src", "u")]),
            Section("extra-source", "p", [Field("src", "v")]),
        ]
    )
    (section,) = file.sections("url")
    assert (section.line, section.column) == (3, 1)
    (inner,) = section.items
    assert (inner.line, inner.column) == (4, 3)


def test_of_two_fields_of_one_name_the_last_counts() -> None:
    file = parse('a: "1"\na: "2"\n')
    assert file.get("a") == "2"
    assert file.get("b") is None


WRONG = [
    ('a: "b', 1, 4, "without end"),
    ("a: (* b", 1, 4, "comment without end"),
    ("a: [b\n\n c", 3, 3, "a value expected, not the end of the file"),
    ("a: {b}", 1, 4, "a value expected, not {"),
    ("a b", 1, 3, "{ expected, not b"),
    (': "b"', 1, 1, "a field expected, not :"),
    ("a: b\n c: @", 2, 5, "unknown character"),
    (r'a: "\q"', 1, 4, r"unknown escape \q"),
    (r'a: "\999"', 1, 4, r"unknown escape \999"),
    ("url {\n src: 1\n", 3, 1, "} expected, not the end of the file"),
    ("a: b & ", 1, 8, "a value expected"),
    ("a: = ", 1, 6, "a value expected"),
    ("a: 1 }", 1, 6, "a field expected, not }"),
]


@pytest.mark.parametrize(("text", "line", "column", "what"), WRONG, ids=[text for text, *_ in WRONG])
def test_an_error_says_the_file_the_line_and_the_column(text: str, line: int, column: int, what: str) -> None:
    with pytest.raises(OpamSyntaxError) as caught:
        parse(text, "dir/opam")
    assert str(caught.value).startswith(f"dir/opam:{line}:{column}: ")
    assert what in str(caught.value)


@settings(max_examples=300)
@given(files)
def test_what_is_written_is_read_as_the_same(file: File) -> None:
    assert parse(show(file)) == file


@settings(max_examples=200)
@given(values())
def test_a_value_is_written_on_one_line_and_read_as_the_same(value: Value) -> None:
    text = show_value(value)
    assert "\n" not in text
    assert parse_value(text) == value


def test_long_lists_are_laid_out_as_opam_does() -> None:
    long = "x" * 70
    file = File([Field("a", ["b", "c"]), Field("d", [long, ["e", long]]), Field("f", Option([long, "g"], [A]))])
    assert show(file) == (
        f'a: ["b" "c"]\nd: [\n  "{long}"\n  [\n    "e"\n    "{long}"\n  ]\n]\nf: [\n  "{long}"\n  "g"\n] {{a}}\n'
    )


OPAM = '''opam-version: "2.0"
synopsis: "A package"
description: """\\
Of several "lines"
 and \\\\ marks."""
maintainer: "someone@example.org"
authors: ["One" "Two"]
license: "ISC"
homepage: "https://example.org"
bug-reports: "https://example.org/issues"
dev-repo: "git+https://example.org/x.git"
depends: [
  "ocaml" {>= "4.08" & < "5.2~"}
  ("dune" {>= "2.7" & build} | "jbuilder" {= "1.0"})
  "alcotest" {with-test & !?monorepo}
]
build: [["dune" "build" "-p" name "-j" jobs] ["dune" "runtest"] {with-test & os != "macos"}]
available: arch = "x86_64" | os = "linux"
'''


@pytest.mark.parametrize("text", [OPAM, show(parse(OPAM))], ids=["ours", "printed"])
def test_opam_itself_reads_what_we_write(text: str, tmp_path: Path) -> None:
    path = tmp_path / "opam"
    path.write_text(text)
    done = subprocess.run(["opam", "lint", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    path.write_text(
        show(
            parse(
                subprocess.run(["opam", "lint", "--normalise", path], capture_output=True, text=True, check=True).stdout
            )
        )
    )
    assert parse(path.read_text()).get("description") == parse(OPAM).get("description")
