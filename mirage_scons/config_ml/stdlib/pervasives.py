"""OCaml's standard library, as far as configurations use it: the names that need no module."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, Shape
from mirage_scons.config_ml.faults import MisfitError, RaisedError
from mirage_scons.config_ml.library import Table, declared, failure, invalid, module
from mirage_scons.config_ml.trampoline import Step, Task
from mirage_scons.config_ml.values import (
    UNIT,
    Boxed,
    Char,
    List,
    Record,
    Variant,
    items,
    listed,
    option,
    wrapped,
)


def _reference(value: Any) -> Record:
    if not isinstance(value, Record) or list(value.fields) != ["contents"]:
        raise MisfitError
    return value


SHAPES["ref"] = Shape("a reference", _reference)


def quotient(left: int, right: int) -> int:
    """OCaml's ``/``: towards zero."""
    if right == 0:
        raise RaisedError(Variant("Division_by_zero", None, "exn"))
    return wrapped(abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1))


def remainder(left: int, right: int) -> int:
    """OCaml's ``mod``: with the sign of ``left``."""
    return left - right * quotient(left, right)


def shift_left(number: int, by: int, bits: int = 63) -> int:
    """``lsl``."""
    return wrapped(number << by, bits) if 0 <= by < bits else 0


def shift_right(number: int, by: int, bits: int = 63) -> int:
    """``asr``."""
    return number >> by if 0 <= by < bits else (-1 if number < 0 else 0)


def shift_right_logical(number: int, by: int, bits: int = 63) -> int:
    """``lsr``."""
    return wrapped((number % (1 << bits)) >> by, bits) if 0 <= by < bits else 0


def divided(left: float, right: float) -> float:
    """``/.``, where Python would raise."""
    if right:
        return left / right
    return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left) * math.copysign(1, right)


