"""From tree-sitter's nodes to applications, of functions, constructors and operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.parse import literals
from mirage_scons.config_ml.parse.expressions import HANDLERS, expression
from mirage_scons.config_ml.parse.tree import Tree, has, parts
from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.model.errors import ConfigError

if TYPE_CHECKING:
    from tree_sitter import Node


def _apply(tree: Tree, node: Node) -> Task:
    function, *nodes = parts(node)
    arguments = []
    for argument in nodes:
        arguments.append((yield _argument(tree, argument)))
    if function.type in ("constructor_path", "tag"):
        return _applied_constructor(tree, node, function, arguments)
    return s.Apply(tree.span(node), (yield expression(tree, function)), tuple(arguments))


def _applied_constructor(tree: Tree, node: Node, function: Node, arguments: list[s.Argument]) -> s.Expression:
    if len(arguments) != 1 or arguments[0].label:
        what = f"the constructor {tree.text(function)} is applied to {len(arguments)} arguments"
        raise ConfigError(what, tree.span(node).location(), f"Write {tree.text(function)} (a, b).")
    value = arguments[0].value
    if function.type == "tag":
        return s.Polymorphic(tree.span(node), tree.text(function)[1:], value)
    return s.Construct(tree.span(node), *tree.path(function), value)


def _argument(tree: Tree, node: Node) -> Task:
    if node.type != "labeled_argument":
        return s.Argument(tree.span(node), "", False, (yield expression(tree, node)))
    name = next(child for child in node.named_children if child.type == "label_name")
    label = tree.text(name)
    value = node.child_by_field_name("expression")
    given = s.Name(tree.span(name), (), label) if value is None else (yield expression(tree, value))
    return s.Argument(tree.span(node), label, has(node, "?"), given)


def _infix(tree: Tree, node: Node) -> Task:
    # a chain that leans to the left, as ``a $ b $ c`` does, would be as deep as it is long
    steps: list[tuple[Node, Node, Node]] = []
    left = node
    while left.type == "infix_expression":
        left, operator, right = _sides(whole := left)
        steps.append((whole, operator, right))
    value = yield expression(tree, left)
    for whole, operator, right in reversed(steps):
        value = _operation(tree, whole, operator, value, (yield expression(tree, right)))
    return value


def _sides(node: Node) -> tuple[Node, Node, Node]:
    """The left side, the operator and the right side of an infix expression."""
    left, operator, right = parts(node)
    return left, operator, right


def _operation(tree: Tree, node: Node, operator: Node, left: s.Expression, right: s.Expression) -> s.Expression:
    name, span = tree.text(operator), tree.span(node)
    if name in ("&&", "&", "||", "or"):
        return s.Logic(span, name.startswith("&"), left, right)
    return _operator(span, s.Name(tree.span(operator), (), name), left, right)


def _operator(span: Span, name: s.Name, *operands: s.Expression) -> s.Apply:
    return s.Apply(span, name, tuple(s.Argument(operand.at, "", False, operand) for operand in operands))


def _prefix(tree: Tree, node: Node) -> Task:
    operator, operand = node.children[0], parts(node)[-1]
    name = s.Name(tree.span(operator), (), tree.text(operator))
    return _operator(tree.span(node), name, (yield expression(tree, operand)))


def _sign(tree: Tree, node: Node) -> Task:
    operator, operand = node.children[0], parts(node)[-1]
    sign = tree.text(operator)
    if operand.type == "number":  # so that the least number can be written
        written = f"{sign[0]}{tree.text(operand)}"
        try:
            return s.Constant(tree.span(node), literals.number(written))
        except ValueError as error:
            raise ConfigError(str(error), tree.span(node).location()) from None
    name = s.Name(tree.span(operator), (), f"~{sign}")
    return _operator(tree.span(node), name, (yield expression(tree, operand)))


HANDLERS.update({
    "application_expression": _apply,
    "infix_expression": _infix,
    "prefix_expression": _prefix,
    "sign_expression": _sign,
})  # fmt: skip
