"""From tree-sitter's nodes to patterns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.parse.constants import LITERALS
from mirage_scons.config_ml.parse.tree import Tree, parts
from mirage_scons.config_ml.trampoline import Step, Task

if TYPE_CHECKING:
    from tree_sitter import Node


def pattern(tree: Tree, node: Node) -> Step:
    """The pattern that ``node`` is: it, or the task that makes it."""
    literal = LITERALS.get(node.type)
    if literal is not None:
        return s.Exactly(tree.span(node), literal(tree, node))
    handler = _PATTERNS.get(node.type)
    if handler is None:
        return s.Unsupported(tree.span(node), f"the pattern {node.type.removesuffix('_pattern').replace('_', ' ')}")
    return handler(tree, node)


def _inner(tree: Tree, node: Node) -> Task:
    return (yield pattern(tree, node.child_by_field_name("pattern") or parts(node)[0]))


def _bind(tree: Tree, node: Node) -> Step:
    return s.Bind(tree.span(node), tree.name(node))


def _alias(tree: Tree, node: Node) -> Task:
    inner, name = parts(node)
    return s.Alias(tree.span(node), (yield pattern(tree, inner)), tree.name(name))


def _all(tree: Tree, nodes: list[Node]) -> Task:
    found = []
    for node in nodes:
        found.append((yield pattern(tree, node)))
    return tuple(found)


def _tuple(tree: Tree, node: Node) -> Task:
    return s.TuplePattern(tree.span(node), (yield _all(tree, parts(node))))


def _list(tree: Tree, node: Node) -> Task:
    return s.ListPattern(tree.span(node), (yield _all(tree, parts(node))))


def _array(tree: Tree, node: Node) -> Task:
    return s.ArrayPattern(tree.span(node), (yield _all(tree, parts(node))))


def _cons(tree: Tree, node: Node) -> Task:
    heads: list[Node] = []
    rest = node
    while rest.type == "cons_pattern":
        head, rest = parts(rest)
        heads.append(head)
    return s.ListPattern(tree.span(node), (yield _all(tree, heads)), (yield pattern(tree, rest)))


def _either(tree: Tree, node: Node) -> Task:
    choices: list[Node] = []
    pending = [node]
    while pending:
        choice = pending.pop()
        if choice.type == "or_pattern":
            pending.extend(reversed(parts(choice)))
        else:
            choices.append(choice)
    return s.Either(tree.span(node), (yield _all(tree, choices)))


def _construct(tree: Tree, node: Node) -> Step:
    path, tag = tree.path(node)
    return s.ConstructPattern(tree.span(node), path, tag, None)


def _constructed(tree: Tree, node: Node) -> Task:
    below = parts(node)
    path, tag = tree.path(below[0])
    return s.ConstructPattern(tree.span(node), path, tag, (yield pattern(tree, below[-1])))


def _tag(tree: Tree, node: Node) -> Step:
    return s.PolymorphicPattern(tree.span(node), tree.text(node)[1:], None)


def _tagged(tree: Tree, node: Node) -> Task:
    tag, argument = parts(node)
    return s.PolymorphicPattern(tree.span(node), tree.text(tag)[1:], (yield pattern(tree, argument)))


def _record(tree: Tree, node: Node) -> Task:
    fields = []
    for field in parts(node):
        _, name = tree.path(parts(field)[0])
        inner = field.child_by_field_name("pattern")
        bound = s.Bind(tree.span(field), name) if inner is None else (yield pattern(tree, inner))
        fields.append((name, bound))
    return s.RecordPattern(tree.span(node), tuple(fields))


def _between(tree: Tree, node: Node) -> Step:
    first, last = (LITERALS[end.type](tree, end) for end in parts(node))
    return s.Between(tree.span(node), first, last)


def _lazy(tree: Tree, node: Node) -> Task:
    return s.Forced(tree.span(node), (yield pattern(tree, parts(node)[-1])))


def _exception(tree: Tree, node: Node) -> Task:
    return s.ExceptionPattern(tree.span(node), (yield pattern(tree, parts(node)[-1])))


def _opened(tree: Tree, node: Node) -> Task:
    path, inner = parts(node)
    return s.OpenPattern(tree.span(node), tree.modules(path), (yield pattern(tree, inner)))


_PATTERNS: dict[str, Callable[[Tree, Node], Step]] = {
    "value_name": _bind,
    "value_pattern": _bind,
    "parenthesized_operator": _bind,
    "any_pattern": lambda tree, node: s.Anything(tree.span(node)),
    "parenthesized_pattern": _inner,
    "typed_pattern": _inner,
    "alias_pattern": _alias,
    "tuple_pattern": _tuple,
    "list_pattern": _list,
    "array_pattern": _array,
    "cons_pattern": _cons,
    "or_pattern": _either,
    "constructor_path": _construct,
    "constructor_pattern": _constructed,
    "tag": _tag,
    "tag_pattern": _tagged,
    "record_pattern": _record,
    "range_pattern": _between,
    "lazy_pattern": _lazy,
    "exception_pattern": _exception,
    "local_open_pattern": _opened,
}
