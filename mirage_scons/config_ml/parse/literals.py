"""OCaml's literals: numbers, characters and strings with their escapes."""

from __future__ import annotations

import re

from mirage_scons.config_ml.values import Char, Int32, Int64, NativeInt, wrapped

_ESCAPE = re.compile(
    rb"\\(?:(\r?\n[ \t]*)|u\{([0-9A-Fa-f_]+)\}|x([0-9A-Fa-f]{2})|o([0-3][0-7]{2})|([0-9]{3})|(.))", re.DOTALL
)
_PLAIN = {
    b"\\": b"\\", b'"': b'"', b"'": b"'", b"n": b"\n", b"t": b"\t", b"b": b"\b", b"r": b"\r", b" ": b" ",
}  # fmt: skip
_BOXED = {"L": Int64, "l": Int32, "n": NativeInt}


def unescaped(body: bytes) -> bytes:
    """The bytes that the ``body`` of a string literal stands for; :class:`ValueError` for what is no escape."""
    return _ESCAPE.sub(_meaning, body.replace(b"\r\n", b"\n")) if b"\\" in body else body.replace(b"\r\n", b"\n")


def _meaning(escape: re.Match[bytes]) -> bytes:
    joined, scalar, two, octal, decimal, plain = escape.groups()
    if joined is not None:
        return b""
    if scalar is not None:
        return _scalar(int(scalar, 16))
    if plain is not None:
        if plain not in _PLAIN:
            raise ValueError(f"\\{plain.decode('latin-1')} is not an escape")
        return _PLAIN[plain]
    code = int(two, 16) if two else int(octal, 8) if octal else int(decimal)
    if code > 255:
        raise ValueError(f"\\{code} is more than a byte: the greatest is \\255")
    return bytes([code])


def _scalar(code: int) -> bytes:
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise ValueError(f"\\u{{{code:x}}} is not a character of Unicode")
    return chr(code).encode()


def character(body: bytes) -> Char:
    """The character that the ``body`` of a literal stands for; :class:`ValueError` if it is none."""
    meant = unescaped(body)
    if len(meant) != 1:
        raise ValueError("a character is one byte: write a string")
    return Char(meant[0])


def number(text: str) -> object:
    """The int, float, int32, int64 or nativeint that ``text`` stands for; :class:`ValueError` if it is too great."""
    digits = text.replace("_", "")
    unsigned = digits.lstrip("+-")
    based = unsigned[:2].lower() in ("0x", "0o", "0b")
    kind = _BOXED.get(digits[-1])
    if kind is None and (re.search(r"[.eE]", unsigned) if not based else re.search(r"[.pP]", unsigned)):
        return float.fromhex(digits) if based else float(digits)
    body = digits[:-1] if kind else digits
    if re.search(r"[g-zG-Z]", unsigned[2 if based else 0 : len(unsigned) - (1 if kind else 0)]):
        raise ValueError(f"{text} is not a number")
    whole = int(body, 0 if based else 10)
    bits = kind.bits if kind else 63
    least, most = -(2 ** (bits - 1)), (2**bits - 1 if based else 2 ** (bits - 1))
    if not least <= whole <= most:
        raise ValueError(f"{text} is more than {kind.__name__.lower() if kind else 'an int'} can hold")
    return kind(whole) if kind else wrapped(whole)
