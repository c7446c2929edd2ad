"""From tree-sitter's nodes to expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.parse.constants import LITERALS
from mirage_scons.config_ml.parse.patterns import pattern
from mirage_scons.config_ml.parse.tree import Tree, field, parts
from mirage_scons.config_ml.trampoline import Step, Task
from mirage_scons.model.errors import ConfigError

if TYPE_CHECKING:
    from tree_sitter import Node


def expression(tree: Tree, node: Node) -> Step:
    """The expression that ``node`` is: it, or the task that makes it."""
    literal = LITERALS.get(node.type)
    if literal is not None:
        return s.Constant(tree.span(node), literal(tree, node))
    handler = HANDLERS.get(node.type)
    if handler is None:
        is_device = node.type == "object_expression" and "base_configurable" in tree.text(node)
        hint = "Devices that are objects are of MirageOS 3: write impl." if is_device else ""
        return s.Unsupported(tree.span(node), _NAMES.get(node.type, node.type.replace("_", " ")), hint)
    return handler(tree, node)


def expressions(tree: Tree, nodes: list[Node]) -> Task:
    """The expressions that ``nodes`` are."""
    found = []
    for node in nodes:
        found.append((yield expression(tree, node)))
    return tuple(found)


def _inner(tree: Tree, node: Node) -> Task:
    return (yield expression(tree, parts(node)[0]))


def _name(tree: Tree, node: Node) -> Step:
    path, name = tree.path(node)
    if name == "_":
        raise ConfigError("syntax error: _ is a pattern, and no value", tree.span(node).location())
    return s.Name(tree.span(node), path, name)


def _construct(tree: Tree, node: Node) -> Step:
    return s.Construct(tree.span(node), *tree.path(node), None)


def _tag(tree: Tree, node: Node) -> Step:
    return s.Polymorphic(tree.span(node), tree.text(node)[1:], None)


def _tuple(tree: Tree, node: Node) -> Task:
    return s.TupleOf(tree.span(node), (yield expressions(tree, parts(node))))


def _list(tree: Tree, node: Node) -> Task:
    return s.ListOf(tree.span(node), (yield expressions(tree, parts(node))))


def _array(tree: Tree, node: Node) -> Task:
    return s.ArrayOf(tree.span(node), (yield expressions(tree, parts(node))))


def _cons(tree: Tree, node: Node) -> Task:
    heads: list[Node] = []
    rest = node
    while rest.type == "cons_expression":
        head, rest = parts(rest)
        heads.append(head)
    return s.ListOf(tree.span(node), (yield expressions(tree, heads)), (yield expression(tree, rest)))


def _record(tree: Tree, node: Node) -> Task:
    base = node.child_by_field_name("record")
    fields = []
    module: s.Path = ()
    for child in parts(node):
        if child.type != "field_expression":
            continue
        path, name = tree.path(parts(child)[0])
        module = module or path
        body = child.child_by_field_name("body")
        value = s.Name(tree.span(child), path, name) if body is None else (yield expression(tree, body))
        fields.append((name, value))
    inner = None if base is None else (yield expression(tree, base))
    return s.RecordOf(tree.span(node), inner, tuple(fields), module)


def _field(tree: Tree, node: Node) -> Task:
    record, path = parts(node)
    return s.Field(tree.span(node), (yield expression(tree, record)), tree.path(path)[1])


def _index(tree: Tree, node: Node) -> Task:
    below = parts(node)
    if len(below) != 2:
        return s.Unsupported(tree.span(node), "an indexing operator")
    sequence, index = yield expressions(tree, below)
    return s.Index(tree.span(node), sequence, index, node.type == "string_get_expression")


def _assign(tree: Tree, node: Node) -> Task:
    place, value = yield expressions(tree, parts(node))
    if not isinstance(place, (s.Field, s.Index)):
        return s.Unsupported(tree.span(node), "this assignment")
    return s.Assign(tree.span(node), place, value)


def _opened(tree: Tree, node: Node) -> Task:
    path, body = parts(node)
    return s.LocalOpen(tree.span(node), tree.modules(path), (yield expression(tree, body)))


def _if(tree: Tree, node: Node) -> Task:
    condition = yield expression(tree, field(node, "condition"))
    clauses = [child for child in node.named_children if child.type in ("then_clause", "else_clause")]
    branches = yield expressions(tree, [parts(clause)[0] for clause in clauses])
    return s.If(tree.span(node), condition, branches[0], branches[1] if len(branches) > 1 else None)


def _sequence(tree: Tree, node: Node) -> Task:
    return s.Sequence(tree.span(node), (yield expressions(tree, parts(node))))


def _assert(tree: Tree, node: Node) -> Task:
    return s.Assert(tree.span(node), (yield expression(tree, parts(node)[0])))


def _lazy(tree: Tree, node: Node) -> Task:
    return s.Delay(tree.span(node), (yield expression(tree, parts(node)[0])))


def _body(tree: Tree, node: Node) -> Task:
    below = [inner for child in node.named_children if child.type == "do_clause" for inner in parts(child)]
    return (yield expression(tree, below[0])) if below else None


def _while(tree: Tree, node: Node) -> Task:
    condition = yield expression(tree, field(node, "condition"))
    return s.While(tree.span(node), condition, (yield _body(tree, node)))


def _for(tree: Tree, node: Node) -> Task:
    name = yield pattern(tree, field(node, "name"))
    first = yield expression(tree, field(node, "from"))
    last = yield expression(tree, field(node, "to"))
    down = any(child.type == "downto" for child in node.children)
    return s.For(tree.span(node), name, first, last, down, (yield _body(tree, node)))


_NAMES = {
    "extension": "an extension node",
    "quoted_extension": "an extension node",
    "object_expression": "an object",
    "new_expression": "an object",
    "method_invocation": "a method",
    "package_expression": "a module as a value",
    "bigarray_get_expression": "a bigarray",
    "refutation_case": "a case that is refuted",
}


HANDLERS: dict[str, Callable[[Tree, Node], Step]] = {
    "value_path": _name,
    "constructor_path": _construct,
    "tag": _tag,
    "parenthesized_expression": _inner,
    "typed_expression": _inner,
    "tuple_expression": _tuple,
    "list_expression": _list,
    "array_expression": _array,
    "cons_expression": _cons,
    "record_expression": _record,
    "field_get_expression": _field,
    "array_get_expression": _index,
    "string_get_expression": _index,
    "set_expression": _assign,
    "local_open_expression": _opened,
    "if_expression": _if,
    "sequence_expression": _sequence,
    "assert_expression": _assert,
    "lazy_expression": _lazy,
    "while_expression": _while,
    "for_expression": _for,
}
