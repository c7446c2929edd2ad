"""``Hashtbl.hash``, which decides in which order a table of OCaml gives what is in it."""

from __future__ import annotations

import struct
from collections import deque
from typing import Any

from mirage_scons.config_ml.faults import MisfitError
from mirage_scons.config_ml.values import Char, Cons, Int32, Int64, NativeInt, Nil, Record, Variant
from mirage_scons.model import ocaml

_WORD = 0xFFFFFFFF
_MEANINGFUL, _LOOKED_AT = 10, 100


def hashed(value: Any) -> int:
    """The hash of a value; :class:`MisfitError` for one that has none here."""
    state = 0
    meaningful = _MEANINGFUL
    waiting: deque[Any] = deque([value])
    looked_at = 1
    while waiting and meaningful > 0:
        current = waiting.popleft()
        mixed = _scalar(state, current)
        if mixed is not None:
            state, meaningful = mixed, meaningful - 1
            continue
        tag, parts = _block(current)
        if not parts:
            continue
        state = _mix(state, len(parts) << 10 | tag)
        for part in parts:
            if looked_at >= _LOOKED_AT:
                break
            looked_at += 1
            waiting.append(part)
    return _final(state) & 0x3FFFFFFF


def _mix(state: int, word: int) -> int:
    word = word * 0xCC9E2D51 & _WORD
    word = (word << 15 | word >> 17) & _WORD
    state ^= word * 0x1B873593 & _WORD
    state = (state << 13 | state >> 19) & _WORD
    return (state * 5 + 0xE6546B64) & _WORD


def _final(state: int) -> int:
    state = (state ^ state >> 16) * 0x85EBCA6B & _WORD
    state = (state ^ state >> 13) * 0xC2B2AE35 & _WORD
    return state ^ state >> 16


def _mix_word(state: int, number: int) -> int:
    """Mix in a machine's word."""
    return _mix(state, ((number >> 32) ^ (number >> 63) ^ number) & _WORD)


def _mix_text(state: int, text: bytes) -> int:
    whole = len(text) // 4 * 4
    for (word,) in struct.iter_unpack("<I", text[:whole]):
        state = _mix(state, word)
    if len(text) > whole:
        state = _mix(state, int.from_bytes(text[whole:], "little"))
    return state ^ (len(text) & _WORD)


def _mix_float(state: int, number: float) -> int:
    low, high = struct.unpack("<II", struct.pack("<d", 0.0 if number == 0 else number))
    return _mix(_mix(state, low), high)


def _scalar(state: int, value: Any) -> int | None:
    """``state`` with a value mixed in that has no parts."""
    if isinstance(value, bytes):
        return _mix_text(state, value)
    if isinstance(value, float):
        return _mix_float(state, value)
    if isinstance(value, Int64):
        return _mix(state, (value.number >> 32 ^ value.number) & _WORD)
    if isinstance(value, NativeInt):
        return _mix_word(state, value.number)
    if isinstance(value, Int32):
        return _mix(state, value.number & _WORD)
    immediate = _immediate(value)
    return None if immediate is None else _mix_word(state, 2 * immediate + 1)


def _immediate(value: Any) -> int | None:
    """The int that stands for a value in memory, if one does."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Char):
        return value.number
    if isinstance(value, Nil) or value == ():
        return 0
    if isinstance(value, Variant) and value.argument is None and value.family is None:
        return ocaml.variant_value(value.tag) // 2
    if isinstance(value, Variant) and value.argument is None and value.family == "option":
        return 0
    return None


def _block(value: Any) -> tuple[int, list[Any]]:
    """The tag of a value in memory, and its parts."""
    if isinstance(value, Cons):
        return 0, [value.head, value.tail]
    if isinstance(value, (tuple, list)):
        return 0, list(value)
    if isinstance(value, Record):
        return 0, list(value.fields.values())
    if isinstance(value, Variant) and value.family is None:
        return 0, [ocaml.variant_value(value.tag) // 2, value.argument]
    if isinstance(value, Variant) and value.family in ("option", "result"):
        return (0 if value.family == "option" else value.index), [value.argument]
    raise MisfitError("Strings, numbers, and tuples, lists and options of them have a hash here.")
