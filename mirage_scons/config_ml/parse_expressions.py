"""From tree-sitter's nodes to expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mirage_scons.config_ml import literals
from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.parse_literals import LITERALS
from mirage_scons.config_ml.parse_patterns import pattern
from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.trampoline import Step, Task
from mirage_scons.config_ml.tree import Tree, field, has, parts
from mirage_scons.model.errors import ConfigError

if TYPE_CHECKING:
    from tree_sitter import Node


def expression(tree: Tree, node: Node) -> Step:
    """The expression that ``node`` is: it, or the task that makes it."""
    literal = LITERALS.get(node.type)
    if literal is not None:
        return s.Constant(tree.span(node), literal(tree, node))
    handler = _EXPRESSIONS.get(node.type)
    if handler is None:
        return s.Unsupported(tree.span(node), _NAMES.get(node.type, node.type.replace("_", " ")))
    return handler(tree, node)


def _all(tree: Tree, nodes: list[Node]) -> Task:
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
    return s.TupleOf(tree.span(node), (yield _all(tree, parts(node))))


def _list(tree: Tree, node: Node) -> Task:
    return s.ListOf(tree.span(node), (yield _all(tree, parts(node))))


def _array(tree: Tree, node: Node) -> Task:
    return s.ArrayOf(tree.span(node), (yield _all(tree, parts(node))))


def _cons(tree: Tree, node: Node) -> Task:
    heads: list[Node] = []
    rest = node
    while rest.type == "cons_expression":
        head, rest = parts(rest)
        heads.append(head)
    return s.ListOf(tree.span(node), (yield _all(tree, heads)), (yield expression(tree, rest)))


def _record(tree: Tree, node: Node) -> Task:
    base = node.child_by_field_name("record")
    fields = []
    for child in parts(node):
        if child.type != "field_expression":
            continue
        path, name = tree.path(parts(child)[0])
        body = child.child_by_field_name("body")
        value = s.Name(tree.span(child), path, name) if body is None else (yield expression(tree, body))
        fields.append((name, value))
    return s.RecordOf(tree.span(node), None if base is None else (yield expression(tree, base)), tuple(fields))


def _field(tree: Tree, node: Node) -> Task:
    record, path = parts(node)
    return s.Field(tree.span(node), (yield expression(tree, record)), tree.path(path)[1])


def _index(tree: Tree, node: Node) -> Task:
    below = parts(node)
    if len(below) != 2:
        return s.Unsupported(tree.span(node), "an indexing operator")
    sequence, index = yield _all(tree, below)
    return s.Index(tree.span(node), sequence, index, node.type == "string_get_expression")


def _assign(tree: Tree, node: Node) -> Task:
    place, value = yield _all(tree, parts(node))
    if not isinstance(place, (s.Field, s.Index)):
        return s.Unsupported(tree.span(node), "this assignment")
    return s.Assign(tree.span(node), place, value)


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


def _let(tree: Tree, node: Node) -> Task:
    from mirage_scons.config_ml.parse_items import item  # which reads expressions in its turn

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


def _opened(tree: Tree, node: Node) -> Task:
    path, body = parts(node)
    return s.LocalOpen(tree.span(node), tree.modules(path), (yield expression(tree, body)))


def _if(tree: Tree, node: Node) -> Task:
    condition = yield expression(tree, field(node, "condition"))
    clauses = [child for child in node.named_children if child.type in ("then_clause", "else_clause")]
    branches = yield _all(tree, [parts(clause)[0] for clause in clauses])
    return s.If(tree.span(node), condition, branches[0], branches[1] if len(branches) > 1 else None)


def _match(tree: Tree, node: Node) -> Task:
    subject = yield expression(tree, field(node, "expression"))
    made = s.Try if node.type == "try_expression" else s.Match
    return made(tree.span(node), subject, (yield cases(tree, node)))


def _sequence(tree: Tree, node: Node) -> Task:
    return s.Sequence(tree.span(node), (yield _all(tree, parts(node))))


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

_EXPRESSIONS: dict[str, Callable[[Tree, Node], Step]] = {
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
    "application_expression": _apply,
    "infix_expression": _infix,
    "prefix_expression": _prefix,
    "sign_expression": _sign,
    "fun_expression": _fun,
    "function_expression": _function,
    "let_expression": _let,
    "local_open_expression": _opened,
    "if_expression": _if,
    "match_expression": _match,
    "try_expression": _match,
    "sequence_expression": _sequence,
    "assert_expression": _assert,
    "lazy_expression": _lazy,
    "while_expression": _while,
    "for_expression": _for,
}
