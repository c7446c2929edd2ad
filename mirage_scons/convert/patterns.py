"""Patterns as Python has them: what is assigned to, and what a case is of."""

from __future__ import annotations

import keyword
from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.values import NIL, UNIT
from mirage_scons.convert.constants import constant, word_of
from mirage_scons.convert.nodes import Expression, Node, Pattern, s
from mirage_scons.convert.python import Block, Py
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.translator import Translator


def target(t: Translator, node: Pattern, top: bool = True) -> str | None:
    """What is assigned to where a value always matches; ``None`` if Python has no such form."""
    if isinstance(node, s.Anything):
        return "_"
    if isinstance(node, s.Bind):
        return t.declare(node)
    if isinstance(node, s.OpenPattern):
        return target(t, node.pattern, top)
    if isinstance(node, s.TuplePattern):
        parts = [target(t, one, False) for one in node.items]
        if any(part is None for part in parts):
            return None
        joined = ", ".join(str(part) for part in parts)
        return joined if top else f"({joined})"
    return None


def unpack(t: Translator, node: Pattern, value: Py, out: Block) -> None:
    """Give the names in a pattern what they are in ``value``."""
    written = target(t, node)
    if written is not None:
        out.line(f"{written} = {value.text}")
    elif isinstance(node, s.Alias):
        name = t.declare(node)
        out.line(f"{name} = {value.text}")
        unpack(t, node.pattern, Py(name), out)
    elif isinstance(node, s.RecordPattern):
        name = value.text if value.text.isidentifier() else t.fresh("record", node.at)
        if name != value.text:
            out.line(f"{name} = {value.text}")
        for field, inner in node.fields:
            unpack(t, inner, Py(f"{name}.{field_name(field)}"), out)
    else:
        body = out.suite(f"match {value.text}:")
        body.suite(f"case {Cases(t).head(node)}:").line("pass")
        body.suite("case other:").line(f"raise ValueError({NO_CASE.format('other')})")


NO_CASE = 'f"no case is for {{{}!r}}"'


def field_name(name: str) -> str:
    """The field of a record in Python."""
    plain = name.replace("'", "_")
    return f"{plain}_" if keyword.iskeyword(plain) else plain


class Cases:
    """One case: its pattern in Python, and what else has to hold."""

    def __init__(self, t: Translator) -> None:
        self.t = t
        self.guards: list[str] = []

    def head(self, node: Pattern, guard: str = "") -> str:
        """The pattern, with its guard."""
        written = self.pattern(node)
        guards = [*self.guards, *([guard] if guard else [])]
        return f"{written} if {' and '.join(guards)}" if guards else written

    def pattern(self, node: Pattern) -> str:
        """A pattern in Python."""
        handler = _PATTERNS.get(type(node))
        if handler is None:
            what = node.what if isinstance(node, s.Unsupported) else "this pattern"
            raise refused(what, node.at)
        return handler(self, node)

    def all(self, nodes: tuple[Pattern, ...]) -> list[str]:
        """Several patterns."""
        return [self.pattern(node) for node in nodes]


def _exactly(_cases: Cases, node: Node) -> str:
    if node.value is NIL:
        return "[]"
    if node.value is UNIT:
        return "None"
    return constant(node.value, node.at).text


def _tuple(cases: Cases, node: Node) -> str:
    return f"({', '.join(cases.all(node.items))})"


def _list(cases: Cases, node: Expression) -> str:
    items, rest = list(node.items), getattr(node, "rest", None)
    while isinstance(rest, s.ListPattern):
        items, rest = [*items, *rest.items], rest.rest
    written = [cases.pattern(item) for item in items]
    if isinstance(rest, s.Anything):
        written.append("*_")
    elif isinstance(rest, s.Bind):
        written.append(f"*{cases.t.declare(rest)}")
    elif rest is not None and not (isinstance(rest, s.Exactly) and rest.value is NIL):
        raise refused("a pattern for the rest of a list", rest.at)
    return f"[{', '.join(written)}]"


