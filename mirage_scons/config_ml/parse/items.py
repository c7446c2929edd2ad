"""From tree-sitter's nodes to what a structure holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.parse.expressions import expression
from mirage_scons.config_ml.parse.functions import bindings
from mirage_scons.config_ml.parse.tree import Tree, field, has, parts
from mirage_scons.config_ml.trampoline import Step, Task

if TYPE_CHECKING:
    from tree_sitter import Node


def structure(tree: Tree, node: Node) -> Task:
    """All that a file or ``struct … end`` holds; what only the type checker reads is left out."""
    found: list[s.Item] = []
    for child in parts(node):
        made = yield item(tree, child)
        found.extend([made] if hasattr(made, "at") else made)
    return tuple(found)


def item(tree: Tree, node: Node) -> Step:
    """The item that ``node`` is, several, or the task that makes it."""
    if node.type in _FOR_TYPES_ONLY:
        return ()
    handler = _ITEMS.get(node.type)
    if handler is None:
        return s.Unsupported(tree.span(node), _NAMES.get(node.type, node.type.replace("_", " ")))
    return handler(tree, node)


def _define(tree: Tree, node: Node) -> Task:
    if has(node, "%"):
        return s.Unsupported(tree.span(node), "an extension of let")
    if any(child.type == "let_operator" for child in node.children):
        return s.Unsupported(tree.span(node), "a binding operator outside an expression")
    return s.Define(tree.span(node), has(node, "rec"), (yield bindings(tree, node)))


def _run(tree: Tree, node: Node) -> Task:
    return s.Run(tree.span(node), (yield expression(tree, parts(node)[0])))


def _module(tree: Tree, node: Node) -> Task:
    while node.type in ("parenthesized_module_expression", "typed_module_expression"):
        node = parts(node)[0]
    if node.type == "module_path":
        return s.ModuleName(tree.span(node), tree.modules(node))
    if node.type == "structure":
        return s.Structure(tree.span(node), (yield structure(tree, node)))
    if node.type == "functor":
        return _functor(tree, parts(node), (yield _module(tree, field(node, "body"))))
    if node.type == "module_application":
        argument = node.child_by_field_name("argument")
        given: Any = s.Structure(tree.span(node), ())
        if argument is not None:
            given = yield _module(tree, argument)
        return s.ApplyModule(tree.span(node), (yield _module(tree, field(node, "functor"))), given)
    return s.Unsupported(tree.span(node), _NAMES.get(node.type, node.type.replace("_", " ")))


def _functor(tree: Tree, nodes: list[Node], body: Any) -> Any:
    """The functor of the parameters among ``nodes``; ``body``, if there are none."""
    for node in reversed([node for node in nodes if node.type == "module_parameter"]):
        name = next((tree.text(part) for part in parts(node) if part.type == "module_name"), "")
        body = s.FunctorOf(tree.span(node), name, body)
    return body


def _open(tree: Tree, node: Node) -> Task:
    return s.Open(tree.span(node), (yield _module(tree, parts(node)[-1])))


def _include(tree: Tree, node: Node) -> Task:
    return s.Include(tree.span(node), (yield _module(tree, parts(node)[-1])))


def _modules(tree: Tree, node: Node) -> Task:
    found = []
    for child in parts(node):
        name = tree.text(parts(child)[0])
        body = child.child_by_field_name("body")
        made: s.Module = s.Unsupported(tree.span(child), "a module without a body")
        if body is not None:
            made = _functor(tree, parts(child), (yield _module(tree, body)))
        found.append(s.DefineModule(tree.span(child), name, made))
    return tuple(found)


def _types(tree: Tree, node: Node) -> Step:
    return tuple(_type(tree, child) for child in parts(node) if child.type == "type_binding")


def _type(tree: Tree, node: Node) -> s.DeclareType:
    body = node.child_by_field_name("body")
    name = node.child_by_field_name("name")
    declared = parts(body) if body is not None and body.type == "variant_declaration" else []
    made = [_constructor(tree, child) for child in declared if child.type == "constructor_declaration"]
    written = tree.text(name).rpartition(".")[2] if name is not None else "_"
    return s.DeclareType(tree.span(node), written, tuple(made), _fields(tree, body))


def _fields(tree: Tree, body: Node | None) -> tuple[tuple[str, str], ...]:
    if body is None or body.type != "record_declaration":
        return ()
    declared = [parts(child) for child in parts(body) if child.type == "field_declaration"]
    return tuple((tree.text(name), tree.text(kind)) for name, kind in (below[:2] for below in declared))


def _constructor(tree: Tree, node: Node) -> s.Constructor:
    name, *rest = parts(node)
    if has(node, ":"):  # ``A : int * string -> t``: the last is the type itself
        rest = rest[:-1]
    rest = [child for child in rest if child.type != "type_variable" or has(node, "of")]
    inline = bool(rest) and rest[0].type == "record_declaration"
    return s.Constructor(tree.name(name), len(rest), inline)


def _exception(tree: Tree, node: Node) -> Step:
    declared = next(child for child in parts(node) if child.type == "constructor_declaration")
    if has(declared, "="):
        name, other = parts(declared)
        made = s.Constructor(tree.name(name), 0, False)
        return s.DeclareException(tree.span(node), made, tree.path(other))
    return s.DeclareException(tree.span(node), _constructor(tree, declared), None)


_FOR_TYPES_ONLY = {"module_type_definition", "class_type_definition", "value_specification", "floating_attribute"}

_NAMES = {
    "external": "an external function",
    "class_definition": "a class",
    "item_extension": "an extension node",
    "quoted_item_extension": "an extension node",
    "toplevel_directive": "a directive of the toplevel",
    "module_unpack": "a module as a value",
}

_ITEMS: dict[str, Callable[[Tree, Node], Step]] = {
    "value_definition": _define,
    "expression_item": _run,
    "open_module": _open,
    "include_module": _include,
    "module_definition": _modules,
    "type_definition": _types,
    "exception_definition": _exception,
}
