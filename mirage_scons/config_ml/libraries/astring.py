"""The module Astring, whose ``String`` takes the place of OCaml's where it is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.evaluate.machine import Machine, truth
from mirage_scons.config_ml.library import invalid, module
from mirage_scons.config_ml.stdlib import strings
from mirage_scons.config_ml.stdlib.printf import to_string
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.config_ml.values import NONE, Char, List, Variant, listed, option, some

_WHITE = b" \t\n\x0b\x0c\r"


def _separator(sep: bytes) -> bytes:
    if not sep:
        raise invalid("The separator is empty")
    return sep


def _cut(text: bytes, *, sep: bytes, rev: bool = False) -> Variant:
    before, found, after = (text.rpartition if rev else text.partition)(_separator(sep))
    return some((before, after)) if found else NONE


def _cuts(text: bytes, *, sep: bytes, rev: bool = False, empty: bool = True) -> List:
    parts = text.rsplit(_separator(sep)) if rev else text.split(_separator(sep))
    return listed(part for part in parts if part or empty)


def _fields(machine: Machine, text: bytes, empty: bool = False, is_sep: Any = None) -> Task:
    parts: list[bytearray] = [bytearray()]
    for byte in text:
        is_between = byte in _WHITE
        if is_sep is not None:
            is_between = truth((yield machine.applied(is_sep, Char(byte))), machine.at)
        if is_between:
            parts.append(bytearray())
        else:
            parts[-1].append(byte)
    return listed(bytes(part) for part in parts if part or empty)


def _trim(machine: Machine, text: bytes, drop: Any = None) -> Task:
    if drop is None:
        return text.strip(_WHITE)
    start, end = 0, len(text)
    while start < end and (yield machine.applied(drop, Char(text[start]))):
        start += 1
    while end > start and (yield machine.applied(drop, Char(text[end - 1]))):
        end -= 1
    return text[start:end]


def _filter(machine: Machine, function: Any, text: bytes) -> Task:
    kept = bytearray()
    for byte in text:
        if truth((yield machine.applied(function, Char(byte))), machine.at):
            kept.append(byte)
    return bytes(kept)


def _find_sub(text: bytes, *, sub: bytes, rev: bool = False) -> Variant:
    place = text.rfind(sub) if rev else text.find(sub)
    return option(None if place < 0 else place)


def _number(read: Callable[[str], Any]) -> Callable[[bytes], Variant]:
    def number(text: bytes) -> Variant:
        try:
            return some(read(text.decode("ascii")))
        except (ValueError, UnicodeDecodeError):
            return NONE

    return number


ASCII = module(
    "String.Ascii",
    {
        "lowercase": ("string", bytes.lower),
        "uppercase": ("string", bytes.upper),
        "capitalize": ("string", lambda text: text[:1].upper() + text[1:]),
        "uncapitalize": ("string", lambda text: text[:1].lower() + text[1:]),
        "escape": ("string", strings.escaped),
    },
)
STRING = module(
    "String",
    {
        "cut": ("?rev:bool ~sep:string string", _cut),
        "cuts": ("?rev:bool ?empty:bool ~sep:string string", _cuts),
        "is_empty": ("string", lambda text: not text),
        "is_prefix": ("~affix:string string", lambda text, affix: text.startswith(affix)),
        "is_suffix": ("~affix:string string", lambda text, affix: text.endswith(affix)),
        "is_infix": ("~affix:string string", lambda text, affix: affix in text),
        "find_sub": ("?rev:bool ~sub:string string", _find_sub),
        "to_int": ("string", _number(int)),
        "to_float": ("string", _number(float)),
        "of_int": ("int", lambda number: str(number).encode()),
        "of_bool": ("bool", lambda value: b"true" if value else b"false"),
        "of_char": ("char", lambda char: bytes([char.number])),
    },
    {
        "append": strings.CALLING["cat"],
        "concat": ("?sep:string string*", lambda machine, texts, sep=b"": strings.concat(machine, sep, texts)),
        "fields": ("?empty:bool ?is_sep:any string", _fields),
        "trim": ("?drop:any string", _trim),
        "filter": ("any string", _filter),
    },
    {
        name: strings.STRING.values[name]
        for name in ("length", "get", "equal", "compare", "empty", "map", "mapi", "iter", "iteri", "exists", "for_all")
    },
    modules={"Ascii": ASCII},
)
ASTRING = module(
    "Astring", calling={"strf": ("format", to_string), "^": strings.CALLING["cat"]}, modules={"String": STRING}
)
"""The module ``Astring``."""