def _construct(cases: Cases, node: Node) -> str:
    tag = cases.t.resolution.tags[id(node)]
    if tag.family == "option":
        return "None" if node.argument is None else _some(cases, node.argument)
    if tag.is_exception or tag.family == "ipaddr":
        raise refused(f"the pattern {node.tag}", node.at)
    word = word_of(tag.name)
    if node.argument is None:
        return word
    if tag.arity > 1 and isinstance(node.argument, s.TuplePattern):
        return f"({', '.join([word, *cases.all(node.argument.items)])})"
    if tag.arity > 1:
        return f"({word}, *_)"
    return f"({word}, {cases.pattern(node.argument)})"


def _some(cases: Cases, inner: Pattern) -> str:
    """What is not ``None``."""
    while isinstance(inner, s.OpenPattern):
        inner = inner.pattern
    if isinstance(inner, s.ConstructPattern) and cases.t.resolution.tags[id(inner)].family == "option":
        raise refused("an option of an option", inner.at, "Python has one None: write a variant of its own.")
    if isinstance(inner, (s.Bind, s.Anything)):
        name = cases.t.declare(inner) if isinstance(inner, s.Bind) else cases.t.fresh("some", inner.at)
        cases.guards.append(f"{name} is not None")
        return name
    return cases.pattern(inner)


def _polymorphic(cases: Cases, node: Node) -> str:
    if node.argument is None:
        return word_of(node.tag, True)
    if node.tag == "Src":
        return cases.pattern(node.argument)
    return f"({word_of(node.tag, True)}, {cases.pattern(node.argument)})"


def _record(cases: Cases, node: Node) -> str:
    record = cases.t.resolution.records.get(id(node))
    if record is None:
        raise refused("a pattern of this record", node.at)
    fields = [f"{field_name(name)}={cases.pattern(inner)}" for name, inner in node.fields]
    return f"{cases.t.name(record.binder)}({', '.join(fields)})"


def _either(cases: Cases, node: Node) -> str:
    before = list(cases.guards)
    written, added = [], []
    for choice in node.choices:
        cases.guards = []
        written.append(cases.pattern(choice))
        added.append(tuple(cases.guards))
    if len(set(added)) != 1:
        raise SplitError
    cases.guards = [*before, *added[0]]
    return " | ".join(written)


class SplitError(Exception):
    """Alternatives need guards of their own, so that they are to be cases of their own."""


def _alias(cases: Cases, node: Node) -> str:
    inner, name = cases.pattern(node.pattern), cases.t.declare(node)
    return name if inner == "_" else f"({inner}) as {name}" if "|" in inner else f"{inner} as {name}"


def _between(cases: Cases, node: Node) -> str:
    name = cases.t.fresh("between", node.at)
    first, last = constant(node.first, node.at), constant(node.last, node.at)
    cases.guards.append(f"{first.text} <= {name} <= {last.text}")
    return name


_PATTERNS: dict[type, Callable[[Cases, Any], str]] = {
    s.Anything: lambda _cases, _node: "_",
    s.Bind: lambda cases, node: cases.t.declare(node),
    s.Exactly: _exactly,
    s.TuplePattern: _tuple,
    s.ListPattern: _list,
    s.ArrayPattern: _list,
    s.ConstructPattern: _construct,
    s.PolymorphicPattern: _polymorphic,
    s.RecordPattern: _record,
    s.Either: _either,
    s.Alias: _alias,
    s.Between: _between,
    s.OpenPattern: lambda cases, node: cases.pattern(node.pattern),
}


def always(node: Pattern) -> bool:
    """Whether everything matches a pattern."""
    if isinstance(node, (s.Alias, s.OpenPattern)):
        return always(node.pattern)
    if isinstance(node, s.TuplePattern):
        return all(map(always, node.items))
    if isinstance(node, s.RecordPattern):
        return all(always(inner) for _, inner in node.fields)
    if isinstance(node, s.Either):
        return any(map(always, node.choices))
    return isinstance(node, (s.Anything, s.Bind)) or (isinstance(node, s.Exactly) and node.value is UNIT)
