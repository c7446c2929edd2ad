"""Expressions, each in Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons.convert import cases, flow
from mirage_scons.convert.application import apply, eta
from mirage_scons.convert.constants import constant, word_of
from mirage_scons.convert.exceptions import raised
from mirage_scons.convert.functions import function
from mirage_scons.convert.libraries import VALUES
from mirage_scons.convert.nodes import Expression, Node, bare, s
from mirage_scons.convert.patterns import field_name
from mirage_scons.convert.printing import WRITTEN, is_printer, written_handler
from mirage_scons.convert.python import AND, NONE, OR, POSTFIX, Block, Py, attribute, call, infix
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.scopes import Binder
from mirage_scons.convert.sinks import DISCARD, Assign
from mirage_scons.convert.translator import Part, Translator


def _constant(_t: Translator, node: Node, _out: Block, _want: str) -> Py:
    return constant(node.value, node.at)


def _name(t: Translator, node: Node, out: Block, want: str) -> Py:
    target = t.target(node)
    assert target is not None, node.name
    if isinstance(target, Binder):
        if target.inline is not None:
            return t.expr(target.inline, out, want)
        if is_printer(t, target.value):
            raise refused("a printer in this place", node.at, 'Write Fmt.str "%a" of it.')
        return Py(t.name(target))
    if target.name in VALUES:
        return VALUES[target.name](t, node)
    return eta(t, target, node.at)


def _construct(t: Translator, node: Node, out: Block, want: str) -> Py:
    tag = t.resolution.tags[id(node)]
    if tag.is_exception:
        return raised(t, node, out)
    if tag.family == "option":
        if node.argument is None:
            return NONE if want != "quiet_or_level" else constant(b"quiet", node.at)
        inner = bare(node.argument)
        if isinstance(inner, s.Construct) and t.resolution.tags[id(inner)].family == "option":
            raise refused("an option of an option", node.at, "Python has one None: write a variant of its own.")
        return t.expr(inner, out, want.removesuffix("?"))
    if tag.family == "ipaddr":
        assert node.argument is not None
        return t.expr(node.argument, out)
    word = Py(word_of(tag.name), literal=tag.name.lower())
    return word if node.argument is None else _tagged(t, word, node.argument, tag.arity > 1, out)


def _tagged(t: Translator, word: Py, argument: Expression, several: bool, out: Block) -> Py:
    values = argument.items if several and isinstance(argument, s.TupleOf) else (argument,)
    return Py(f"({', '.join([word.text, *(value.text for value in t.all(values, out))])})")


def _polymorphic(t: Translator, node: Node, out: Block, _want: str) -> Py:
    if node.argument is None:
        return Py(word_of(node.tag, True))
    if node.tag == "Src":
        return t.expr(node.argument, out)
    return _tagged(t, Py(word_of(node.tag, True)), node.argument, False, out)


def _items(t: Translator, nodes: tuple[Expression, ...], out: Block, want: str) -> list[Part]:
    return [Part(t.expr(node, out, want).text, node.at.start, node.at.end) for node in nodes]


def _tuple(t: Translator, node: Node, out: Block, _want: str) -> Py:
    return Py(t.bracketed("(", _items(t, node.items, out, ""), ")", node.at.start, node.at.end))


def _list(t: Translator, node: Node, out: Block, want: str) -> Py:
    parts = _items(t, node.items, out, want.removesuffix("*"))
    rest_node = getattr(node, "rest", None)  # an array has none
    if rest_node is not None:
        rest = t.expr(rest_node, out, want)
        parts.append(Part(f"*{rest.at(POSTFIX)}", rest_node.at.start, rest_node.at.end))
    return Py(t.bracketed("[", parts, "]", node.at.start, node.at.end))


def _record(t: Translator, node: Node, out: Block, want: str) -> Py:
    if node.base is not None:
        t.imports.add("from dataclasses import replace")
        fields = [
            Part(f"{field_name(name)}={t.expr(value, out).text}", value.at.start, value.at.end)
            for name, value in node.fields
        ]
        base = Part(t.expr(node.base, out).text, node.base.at.start, node.base.at.end)
        return Py(t.bracketed("replace(", [base, *fields], ")", node.at.start, node.at.end), POSTFIX)
    fields = [
        Part(f"{field_name(name)}={t.expr(value, out).text}", value.at.start, value.at.end)
        for name, value in node.fields
    ]
    record = t.resolution.records.get(id(node))
    name = t.name(record.binder) if record is not None else _known_record(node, want, fields)
    return Py(t.bracketed(f"{name}(", fields, ")", node.at.start, node.at.end), POSTFIX)


def _known_record(node: Node, want: str, fields: list[Part]) -> str:
    """The language's own records: addresses, of which version 6 have colons."""
    names = {name for name, _ in node.fields}
    if want in ("ipv4_config", "ipv6_config", "syslog_config"):
        return want
    if names == {"network", "gateway"}:
        return "ipv6_config" if any(":" in field.text for field in fields) else "ipv4_config"
    if "hostname" in names:
        return "syslog_config"
    raise refused("this record", node.at, "Declare its type before it.")


