"""What conversions of format strings write for a value."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.stdlib.format_strings import Conversion
from mirage_scons.config_ml.stdlib.strings import escaped
from mirage_scons.config_ml.values import Char


def integer(conversion: Conversion, number: int, bits: int) -> bytes:
    """A whole number as a conversion writes it."""
    kind = conversion.kind[-1]
    digits = {"x": "x", "X": "X", "o": "o"}.get(kind)
    if digits or kind == "u":
        number %= 1 << bits
    body = format(abs(number), digits or "d")
    if conversion.precision is not None:
        body = body.rjust(conversion.precision, "0")
    sign = "-" if number < 0 else _sign(conversion) if kind in "di" else ""
    prefix = {"x": "0x", "X": "0X", "o": "0"}.get(kind, "") if "#" in conversion.flags and number else ""
    return _padded(conversion, sign + prefix, body, conversion.precision is None)


def _sign(conversion: Conversion) -> str:
    return "+" if "+" in conversion.flags else " " if " " in conversion.flags else ""


def _padded(conversion: Conversion, sign: str, body: str, zeros: bool = True) -> bytes:
    """``body`` after its ``sign``, as wide as is asked for."""
    width = conversion.width or 0
    if "-" in conversion.flags:
        return (sign + body).ljust(width).encode()
    if "0" in conversion.flags and zeros:
        return (sign + body.rjust(width - len(sign), "0")).encode()
    return (sign + body).rjust(width).encode()


def real(conversion: Conversion, number: float) -> bytes:
    """A float as a conversion writes it."""
    kind = conversion.kind
    precision = 6 if conversion.precision is None else conversion.precision
    sign = "-" if math.copysign(1, number) < 0 else _sign(conversion)
    if not math.isfinite(number):
        body = ("infinity" if kind == "F" else "inf") if math.isinf(number) else "nan"
        return _padded(conversion, sign if math.isinf(number) else "", body, False)
    if kind == "F":
        return _padded(conversion, sign, _exact(abs(number), conversion.precision))
    if kind in "hH":
        body = abs(number).hex().replace("0x1.0000000000000p", "0x1p").replace("0x0.0p", "0x0p")
        return _padded(conversion, sign, body.upper() if kind == "H" else body)
    return _padded(conversion, sign, format(abs(number), f".{precision}{kind}"))


def _exact(number: float, precision: int | None) -> str:
    """``%F``: as OCaml writes a literal."""
    written = f"{number:.{12 if precision is None else precision}g}"
    return written if set(written) & set(".e") else f"{written}."


def _text(conversion: Conversion, text: bytes) -> bytes:
    width = conversion.width or 0
    return text.ljust(width) if "-" in conversion.flags else text.rjust(width)


def _quoted_char(char: Char) -> bytes:
    return b"'%b'" % (b"\\'" if char.number == 39 else escaped(bytes([char.number])).replace(b'\\"', b'"'))


CONVERSIONS: dict[str, tuple[str, Callable[[Conversion, Any], bytes]]] = {
    "s": ("string", _text),
    "S": ("string", lambda conversion, text: _text(conversion, b'"%b"' % escaped(text))),
    "c": ("char", lambda conversion, char: _text(conversion, bytes([char.number]))),
    "C": ("char", lambda conversion, char: _text(conversion, _quoted_char(char))),
    "b": ("bool", lambda conversion, value: _text(conversion, b"true" if value else b"false")),
    "B": ("bool", lambda conversion, value: _text(conversion, b"true" if value else b"false")),
}


CONVERSIONS.update({kind: ("int", lambda c, value: integer(c, value, 63)) for kind in "diuxXolLnN"})


CONVERSIONS.update(dict.fromkeys("fFeEgGhH", ("float", real)))


for _letter in ("L", "l", "n"):
    for _digit in "diuxXo":
        _word = {"L": "int64", "l": "int32", "n": "nativeint"}[_letter]
        CONVERSIONS[_letter + _digit] = (_word, lambda c, value: integer(c, value.number, value.bits))
