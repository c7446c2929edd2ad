"""What a file holds, one item after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mirage_scons.convert.flow import bind_all, lead, settle, statements
from mirage_scons.convert.names import declare
from mirage_scons.convert.nodes import Node, s
from mirage_scons.convert.patterns import field_name
from mirage_scons.convert.python import Block
from mirage_scons.convert.sinks import DISCARD
from mirage_scons.convert.translator import Translator, together


def structure(t: Translator, items: tuple[Node, ...], start: int, end: int, out: Block) -> None:
    """All items, with the comments and the empty lines between them."""
    last = start
    for one in items:
        lead(t, out, last, one.at.start)
        place = len(out.statements)
        item(t, one, out)
        settle(t, out, place, one.at.start, one.at.end)
        behind = t.comments.behind(one.at.end, end)
        if behind:
            out.trail(together(behind))
        last = one.at.end
    lead(t, out, last, end)


def item(t: Translator, node: Node, out: Block) -> None:
    """One item."""
    _ITEMS.get(type(node), _nothing)(t, node, out)


def _define(t: Translator, node: Node, out: Block) -> None:
    bind_all(t, node.bindings, node.recursive, node.at.start, out)


def _run(t: Translator, node: Node, out: Block) -> None:
    statements(t, node.body, DISCARD, out)


def _module(t: Translator, node: Node, out: Block) -> None:
    if isinstance(node.module, s.Structure):
        structure(t, node.module.items, node.module.at.start, node.module.at.end, out)


def _included(t: Translator, node: Node, out: Block) -> None:
    if isinstance(node.module, s.Structure):
        structure(t, node.module.items, node.module.at.start, node.module.at.end, out)


def _type(t: Translator, node: Node, out: Block) -> None:
    """The class of records that are made somewhere; variants are words, and other types are only for OCaml."""
    record = t.resolution.items.get(id(node))
    if record is None or not record.binder.uses:
        return
    t.imports.add("from dataclasses import dataclass")
    out.line("@dataclass")
    body = out.suite(f"class {declare(record.binder)}:")
    for name, kind in record.fields:
        written = _annotation(kind)
        if "Any" in written:
            t.imports.add("from typing import Any")
        body.line(f"{field_name(name)}: {written}")


_TYPES = {
    "string": "str",
    "int": "int",
    "int64": "int",
    "bool": "bool",
    "float": "float",
    "char": "str",
    "package": "Package",
}


def _annotation(kind: str) -> str:
    """A type of OCaml as an annotation: what is not plain is ``Any``."""
    words = re.sub(r"\s+", " ", kind.strip()).split(" ")
    written = _TYPES.get(words[0], "Any")
    for word in words[1:]:
        if word in ("list", "array"):
            written = f"list[{written}]"
        elif word == "option":
            written = f"{written} | None" if written != "Any" else "Any"
        else:
            return "Any"
    return written


def _exception(t: Translator, node: Node, out: Block) -> None:
    tag = t.resolution.items.get(id(node))
    if tag is not None and tag.binder is not None:
        out.suite(f"class {declare(tag.binder)}(Exception):").line("pass")


def _nothing(_t: Translator, _node: Any, _out: Block) -> None:
    """What is only for OCaml."""


_ITEMS: dict[type, Callable[[Translator, Any, Block], None]] = {
    s.Define: _define,
    s.Run: _run,
    s.DefineModule: _module,
    s.Open: _included,
    s.Include: _included,
    s.DeclareType: _type,
    s.DeclareException: _exception,
}
