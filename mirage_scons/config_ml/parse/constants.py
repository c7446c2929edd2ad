"""From tree-sitter's nodes to the values of literals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mirage_scons.config_ml.parse import literals
from mirage_scons.config_ml.parse.tree import Tree
from mirage_scons.config_ml.values import NIL, UNIT
from mirage_scons.model.errors import ConfigError

if TYPE_CHECKING:
    from tree_sitter import Node


def _number(tree: Tree, node: Node) -> object:
    return literals.number(tree.text(node))


def _string(tree: Tree, node: Node) -> bytes:
    return literals.unescaped(tree.source.text[node.start_byte + 1 : node.end_byte - 1])


def _character(tree: Tree, node: Node) -> object:
    return literals.character(tree.source.text[node.start_byte + 1 : node.end_byte - 1])


def _quoted(tree: Tree, node: Node) -> bytes:
    body = tree.source.text[node.start_byte : node.end_byte]
    mark = body.index(b"|")
    return body[mark + 1 : -mark - 1].replace(b"\r\n", b"\n")


def _said(read: Callable[[Tree, Node], object]) -> Callable[[Tree, Node], object]:
    def literal(tree: Tree, node: Node) -> object:
        try:
            return read(tree, node)
        except ValueError as error:
            raise ConfigError(str(error), tree.span(node).location()) from None

    return literal


LITERALS: dict[str, Callable[[Tree, Node], object]] = {
    "number": _said(_number),
    "signed_number": _said(_number),
    "string": _said(_string),
    "character": _said(_character),
    "quoted_string": _quoted,
    "boolean": lambda tree, node: tree.text(node) == "true",
    "unit": lambda _tree, _node: UNIT,
    "empty_list": lambda _tree, _node: NIL,
}
"""How the value of each kind of literal is read."""
