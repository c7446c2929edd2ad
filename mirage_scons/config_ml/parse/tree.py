"""tree-sitter's tree of a file, and what is common to all that is read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mirage_scons.config_ml.source import Source, Span
from mirage_scons.config_ml.syntax import Path

if TYPE_CHECKING:
    from tree_sitter import Node

_ASIDE = {"comment", "attribute", "item_attribute", "floating_attribute", "line_number_directive", "attribute_id"}


class IncompleteError(Exception):
    """A ``node`` that the grammar lets pass lacks its part called ``name``."""

    def __init__(self, node: Node, name: str) -> None:
        super().__init__(name)
        self.node = node
        self.name = name


class Tree:
    """The tree of one file."""

    def __init__(self, source: Source, root: Node) -> None:
        self.source = source
        self.root = root

    def span(self, node: Node) -> Span:
        """The place of ``node``."""
        return Span(self.source, node.start_byte, node.end_byte)

    def text(self, node: Node) -> str:
        """What ``node`` is written as."""
        return self.source.text[node.start_byte : node.end_byte].decode("utf-8", "surrogateescape")

    def path(self, node: Node) -> tuple[Path, str]:
        """The modules and the name of a path such as ``Key.Arg.info``."""
        last = (parts(node) or [node])[-1]
        before = next((child for child in node.named_children if child.type.endswith("module_path")), None)
        return self.modules(before) if before is not None else (), self.name(last)

    def modules(self, node: Node) -> Path:
        """The modules of a module's path."""
        names: list[str] = []
        step: Node | None = node
        while step is not None:
            below = parts(step)
            names.append(self.text(below[-1]))
            step = below[0] if len(below) > 1 else None
        return tuple(reversed(names))

    def name(self, node: Node) -> str:
        """A name, or the operator that ``( op )`` stands for."""
        if node.type != "parenthesized_operator":
            return self.text(node)
        return "".join(self.text(child) for child in node.children[1:-1] if child.type != "comment")


def parts(node: Node) -> list[Node]:
    """The named children of ``node``, without comments and attributes."""
    return [child for child in node.named_children if child.type not in _ASIDE]


def field(node: Node, name: str) -> Node:
    """The child of ``node`` that the grammar calls ``name``; :class:`IncompleteError` if there is none."""
    found = node.child_by_field_name(name)
    if found is None:
        raise IncompleteError(node, name)
    return found


def has(node: Node, token: str) -> bool:
    """Whether ``token`` is among what ``node`` is directly made of."""
    return any(child.type == token for child in node.children)
