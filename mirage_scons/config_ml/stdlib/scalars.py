"""OCaml's modules of numbers, characters and truth values."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.evaluate.environment import Module
from mirage_scons.config_ml.library import Table, failure, invalid, module
from mirage_scons.config_ml.stdlib.pervasives import (
    PURE,
    of_float,
    quotient,
    read_float,
    shift_left,
    shift_right,
    shift_right_logical,
    whole,
)
from mirage_scons.config_ml.values import Boxed, Char, Int32, Int64, NativeInt, compare, equal, option, wrapped

INT = module(
    "Int",
    {
        "add": PURE["+"],
        "sub": PURE["-"],
        "mul": PURE["*"],
        "div": PURE["/"],
        "rem": PURE["mod"],
        "neg": PURE["~-"],
        "succ": PURE["succ"],
        "pred": PURE["pred"],
        "abs": PURE["abs"],
        "logand": PURE["land"],
        "logor": PURE["lor"],
        "logxor": PURE["lxor"],
        "lognot": PURE["lnot"],
        "shift_left": PURE["lsl"],
        "shift_right": PURE["asr"],
        "shift_right_logical": PURE["lsr"],
        "equal": ("int int", equal),
        "compare": ("int int", compare),
        "min": ("int int", min),
        "max": ("int int", max),
        "to_string": PURE["string_of_int"],
        "to_float": ("int", float),
        "of_float": ("float", whole),
        "of_string_opt": PURE["int_of_string_opt"],
    },
    values={"zero": 0, "one": 1, "minus_one": -1, "max_int": 2**62 - 1, "min_int": -(2**62)},
)


def _boxed(name: str, kind: type[Boxed]) -> Module:
    """The module of a type of whole numbers that are not ints."""
    word, bits = ("int64" if kind is Int64 else name.lower()), kind.bits

    def two(run: Callable[[int, int], int]) -> tuple[str, Callable[..., Any]]:
        return f"{word} {word}", lambda a, b: kind(run(a.number, b.number))

    def shifted(run: Callable[[int, int, int], int]) -> tuple[str, Callable[..., Any]]:
        return f"{word} int", lambda a, by: kind(run(a.number, by, bits))

    def read(text: bytes) -> Boxed | None:
        from mirage_scons.config_ml.parse.literals import number

        try:
            found = number(text.decode("ascii").replace("0u", "", 1) + {64: "L", 32: "l"}[bits])
        except (ValueError, UnicodeDecodeError):
            return None
        return kind(found.number) if isinstance(found, Boxed) else None

    def read_or_fail(text: bytes) -> Boxed:
        found = read(text)
        if found is None:
            raise failure(f"{name}.of_string")
        return found

    table: Table = {
        "add": two(lambda a, b: a + b),
        "sub": two(lambda a, b: a - b),
        "mul": two(lambda a, b: a * b),
        "div": two(quotient64),
        "rem": two(lambda a, b: a - b * quotient64(a, b)),
        "logand": two(lambda a, b: a & b),
        "logor": two(lambda a, b: a | b),
        "logxor": two(lambda a, b: a ^ b),
        "shift_left": shifted(shift_left),
        "shift_right": shifted(shift_right),
        "shift_right_logical": shifted(shift_right_logical),
        "neg": (word, lambda a: kind(-a.number)),
        "succ": (word, lambda a: kind(a.number + 1)),
        "pred": (word, lambda a: kind(a.number - 1)),
        "abs": (word, lambda a: kind(abs(a.number))),
        "of_int": ("int", kind),
        "to_int": (word, lambda a: wrapped(a.number)),
        "of_float": ("float", lambda a: kind(int(a)) if math.isfinite(a) else kind(0)),
        "to_float": (word, lambda a: float(a.number)),
        "to_string": (word, lambda a: str(a.number).encode()),
        "of_string": ("string", read_or_fail),
        "of_string_opt": ("string", lambda text: option(read(text))),
        "equal": (f"{word} {word}", equal),
        "compare": (f"{word} {word}", compare),
    }
    values = {"zero": 0, "one": 1, "minus_one": -1, "max_int": 2 ** (bits - 1) - 1, "min_int": -(2 ** (bits - 1))}
    return module(name, table, values={key: kind(number) for key, number in values.items()})


def quotient64(left: int, right: int) -> int:
    """Division towards zero, of numbers of any size."""
    if right == 0:
        quotient(left, right)  # raises
    return abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)


INT64 = _boxed("Int64", Int64)
INT32 = _boxed("Int32", Int32)
NATIVEINT = _boxed("Nativeint", NativeInt)

FLOAT = module(
    "Float",
    {
        "add": PURE["+."],
        "sub": PURE["-."],
        "mul": PURE["*."],
        "div": PURE["/."],
        "neg": PURE["~-."],
        "pow": PURE["**"],
        "abs": ("float", abs),
        "of_int": ("int", float),
        "to_int": ("float", whole),
        "round": ("float", lambda a: math.copysign(math.floor(abs(a) + 0.5), a) if math.isfinite(a) else a),
        "ceil": PURE["ceil"],
        "floor": PURE["floor"],
        "sqrt": PURE["sqrt"],
        "to_string": ("float", of_float),
        "of_string": PURE["float_of_string"],
        "of_string_opt": ("string", lambda text: option(read_float(text))),
        "equal": ("float float", equal),
        "compare": ("float float", compare),
        "min": ("float float", min),
        "max": ("float float", max),
    },
    values={"pi": math.pi, "infinity": math.inf, "nan": math.nan, "zero": 0.0, "one": 1.0},
)


def _chr(code: int) -> Char:
    if not 0 <= code < 256:
        raise invalid("Char.chr")
    return Char(code)


def _escaped(char: Char) -> bytes:
    from mirage_scons.config_ml.stdlib.strings import escaped

    return b"\\'" if char.number == 39 else escaped(bytes([char.number])).replace(b'\\"', b'"')


CHAR = module(
    "Char",
    {
        "code": ("char", lambda char: char.number),
        "chr": ("int", _chr),
        "escaped": ("char", _escaped),
        "lowercase_ascii": ("char", lambda char: Char(bytes([char.number]).lower()[0])),
        "uppercase_ascii": ("char", lambda char: Char(bytes([char.number]).upper()[0])),
        "equal": ("char char", equal),
        "compare": ("char char", compare),
    },
)

BOOL = module(
    "Bool",
    {
        "not": ("bool", lambda a: not a),
        "to_string": ("bool", lambda a: b"true" if a else b"false"),
        "to_int": ("bool", int),
        "equal": ("bool bool", equal),
        "compare": ("bool bool", compare),
    },
)
