"""Names in Python: those of the configuration, unless they mean something else there, or stand for two things."""

from __future__ import annotations

import builtins
import keyword
import re
import sys

from mirage_scons import dsl
from mirage_scons.convert.nodes import Expression, s
from mirage_scons.convert.scopes import Binder, Function

IMPORTED = ("Any", "dataclass", "functools", "itertools", "math", "os", "partial", "reduce", "replace", "config")
"""What a translation may import, or is called."""

TAKEN = frozenset([*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *dsl.__all__, *IMPORTED]) - {"_"}
"""What means something in a config.py already."""

_SIGNS = {
    "!": "bang", "$": "dollar", "%": "percent", "&": "and", "*": "star", "+": "plus", "-": "minus", "/": "slash",
    ":": "colon", "<": "less", "=": "equal", ">": "greater", "?": "ask", "@": "at", "^": "hat", "|": "bar",
    "~": "tilde", ".": "dot", "#": "hash",
}  # fmt: skip


def name_of(word: str) -> str:
    """A name of OCaml as one of Python: with ``_`` behind it if it means something there."""
    if re.search(r"[^\w']", word):
        word = "_".join(_SIGNS.get(part, part) for part in re.findall(r"\w+|.", word))
    name = word.replace("'", "_")
    if not name.isascii():
        name = re.sub(r"[^\w]", "_", name)
    return f"{name}_" if name in TAKEN else name


def module_name(word: str) -> str:
    """The name of the Python module for an OCaml module: no other module of Python's is hidden."""
    name = f"{word[:1].lower()}{word[1:]}"
    return f"{name}_" if name in sys.stdlib_module_names or name in TAKEN or name == "config" else name


def snake(word: str) -> str:
    """``DnsOptions`` as ``dns_options``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word).lower()


def declare(binder: Binder, wanted: str = "") -> str:
    """Give ``binder`` its name in Python, ``wanted`` if that can be: one that hides nothing that is still used."""
    if not binder.python:
        modules = () if binder.is_local else binder.prefix
        prefix = "".join(f"{snake(module)}_" for module in modules)
        name = wanted or name_of(f"{prefix}{binder.name}")
        if not wanted and binder.name[:1].isupper():
            name = binder.name
        binder.python = _free(binder, name)
    return binder.python


def _free(binder: Binder, name: str) -> str:
    number = 1
    found = name
    around = _around(binder.function)
    reserved = _top(binder.function).reserved
    while found in reserved or any(_clash(binder, other, found) for other in around):
        number += 1
        found = f"{name}{'' if name.endswith('_') else '_'}{number}"
    return found


def _top(function: Function) -> Function:
    while function.within is not None:
        function = function.within
    return function


def _around(function: Function) -> list[Binder]:
    """The names of a function and of those that it is within."""
    found: list[Binder] = []
    step: Function | None = function
    while step is not None:
        found.extend(step.binders)
        step = step.within
    return found


def _clash(binder: Binder, other: Binder, name: str) -> bool:
    """Whether ``other``, which is called ``name``, would be hidden where it is used, if ``binder`` were called so."""
    if other is binder or other.python != name or other.inline is not None:
        return False
    function = binder.function
    if other.function is not function:  # what is assigned in a function is its own everywhere in it
        return any(use.function.is_in(function) for use in other.uses)
    captured = any(use.function is not function for use in other.uses)
    later = any(use.place >= binder.place for use in other.uses)
    return captured or later or (function.within is None and not _alike(binder.value, other.value))


def _alike(one: Expression | None, other: Expression | None) -> bool:
    """Whether two values are of one type, as far as can be seen: a name in a file of Python has one type."""
    if isinstance(one, s.Fun) or isinstance(other, s.Fun):
        return False
    kinds = _kind(one), _kind(other)
    return None in kinds or kinds[0] == kinds[1]


def _kind(node: Expression | None) -> str | None:
    """What a value is, if that can be seen at once."""
    while isinstance(node, (s.Let, s.LetItem, s.LocalOpen)):
        node = node.body
    if isinstance(node, s.Constant):
        return type(node.value).__name__
    if isinstance(node, s.Apply) and isinstance(node.function, s.Name):
        name = node.function.name
        return _KINDS.get(name, "Impl" if callable(getattr(dsl, name, None)) else None)
    return {s.ListOf: "list", s.TupleOf: "tuple"}.get(type(node))


_KINDS: dict[str, str | None] = {
    "$": "Impl", "@->": "Signature", "typ": "Signature", "package": "Package", "create": "Key", "v": "Key",
    "key": "Key", "value": "Value", "^": "bytes", "@": "list", "map": None, "match_": "Value", "pure": "Value",
    "if_": "Value", "alias": "Key",
}  # fmt: skip