def _field(t: Translator, node: Node, out: Block, _want: str) -> Py:
    if node.name == "contents":
        return Py(f"{t.expr(node.record, out).at(POSTFIX)}[0]", POSTFIX)
    return attribute(t.expr(node.record, out), field_name(node.name))


def _index(t: Translator, node: Node, out: Block, _want: str) -> Py:
    return Py(f"{t.expr(node.sequence, out).at(POSTFIX)}[{t.expr(node.position, out).text}]", POSTFIX)


def _assign(t: Translator, node: Node, out: Block, _want: str) -> Py:
    out.line(f"{t.expr(node.place, out).text} = {t.expr(node.value, out).text}")
    return NONE


def _logic(t: Translator, node: Node, out: Block, _want: str) -> Py:
    left = t.expr(node.left, out)
    before, right = t.alone(node.right)
    if before:
        holds = t.fresh("holds", node.at)
        out.line(f"{holds} = {left.text}")
        body = out.suite(f"if {'' if node.is_and else 'not '}{holds}:")
        body.statements.extend(before.statements)
        Assign(None, holds)(right, body)
        return Py(holds)
    return infix(left, "and" if node.is_and else "or", right, AND if node.is_and else OR)


def _match(t: Translator, node: Node, out: Block, want: str) -> Py:
    if cases.is_plain(t, node.cases):
        before = Block()
        claimed = list(t.comments.left)
        chosen = cases.expression(t, node, before, want)
        if chosen is not None:
            out.statements.extend(before.statements)
            return chosen
        t.comments.left = claimed
    return flow.named(t, node, out, want)


def _statements(t: Translator, node: Expression, out: Block, want: str) -> Py:
    return flow.named(t, node, out, want, "result")


def _let(t: Translator, node: Expression, out: Block, want: str) -> Py:
    """Names, then the value of what they are for."""
    last = node.at.start
    inner = node
    while True:
        if isinstance(inner, s.Let):
            flow.bind_all(t, inner.bindings, inner.recursive, last, out)
            last = max(binding.at.end for binding in inner.bindings)
            inner = inner.body
        elif isinstance(inner, s.LetItem):
            flow.item(t, inner.item, out)
            inner = inner.body
        elif isinstance(inner, s.LocalOpen):
            inner = inner.body
        elif isinstance(inner, s.Sequence):
            for one in inner.items[:-1]:
                flow.statements(t, one, DISCARD, out)
            inner = inner.items[-1]
        else:
            return t.expr(inner, out, want)


def _assert(t: Translator, node: Node, out: Block, _want: str) -> Py:
    flow.statements(t, node, DISCARD, out)
    return NONE


def _delay(t: Translator, node: Node, out: Block, _want: str) -> Py:
    fun = s.Fun(node.at, (), node.body)
    t.resolution.functions[id(fun)] = t.function
    t.kept.append(fun)
    t.imports.add("import functools")
    return call("functools.cache", [function(t, fun, out, hint="delayed").text])


_HANDLERS: dict[type, Callable[[Translator, Any, Block, str], Py]] = {
    s.Constant: _constant,
    s.Name: _name,
    s.Construct: _construct,
    s.Polymorphic: _polymorphic,
    s.TupleOf: _tuple,
    s.ListOf: _list,
    s.ArrayOf: _list,
    s.RecordOf: _record,
    s.Field: _field,
    s.Index: _index,
    s.Assign: _assign,
    s.Apply: apply,
    s.Logic: _logic,
    s.Fun: function,
    s.Let: _let,
    s.LetItem: _let,
    s.LocalOpen: _let,
    s.If: flow.if_expression,
    s.Match: _match,
    s.Try: _statements,
    s.Sequence: _let,
    s.Assert: _assert,
    s.Delay: _delay,
    s.While: _statements,
    s.For: _statements,
    WRITTEN: written_handler,
}


def handle(t: Translator) -> Translator:
    """Have a translator know how each kind of expression is said."""
    t.handlers.update(_HANDLERS)
    return t
