"""Format strings and literals: what is printed and read is what OCaml prints and reads."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import error_of, says

from mirage_scons.config_ml.parse import literals
from mirage_scons.config_ml.parser import parse as parse_file
from mirage_scons.config_ml.source import Source
from mirage_scons.config_ml.stdlib.conversions import integer, real
from mirage_scons.config_ml.stdlib.format_strings import Conversion, Literal, parse
from mirage_scons.config_ml.stdlib.strings import escaped
from mirage_scons.config_ml.syntax import Constant, Define
from mirage_scons.config_ml.values import Char

FLAGS = st.sets(st.sampled_from("-0+ ")).map(sorted).map("".join)
INTS = st.integers(-(2**62), 2**62 - 1)


def constant(text: str) -> object:
    """The value of a literal in a file."""
    (item,) = parse_file(Source(Path("x.ml"), b"let x = " + text.encode("utf-8", "surrogateescape")))
    assert isinstance(item, Define)
    value = item.bindings[0].value
    assert isinstance(value, Constant)
    return value.value


@given(FLAGS, st.none() | st.integers(0, 30), INTS)
def test_ints_are_written_as_c_writes_them(flags: str, width: int | None, number: int) -> None:
    expected = f"%{flags}{'' if width is None else width}d" % number
    assert integer(Conversion(flags, width, None, "d"), number, 63).decode() == expected


@given(st.sampled_from("xXo"), INTS)
def test_other_bases_write_negative_ints_as_their_bits(kind: str, number: int) -> None:
    assert int(integer(Conversion("", None, None, kind), number, 63), {"o": 8}.get(kind, 16)) == number % 2**63


@given(FLAGS, st.integers(0, 30), st.integers(0, 12), st.sampled_from("feEgG"), st.floats(allow_nan=False))
def test_floats_are_written_as_c_writes_them(flags: str, width: int, precision: int, kind: str, number: float) -> None:
    conversion = Conversion(flags, width, precision, kind)
    if math.isfinite(number):
        assert real(conversion, number).decode() == f"%{flags}{width}.{precision}{kind}" % number


@given(st.binary(max_size=40))
def test_a_format_without_conversions_writes_itself(text: bytes) -> None:
    form = text.replace(b"%", b"%%").replace(b"@", b"@@")
    assert b"".join(piece.text for piece in parse(form, True) if isinstance(piece, Literal)) == text


@given(st.binary(max_size=40))
def test_reading_a_format_ends_in_pieces_or_in_what_is_wrong(form: bytes) -> None:
    try:
        assert isinstance(parse(form, True), tuple)
    except ValueError:
        assert b"%" in form


@given(st.binary(max_size=60))
def test_what_is_escaped_reads_as_it_was(text: bytes) -> None:
    assert literals.unescaped(escaped(text)) == text
    assert constant(f'"{escaped(text).decode("ascii")}"') == text


@given(st.text(max_size=30))
def test_characters_of_unicode_are_their_bytes(text: str) -> None:
    codes = [f"\\u{{{ord(char):x}}}" for char in text if not 0xD800 <= ord(char) <= 0xDFFF]
    plain = "".join(char for char in text if not 0xD800 <= ord(char) <= 0xDFFF)
    assert constant(f'"{"".join(codes)}"') == plain.encode()


@given(st.integers(0, 255))
def test_a_character_reads_as_its_byte(code: int) -> None:
    assert constant(f"'\\{code:03d}'") == constant(f"'\\x{code:02x}'") == Char(code)


@given(INTS.filter(lambda number: number >= 0), st.sampled_from(["{}", "0x{:x}", "0o{:o}", "0b{:b}", "{:_}"]))
def test_an_int_reads_as_it_was_written(number: int, form: str) -> None:
    assert constant(form.format(number)) == number


@given(st.floats(0, allow_infinity=False))
def test_a_float_reads_as_it_was_written(number: float) -> None:
    written = repr(number)
    assert constant(written) == number
    assert constant(number.hex()) == number


@given(st.text('abc \n|}{\\"%@', max_size=30), st.sampled_from(["", "ocaml", "x_"]))
def test_a_quoted_string_is_what_stands_in_it(text: str, mark: str) -> None:
    if f"|{mark}}}" not in f"{text}|":
        assert constant(f"{{{mark}|{text}|{mark}}}") == text.encode()


PRINTED = {
    'Fmt.(str "%a" (list ~sep:comma int) [ 1; 2; 3 ])': "1, 2, 3",
    'Fmt.(str "%a" (option ~none:(any "none") string) None)': "none",
    'Fmt.(str "%a/%a" (pair ~sep:(any ":") string int) ("a", 1) (parens bool) true)': "a:1/(true)",
    'Fmt.(str "%a" (using String.length int) "abc")': "3",
    'Fmt.(str "%a" Dump.(list string) [ "a"; "b\\n" ])': '["a"; "b\\\\n"]',
    'Fmt.(str "%a" (result ~ok:int ~error:string) (Error "e"))': "e",
    'Fmt.(to_to_string (const string "c") ())': "c",
    'Fmt.str "@[<v 2>a@,b@]@ c%s" "d"': "a|  b cd",
    'Fmt.str "@[a@ b@,c@]%%%!"': "a bc%",
    'Fmt.str "%t" (fun ppf -> Fmt.string ppf "t")': "t",
    'Fmt.kstr String.uppercase_ascii "%s%c" "a" \'b\'': "AB",
    'Printf.sprintf "%*d|%-*s|%.*f" 4 7 3 "a" 1 2.25': "   7|a  |2.2",
    'Printf.sprintf "%S %C %B %x %X %o %u" "a\\"b" \'\\n\' false 255 255 8 3': '"a\\\\"b" \'\\\\n\' false ff FF 10 3',
    'Printf.sprintf "%Ld %ld %nd %Lx" 5L 6l 7n 255L': "5 6 7 ff",
    'Printf.sprintf "%g %e %F %F" 0.1 12345.678 3. 1e30': "0.1 1.234568e+04 3. 1e+30",
    'Printf.sprintf "%#x %+d % d %05d" 255 5 5 (-42)': "0xff +5  5 -0042",
    '(Printf.sprintf ("%d" ^^ "-%s") 1 "x")': "1-x",
}


@pytest.mark.parametrize("expression", PRINTED)
def test_printers_write_what_those_of_ocaml_write(expression: str) -> None:
    escaped_text = PRINTED[expression]
    source = f"let () = String.split_on_char '\\n' ({expression}) |> String.concat \"|\" |> print_endline"
    assert says(source) == [escaped_text.replace("\\\\", "\\")]


def test_a_printer_with_a_value_of_another_type_is_an_error() -> None:
    assert (
        error_of('let x = Fmt.(str "%a" int "a")') == "1:14 argument 2 of Fmt.int is a string, where an int is wanted"
    )
