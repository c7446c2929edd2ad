"""OCaml's modules String and Filename. Strings are bytes: their lengths and places count these."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.evaluate.machine import Machine, truth
from mirage_scons.config_ml.library import Table, invalid, module, not_found
from mirage_scons.config_ml.stdlib.pervasives import join
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.config_ml.values import UNIT, Char, compare, equal, items, listed, option

_SPACES = b" \x0c\n\r\t"
_ESCAPES = {92: b"\\\\", 34: b'\\"', 10: b"\\n", 9: b"\\t", 13: b"\\r", 8: b"\\b"}


def escaped(text: bytes) -> bytes:
    """``String.escaped``, which ``%S`` writes in quotes."""
    return b"".join(_ESCAPES.get(byte) or (bytes([byte]) if 32 <= byte < 127 else b"\\%03d" % byte) for byte in text)


def _part(name: str) -> Callable[[bytes, int, int], bytes]:
    def part(text: bytes, start: int, length: int) -> bytes:
        if start < 0 or length < 0 or start + length > len(text):
            raise invalid(name)
        return text[start : start + length]

    return part


def _get(text: bytes, index: int) -> Char:
    if not 0 <= index < len(text):
        raise invalid("index out of bounds")
    return Char(text[index])


def _make(machine: Machine, length: int, char: Char) -> bytes:
    if length < 0:
        raise invalid("String.make")
    machine.spend(length // 16)
    return bytes([char.number]) * length


def concat(machine: Machine, separator: bytes, texts: list[bytes]) -> bytes:
    """``String.concat``."""
    machine.spend(sum((len(part) + len(separator)) // 16 + 1 for part in texts))
    return separator.join(texts)


def _index(find: Callable[[bytes, bytes], int]) -> Callable[[bytes, Char], int]:
    def index(text: bytes, char: Char) -> int:
        found = find(text, bytes([char.number]))
        if found < 0:
            raise not_found()
        return found

    return index


def _index_opt(find: Callable[[bytes, bytes], int]) -> Callable[[bytes, Char], Any]:
    def index(text: bytes, char: Char) -> Any:
        found = find(text, bytes([char.number]))
        return option(None if found < 0 else found)

    return index


def _map(machine: Machine, function: Any, text: bytes) -> Task:
    found = bytearray()
    for byte in text:
        found.append((yield machine.applied(function, Char(byte))).number)
    return bytes(found)


def _iter(machine: Machine, function: Any, text: bytes) -> Task:
    for byte in text:
        yield machine.applied(function, Char(byte))
    return UNIT


def _init(machine: Machine, length: int, function: Any) -> Task:
    if length < 0:
        raise invalid("String.init")
    machine.spend(length)
    found = bytearray()
    for index in range(length):
        found.append((yield machine.applied(function, index)).number)
    return bytes(found)


def _exists(wanted: bool) -> Callable[[Machine, Any, bytes], Task]:
    def exists(machine: Machine, function: Any, text: bytes) -> Task:
        for byte in text:
            if truth((yield machine.applied(function, Char(byte))), machine.at) is wanted:
                return wanted
        return not wanted

    return exists


def _mapi(machine: Machine, function: Any, text: bytes) -> Task:
    found = bytearray()
    for index, byte in enumerate(text):
        found.append((yield machine.applied(function, index, Char(byte))).number)
    return bytes(found)


def _iteri(machine: Machine, function: Any, text: bytes) -> Task:
    for index, byte in enumerate(text):
        yield machine.applied(function, index, Char(byte))
    return UNIT


def _fold_left(machine: Machine, function: Any, start: Any, text: bytes) -> Task:
    for byte in text:
        start = yield machine.applied(function, start, Char(byte))
    return start


def _fold_right(machine: Machine, function: Any, text: bytes, start: Any) -> Task:
    for byte in reversed(text):
        start = yield machine.applied(function, Char(byte), start)
    return start


def _index_from(text: bytes, start: int, char: Char) -> int:
    if not 0 <= start <= len(text):
        raise invalid("String.index_from / Bytes.index_from")
    found = text.find(bytes([char.number]), start)
    if found < 0:
        raise not_found()
    return found


def _rindex_from(text: bytes, start: int, char: Char) -> int:
    if not -1 <= start < len(text):
        raise invalid("String.rindex_from / Bytes.rindex_from")
    found = text.rfind(bytes([char.number]), 0, start + 1)
    if found < 0:
        raise not_found()
    return found


CALLING: Table = {
    "cat": ("string string", join),
    "concat": ("string string*", concat),
    "make": ("int char", _make),
    "init": ("int any", _init),
    "map": ("any string", _map),
    "iter": ("any string", _iter),
    "mapi": ("any string", _mapi),
    "iteri": ("any string", _iteri),
    "fold_left": ("any any string", _fold_left),
    "fold_right": ("any string any", _fold_right),
    "exists": ("any string", _exists(True)),
    "for_all": ("any string", _exists(False)),
}
"""The functions of strings that call others."""

STRING = module(
    "String",
    {
        "length": ("string", len),
        "get": ("string int", _get),
        "sub": ("string int int", _part("String.sub / Bytes.sub")),
        "equal": ("string string", equal),
        "compare": ("string string", compare),
        "uppercase_ascii": ("string", bytes.upper),
        "lowercase_ascii": ("string", bytes.lower),
        "capitalize_ascii": ("string", lambda text: text[:1].upper() + text[1:]),
        "uncapitalize_ascii": ("string", lambda text: text[:1].lower() + text[1:]),
        "trim": ("string", lambda text: text.strip(_SPACES)),
        "escaped": ("string", escaped),
        "contains": ("string char", lambda text, char: char.number in text),
        "index": ("string char", _index(bytes.find)),
        "rindex": ("string char", _index(bytes.rfind)),
        "index_opt": ("string char", _index_opt(bytes.find)),
        "rindex_opt": ("string char", _index_opt(bytes.rfind)),
        "index_from": ("string int char", _index_from),
        "rindex_from": ("string int char", _rindex_from),
        "contains_from": (
            "string int char",
            lambda text, start, char: text.find(bytes([char.number]), start) >= 0,
        ),
        "split_on_char": ("char string", lambda char, text: listed(text.split(bytes([char.number])))),
        "starts_with": ("~prefix:string string", lambda text, prefix: text.startswith(prefix)),
        "ends_with": ("~suffix:string string", lambda text, suffix: text.endswith(suffix)),
        "to_seq": ("string", lambda text: listed(map(Char, text))),
        "of_seq": ("list", lambda chars: bytes(char.number for char in items(chars))),
    },
    CALLING,
    {"empty": b""},
)


def _extension(name: bytes) -> bytes:
    base = posixpath.basename(name)
    dot = base.rfind(b".")
    return base[dot:] if dot > 0 and base[:dot].strip(b".") else b""


def _chop_extension(name: bytes) -> bytes:
    extension = _extension(name)
    if not extension:
        raise invalid("Filename.chop_extension")
    return name[: -len(extension)]


def _remove_extension(name: bytes) -> bytes:
    extension = _extension(name)
    return name[: -len(extension)] if extension else name


FILENAME = module(
    "Filename",
    {
        "concat": ("string string", lambda a, b: a + b if a.endswith(b"/") or not a else a + b"/" + b),
        "basename": ("string", lambda name: posixpath.basename(name.rstrip(b"/")) or (b"/" if name else b".")),
        "dirname": (
            "string",
            lambda name: posixpath.dirname(name.rstrip(b"/")) or (b"/" if name[:1] == b"/" else b"."),
        ),
        "extension": ("string", _extension),
        "remove_extension": ("string", _remove_extension),
        "chop_extension": ("string", _chop_extension),
        "check_suffix": ("string string", lambda name, suffix: name.endswith(suffix)),
        "is_relative": ("string", lambda name: not name.startswith(b"/")),
    },
    values={"dir_sep": b"/", "current_dir_name": b".", "parent_dir_name": b".."},
)
"""Names of files, which are not looked for."""