def power(base: float, exponent: float) -> float:
    """``**``, where Python would raise."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.inf if base == 0 else math.nan


def whole(number: float) -> int:
    """``int_of_float``."""
    return wrapped(int(number)) if math.isfinite(number) else 0


def of_float(number: float) -> bytes:
    """``string_of_float``."""
    written = f"{number:.12g}"
    return (written if set(written) & set(".enai") else f"{written}.").encode()


def read_int(text: bytes) -> int | None:
    """The int that ``text`` says, if it says one."""
    from mirage_scons.config_ml.parse.literals import number

    try:
        read = number(text.decode("ascii").replace("0u", "", 1))
    except (ValueError, IndexError, UnicodeDecodeError):
        return None
    return read if type(read) is int else None


def read_float(text: bytes) -> float | None:
    """The float that ``text`` says, if it says one."""
    digits = text.replace(b"_", b"")
    try:
        return (
            float.fromhex(digits.decode())
            if b"0x" in digits.lower()
            else float(digits)
            if digits.strip() == digits
            else None
        )
    except (ValueError, OverflowError, UnicodeDecodeError):
        return None


def _or_failure(read: Callable[[bytes], Any], name: str) -> Callable[[bytes], Any]:
    def convert(text: bytes) -> Any:
        found = read(text)
        if found is None:
            raise failure(name)
        return found

    return convert


def _read_bool(text: bytes) -> bool | None:
    return {b"true": True, b"false": False}.get(text)


def _relation(holds: Callable[[Any, Any], bool]) -> Callable[[Machine, Any, Any], bool]:
    def relation(machine: Machine, left: Any, right: Any) -> bool:
        if type(left) is float and type(right) is float:  # nothing is equal to nan, for which compare has a place
            return holds(left, right)
        return holds(machine.compare(left, right), 0)

    return relation


def _physically(left: Any, right: Any) -> bool:
    return left is right or (type(left) is type(right) and isinstance(left, (int, bool)) and left == right)


def join(machine: Machine, left: bytes, right: bytes) -> bytes:
    """``^``."""
    machine.spend((len(left) + len(right)) // 16)
    return left + right


def append(machine: Machine, left: List, right: List) -> List:
    """``@``."""
    first = list(items(left))
    machine.spend(len(first))
    return listed(first, right)


def _set(reference: Record, value: Any) -> tuple[()]:
    reference.fields["contents"] = value
    return UNIT


def _step(by: int) -> Callable[[Record], tuple[()]]:
    def step(reference: Record) -> tuple[()]:
        value: Any = reference.fields["contents"]
        return _set(reference, wrapped(value + by))

    return step


def _raise(value: Any) -> Any:
    raise RaisedError(value)


def _exit(_code: int = 0) -> Any:
    raise failure("the configuration asks to exit")


def _character(code: int) -> Char:
    if not 0 <= code < 256:
        raise invalid("char_of_int")
    return Char(code)


def _apply(machine: Machine, function: Any, value: Any) -> Step:
    return machine.applied(function, value)


def _pipe(machine: Machine, value: Any, function: Any) -> Step:
    return machine.applied(function, value)


def force(_machine: Machine, value: Any) -> Task:
    """``Lazy.force``."""
    if not value.is_forced:
        value.value, value.is_forced = (yield value.value()), True
    return value.value


def _negative(value: Any) -> Any:
    return type(value)(-value.number) if isinstance(value, Boxed) else -value


def _said(_machine: Machine, text: bytes) -> tuple[()]:
    from mirage_scons.model.errors import warn

    warn(f"says: {text.decode('utf-8', 'replace').rstrip()}")
    return UNIT


PURE: Table = {
    "+": ("int int", lambda a, b: wrapped(a + b)),
    "-": ("int int", lambda a, b: wrapped(a - b)),
    "*": ("int int", lambda a, b: wrapped(a * b)),
    "/": ("int int", quotient),
    "mod": ("int int", remainder),
    "~-": ("int", lambda a: wrapped(-a)),
    "~+": ("int", lambda a: a),
    "land": ("int int", lambda a, b: a & b),
    "lor": ("int int", lambda a, b: a | b),
    "lxor": ("int int", lambda a, b: a ^ b),
    "lnot": ("int", lambda a: ~a),
    "lsl": ("int int", shift_left),
    "lsr": ("int int", shift_right_logical),
    "asr": ("int int", shift_right),
    "+.": ("float float", lambda a, b: a + b),
    "-.": ("float float", lambda a, b: a - b),
    "*.": ("float float", lambda a, b: a * b),
    "/.": ("float float", divided),
    "**": ("float float", power),
    "~-.": ("float", lambda a: -a),
    "~+.": ("float", lambda a: a),
    "==": ("any any", _physically),
    "!=": ("any any", lambda a, b: not _physically(a, b)),
    "&&": ("bool bool", lambda a, b: a and b),  # as functions, which get both: applied, they are of the syntax
    "||": ("bool bool", lambda a, b: a or b),
    "not": ("bool", lambda a: not a),
    "succ": ("int", lambda a: wrapped(a + 1)),
    "pred": ("int", lambda a: wrapped(a - 1)),
    "abs": ("int", lambda a: wrapped(abs(a))),
    "fst": ("tuple", lambda pair: pair[0]),
    "snd": ("tuple", lambda pair: pair[1]),
    "ignore": ("any", lambda _value: UNIT),
    "ref": ("any", lambda value: Record({"contents": value})),
    "!": ("ref", lambda reference: reference.fields["contents"]),
    ":=": ("ref any", _set),
    "incr": ("ref", _step(1)),
    "decr": ("ref", _step(-1)),
    "failwith": ("string", lambda text: _raise(Variant("Failure", text, "exn"))),
    "invalid_arg": ("string", lambda text: _raise(Variant("Invalid_argument", text, "exn"))),
    "raise": ("exn", _raise),
    "raise_notrace": ("exn", _raise),
    "exit": ("int", _exit),
    "float_of_int": ("int", float),
    "float": ("int", float),
    "int_of_float": ("float", whole),
    "truncate": ("float", whole),
    "sqrt": ("float", lambda a: math.sqrt(a) if a >= 0 else math.nan),
    "ceil": ("float", lambda a: float(math.ceil(a)) if math.isfinite(a) else a),
    "floor": ("float", lambda a: float(math.floor(a)) if math.isfinite(a) else a),
    "string_of_int": ("int", lambda a: str(a).encode()),
    "string_of_bool": ("bool", lambda a: b"true" if a else b"false"),
    "string_of_float": ("float", of_float),
    "int_of_string": ("string", _or_failure(read_int, "int_of_string")),
    "bool_of_string": ("string", _or_failure(_read_bool, "bool_of_string")),
    "float_of_string": ("string", _or_failure(read_float, "float_of_string")),
    "int_of_string_opt": ("string", lambda text: option(read_int(text))),
    "bool_of_string_opt": ("string", lambda text: option(_read_bool(text))),
    "float_of_string_opt": ("string", lambda text: option(read_float(text))),
    "int_of_char": ("char", lambda char: char.number),
    "char_of_int": ("int", _character),
}

CALLING: Table = {
    "=": ("any any", _relation(operator.eq)),
    "<>": ("any any", _relation(operator.ne)),
    "<": ("any any", _relation(operator.lt)),
    ">": ("any any", _relation(operator.gt)),
    "<=": ("any any", _relation(operator.le)),
    ">=": ("any any", _relation(operator.ge)),
    "compare": ("any any", Machine.compare),
    "min": ("any any", lambda machine, a, b: a if machine.compare(a, b) <= 0 else b),
    "max": ("any any", lambda machine, a, b: a if machine.compare(a, b) >= 0 else b),
    "^": ("string string", join),
    "^^": ("string string", join),
    "@": ("list list", append),
    "@@": ("any any", _apply),
    "|>": ("any any", _pipe),
    "print_endline": ("string", _said),
    "print_string": ("string", _said),
    "prerr_endline": ("string", _said),
    "prerr_string": ("string", _said),
}

VALUES = {
    "max_int": 2**62 - 1,
    "min_int": -(2**62),
    "infinity": math.inf,
    "neg_infinity": -math.inf,
    "nan": math.nan,
    "epsilon_float": 2.0**-52,
}

CONSTRUCTORS = {
    **declared("option", **{"None": 0, "Some": 1}),
    **declared("result", Ok=1, Error=1),
    **declared("exn", Not_found=0, Exit=0, Division_by_zero=0, Failure=1, Invalid_argument=1, Match_failure=1),
    **declared("exn", Assert_failure=1, End_of_file=0, Sys_error=1, Stack_overflow=0, Out_of_memory=0),
}

INITIAL = module("", PURE, CALLING, VALUES, constructors=CONSTRUCTORS, records={"ref": "contents"})
"""What is there without a module's name."""
