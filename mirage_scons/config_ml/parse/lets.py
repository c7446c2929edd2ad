"""From tree-sitter's nodes to ``let … in`` and its like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.parse.expressions import HANDLERS, expression
from mirage_scons.config_ml.parse.functions import bindings
from mirage_scons.config_ml.parse.items import item
from mirage_scons.config_ml.parse.tree import Tree, has, parts
from mirage_scons.config_ml.trampoline import Task

if TYPE_CHECKING:
    from tree_sitter import Node


def _let(tree: Tree, node: Node) -> Task:
    # ``let`` after ``let`` would be as deep as it is long
    heads: list[Node] = []
    body = node
    while body.type == "let_expression":
        heads.append(body)
        body = body.child_by_field_name("body") or body
    made = []
    for head in heads:
        first = parts(head)[0]
        made.append((yield bindings(tree, first) if first.type == "value_definition" else item(tree, first)))
    result = yield expression(tree, body)
    for head, done in zip(reversed(heads), reversed(made), strict=True):
        over = _let_bindings if parts(head)[0].type == "value_definition" else _let_items
        result = over(tree, head, done, result)
    return result


def _let_items(tree: Tree, node: Node, made: Any, body: s.Expression) -> s.Expression:
    """``let module M = … in body`` and the like."""
    for one in reversed([made] if hasattr(made, "at") else made):
        body = s.LetItem(tree.span(node), one, body)
    return body


def _let_bindings(tree: Tree, node: Node, made: tuple[s.Binding, ...], body: s.Expression) -> s.Expression:
    first = parts(node)[0]
    if has(first, "%"):
        return s.Unsupported(tree.span(first), "an extension of let")
    operators = tuple(tree.text(child) for child in first.children if child.type.endswith("operator"))
    if operators:
        return s.LetOperator(tree.span(node), operators, made, body)
    return s.Let(tree.span(node), has(first, "rec"), made, body)


HANDLERS.update({
    "let_expression": _let,
})  # fmt: skip
