"""From tree-sitter's nodes to functions, and to what they are made of: parameters, cases, bindings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.parse.expressions import HANDLERS, expression
from mirage_scons.config_ml.parse.patterns import pattern
from mirage_scons.config_ml.parse.tree import Tree, field, has, parts
from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.trampoline import Task

if TYPE_CHECKING:
    from tree_sitter import Node


def parameters(tree: Tree, nodes: list[Node]) -> Task:
    """The parameters of a function; types among them are left out."""
    found = []
    for node in nodes:
        if node.type == "parameter":
            found.append((yield _parameter(tree, node)))
    return tuple(found)


def _parameter(tree: Tree, node: Node) -> Task:
    bound = field(node, "pattern")
    default = node.child_by_field_name("default")
    label = next((child for child in node.named_children if child.type == "label_name"), None)
    labelled = has(node, "~") or has(node, "?")
    name = tree.text(label or bound) if labelled else ""
    found = yield pattern(tree, bound)
    value = None if default is None else (yield expression(tree, default))
    return s.Parameter(tree.span(node), name, has(node, "?"), found, value)


def cases(tree: Tree, node: Node) -> Task:
    """The cases of a ``match``, ``function`` or ``try``."""
    found = []
    for case in parts(node):
        if case.type != "match_case":
            continue
        guard = next((child for child in case.named_children if child.type == "guard"), None)
        matched = yield pattern(tree, field(case, "pattern"))
        condition = None if guard is None else (yield expression(tree, parts(guard)[0]))
        body = yield expression(tree, field(case, "body"))
        found.append(s.Case(tree.span(case), matched, condition, body))
    return tuple(found)


def _fun(tree: Tree, node: Node) -> Task:
    found = yield parameters(tree, parts(node))
    body = yield expression(tree, field(node, "body"))
    return joined(tree.span(node), found, body)


def joined(span: Span, found: tuple[s.Parameter, ...], body: s.Expression) -> s.Expression:
    """A function of ``found``; one that gives a function at once takes the parameters of both."""
    if not found:
        return body
    if isinstance(body, s.Fun):
        return s.Fun(span, found + body.parameters, body.body)
    return s.Fun(span, found, body)


def _function(tree: Tree, node: Node) -> Task:
    span = tree.span(node)
    matched = s.Parameter(span, "", False, s.Anything(span), None)
    return s.Fun(span, (matched,), s.Cases(span, (yield cases(tree, node))))


def binding(tree: Tree, node: Node) -> Task:
    """One ``pattern = value`` of a ``let``, whose value is a function if there are parameters."""
    body = node.child_by_field_name("body")
    bound = yield pattern(tree, field(node, "pattern"))
    if body is None:  # ``let* x in``
        name = bound.name if isinstance(bound, s.Bind) else "_"
        return s.Binding(tree.span(node), bound, s.Name(tree.span(node), (), name))
    found = yield parameters(tree, parts(node)[1:])
    return s.Binding(tree.span(node), bound, joined(tree.span(node), found, (yield expression(tree, body))))


def bindings(tree: Tree, node: Node) -> Task:
    """All that one ``let`` binds."""
    found = []
    for child in parts(node):
        if child.type == "let_binding":
            found.append((yield binding(tree, child)))
    return tuple(found)


def _match(tree: Tree, node: Node) -> Task:
    subject = yield expression(tree, field(node, "expression"))
    made = s.Try if node.type == "try_expression" else s.Match
    return made(tree.span(node), subject, (yield cases(tree, node)))


HANDLERS.update({
    "fun_expression": _fun,
    "function_expression": _function,
    "match_expression": _match,
    "try_expression": _match,
})  # fmt: skip
