"""Expressions that are statements in Python: let, if, match, try, loops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.values import UNIT
from mirage_scons.convert.cases import match
from mirage_scons.convert.exceptions import attempt
from mirage_scons.convert.functions import define
from mirage_scons.convert.inlining import is_inlined
from mirage_scons.convert.nodes import Expression, Node, bare, s
from mirage_scons.convert.patterns import target, unpack
from mirage_scons.convert.python import NOT, SUM, Block, Py, conditional
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.sinks import DISCARD, Assign, Sink
from mirage_scons.convert.translator import Translator

_SHORT = 60
"""How long the parts of a conditional expression may be together."""


def statements(t: Translator, node: Expression, sink: Sink, out: Block) -> None:
    """Say an expression, and do with its value what ``sink`` does."""
    last = node.at.start
    while True:
        if isinstance(node, s.Let):
            last = _let(t, node, last, out)
            node = node.body
        elif isinstance(node, s.LetItem):
            item(t, node.item, out)
            node = node.body
        elif isinstance(node, s.LocalOpen):
            node = node.body
        elif isinstance(node, s.Sequence):
            for one in node.items[:-1]:
                statement(t, one, last, DISCARD, out)
                last = one.at.end
            node = node.items[-1]
        else:
            break
    statement(t, node, last, sink, out)


def statement(t: Translator, node: Expression, last: int, sink: Sink, out: Block) -> None:
    """One statement, with the comments before it, from ``last`` on, and those in it that nothing else claims."""
    lead(t, out, last, node.at.start)
    place = len(out.statements)
    handler = _STATEMENTS.get(type(node))
    if handler is not None:
        handler(t, node, sink, out)
    else:
        sink(t.expr(node, out, sink.want), out)
    settle(t, out, place, node.at.start, node.at.end)


def lead(t: Translator, out: Block, start: int, end: int) -> None:
    """The comments between two places as lines of their own."""
    last = start
    for comment in t.comments.take(start, end):
        if t.comments.blank_between(last, comment.start):
            out.blank()
        out.remark(comment.lines)
        last = comment.end
    if t.comments.blank_between(last, end):
        out.blank()


def settle(t: Translator, out: Block, place: int, start: int, end: int) -> None:
    """Put the comments of a statement that nothing in it has claimed before it."""
    rest = [line for one in t.comments.take(start, end) for line in one.lines]
    if rest:
        out.remark(rest, place)


def _let(t: Translator, node: Node, last: int, out: Block) -> int:
    """The bindings of a ``let``; gives where it ends."""
    bind_all(t, node.bindings, node.recursive, last, out)
    end: int = max(binding.at.end for binding in node.bindings)
    return end


def bind_all(t: Translator, bindings: tuple[Node, ...], recursive: bool, last: int, out: Block) -> None:
    """All bindings of one ``let``."""
    if recursive:
        for binding in bindings:
            if not isinstance(binding.value, s.Fun) or not isinstance(binding.pattern, s.Bind):
                raise refused("let rec of what is no function", binding.at)
            t.declare(binding.pattern)
    for binding in bindings:
        lead(t, out, last, binding.at.start)
        place = len(out.statements)
        bind(t, binding, out)
        settle(t, out, place, binding.at.start, binding.at.end)
        last = binding.at.end


def bind(t: Translator, binding: Node, out: Block) -> None:
    """``pattern = value``."""
    pattern, value = binding.pattern, binding.value
    if isinstance(pattern, s.Bind):
        binder = t.resolution.bound[id(pattern)]
        if isinstance(value, s.Fun):
            define(t, binder, value, out)
        elif is_inlined(t, binder):
            binder.inline = value
        else:
            statements(t, value, Assign(binder), out)
    elif isinstance(pattern, s.Anything) or (isinstance(pattern, s.Exactly) and pattern.value is UNIT):
        statements(t, value, DISCARD, out)
    elif (written := target(t, pattern)) is not None:
        shown = t.expr(value, out).text
        bare = isinstance(value, s.TupleOf) and "\n" not in shown
        out.line(f"{written} = {shown[1:-1] if bare else shown}")
    else:
        unpack(t, pattern, t.expr(value, out), out)


def item(t: Translator, node: Expression, out: Block) -> None:
    """An item of a structure."""
    from mirage_scons.convert.items import item as translate  # which says expressions in its turn

    translate(t, node, out)


def is_flow(node: Expression) -> bool:
    """Whether an expression is said best in statements."""
    node = bare(node)
    if isinstance(node, (s.Let, s.LetItem, s.Sequence, s.Try, s.While, s.For, s.Match, s.Assert)):
        return True
    return isinstance(node, s.If) and (is_flow(node.then) or (node.otherwise is not None and is_flow(node.otherwise)))


def _if(t: Translator, node: Node, sink: Sink, out: Block, word: str = "if") -> None:
    condition = t.expr(node.condition, out)
    if node.otherwise is not None and sink is not DISCARD and not is_flow(node) and word == "if":
        before, then = t.alone(node.then, sink.want)
        after, otherwise = t.alone(node.otherwise, sink.want)
        chosen = conditional(then, condition, otherwise)
        if not before and not after and len(chosen.text) < _SHORT:
            sink(chosen, out)
            return
        _branch(before, then, sink, out.suite(f"if {condition.text}:"))
        rest = out if sink.leaves else out.suite("else:")
        _branch(after, otherwise, sink, rest)
        return
    body = out.suite(f"{word} {condition.text}:")
    statements(t, node.then, sink, body)
    if node.otherwise is None:
        return
    otherwise_node = node.otherwise
    if isinstance(otherwise_node, s.If) and not t.alone(otherwise_node.condition)[0] and not body.ends():
        _if(t, otherwise_node, sink, out, "elif")
    else:
        statements(t, otherwise_node, sink, out if body.ends() else out.suite("else:"))


def _branch(before: Block, value: Py, sink: Sink, out: Block) -> None:
    out.statements.extend(before.statements)
    sink(value, out)


def if_expression(t: Translator, node: Node, out: Block, want: str) -> Py:
    """An ``if`` where a value is wanted."""
    if node.otherwise is not None and not is_flow(node):
        condition = t.expr(node.condition, out)
        (before, then), (after, otherwise) = t.alone(node.then, want), t.alone(node.otherwise, want)
        if not before and not after:
            return conditional(then, condition, otherwise)
    return named(t, node, out, want)


def named(t: Translator, node: Expression, out: Block, want: str = "", name: str = "chosen") -> Py:
    """The name of what statements make."""
    if isinstance(node, s.If) and node.otherwise is None:
        statements(t, node, DISCARD, out)
        return Py("None")
    sink = Assign(None, t.fresh(name, node.at), want)
    statements(t, node, sink, out)
    return Py(sink.name)


def _while(t: Translator, node: Node, _sink: Sink, out: Block) -> None:
    before, condition = t.alone(node.condition)
    body = out.suite(f"while {condition.text if not before else 'True'}:")
    if before:
        body.statements.extend(before.statements)
        body.suite(f"if not {condition.at(NOT)}:").line("break")
    if node.body is not None:
        statements(t, node.body, DISCARD, body)


def _for(t: Translator, node: Node, _sink: Sink, out: Block) -> None:
    first, last = t.expr(node.first, out), t.expr(node.last, out)
    name = target(t, node.name) or "_"
    if node.down:
        body = out.suite(f"for {name} in range({first.text}, {last.at(SUM)} - 1, -1):")
    else:
        stop = str(int(last.text) + 1) if last.text.isdecimal() else f"{last.at(SUM)} + 1"
        body = out.suite(f"for {name} in range({first.text}, {stop}):")
    if node.body is not None:
        statements(t, node.body, DISCARD, body)


def _assert(t: Translator, node: Node, _sink: Sink, out: Block) -> None:
    if isinstance(node.condition, s.Constant) and node.condition.value is False:
        out.line("raise AssertionError")
    else:
        out.line(f"assert {t.expr(node.condition, out).text}")


def _match(t: Translator, node: Node, sink: Sink, out: Block) -> None:
    if any(isinstance(case.pattern, s.ExceptionPattern) for case in node.cases):
        attempt(t, node, sink, out)
    else:
        match(t, node.subject, node.cases, node.at, sink, out)


_STATEMENTS: dict[type, Callable[[Translator, Any, Sink, Block], None]] = {
    s.If: _if,
    s.Match: _match,
    s.Try: attempt,
    s.While: _while,
    s.For: _for,
    s.Assert: _assert,
    s.Let: statements,
    s.LetItem: statements,
    s.LocalOpen: statements,
    s.Sequence: statements,
}
