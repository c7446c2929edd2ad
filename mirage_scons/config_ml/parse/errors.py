"""Where a file is no OCaml, and what is expected there as far as it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mirage_scons.config_ml.source import Source
from mirage_scons.model.errors import ConfigError

if TYPE_CHECKING:
    from tree_sitter import Node

_CLOSING = {
    "(": ")", "[": "]", "{": "}", "[|": "|]", "begin": "end", "struct": "end", "sig": "end", "object": "end",
    "do": "done", "{<": ">}",
}  # fmt: skip
_ENDS = set(_CLOSING.values())


def syntax_error(source: Source, root: Node) -> ConfigError:
    """The error of the first place below ``root`` that does not fit."""
    unclosed = _unclosed(root)
    if unclosed is not None:
        opening, found = unclosed
        return _about_bracket(source, opening, found)
    fault = _first_fault(root)
    where = source.location(fault.start_byte, min(fault.end_byte, _line_end(source, fault.start_byte)))
    if fault.is_missing:
        return ConfigError(f'syntax error: "{fault.type}" is expected', where)
    return ConfigError(f"syntax error{_near(source, fault)}", where)


def check_comments(source: Source, root: Node) -> None:
    """:class:`ConfigError` for a comment that does not end: tree-sitter takes it for one that the file's end ends."""
    last = root.descendant_for_byte_range(max(len(source.text) - 1, 0), len(source.text))
    if last is not None and last.type == "comment" and not source.text[: last.end_byte].endswith(b"*)"):
        start = last.start_byte
        raise ConfigError("syntax error: this comment is not closed", source.location(start, start + 2))


def _leaves(root: Node) -> list[Node]:
    found: list[Node] = []
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type in ("comment", "string", "quoted_string", "character", "parenthesized_operator"):
            continue
        if node.child_count:
            pending.extend(reversed(node.children))
        else:
            found.append(node)
    return found


def _unclosed(root: Node) -> tuple[Node | None, Node | None] | None:
    """The first bracket that is not closed with what is found instead, or one that closes nothing."""
    opened: list[Node] = []
    for leaf in _leaves(root):
        if leaf.is_missing:
            continue
        if leaf.type in _CLOSING:
            opened.append(leaf)
        elif leaf.type in _ENDS:
            if not opened:
                return None, leaf
            if _CLOSING[opened[-1].type] != leaf.type:
                return opened[-1], leaf
            opened.pop()
    return (opened[-1], None) if opened else None


def _about_bracket(source: Source, opening: Node | None, found: Node | None) -> ConfigError:
    if opening is None:
        assert found is not None
        where = source.location(found.start_byte, found.end_byte)
        return ConfigError(f'syntax error: "{found.type}" closes nothing', where)
    where = source.location(opening.start_byte, opening.end_byte)
    instead = "" if found is None else f': "{found.type}" of line {source.row(found.start_byte) + 1} is found'
    return ConfigError(f'syntax error: this "{opening.type}" is not closed{instead}', where)


def _first_fault(root: Node) -> Node:
    """The deepest of the first nodes that are errors."""
    fault = root
    pending = [root]
    while pending:
        node = pending.pop()
        if node.is_missing or node.type == "ERROR":
            fault = node
            wrong = [child for child in node.children if child.has_error or child.is_missing]
            if not wrong:
                return node
        pending.extend(reversed([child for child in node.children if child.has_error or child.is_missing]))
    return fault


def _line_end(source: Source, offset: int) -> int:
    end = source.text.find(b"\n", offset)
    return len(source.text) if end < 0 else max(end, offset + 1)


def _near(source: Source, fault: Node) -> str:
    words = source.text[fault.start_byte : fault.end_byte].split()
    if not words:
        return " at the end of the file" if fault.start_byte >= len(source.text.rstrip()) else ""
    return f" near {words[0].decode('utf-8', 'replace')[:40]}"
