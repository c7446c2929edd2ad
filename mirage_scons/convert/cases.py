"""``match``: an ``if`` where that says it, else Python's own."""

from __future__ import annotations

from collections.abc import Sequence

from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.values import NIL
from mirage_scons.convert.nodes import Expression, Node, Pattern, s
from mirage_scons.convert.patterns import NO_CASE, Cases, SplitError, always, target, unpack
from mirage_scons.convert.python import COMPARISON, NONE, Block, Py, conditional, infix
from mirage_scons.convert.sinks import DISCARD, Sink
from mirage_scons.convert.translator import Operand, Translator, together

_FEW = 3
"""How many cases a conditional expression may have."""
_SHORT = 60


def match(t: Translator, subject: Operand, cases: Sequence[Node], at: Span, sink: Sink, out: Block) -> None:
    """Say the cases for ``subject``, and do with the value of each what ``sink`` does."""
    value = t.expr(subject, out)
    if _option(t, cases) is not None:
        value = _named(t, value, cases, at, out)
    if _takes_all(cases):
        case = cases[0]
        unpack(t, case.pattern, value, out)
        _body(t, case, sink, out)
        return
    only = _only(cases)
    parts = [] if only is None else [target(t, one, False) for one in only.items]
    if parts and None not in parts:
        names = ", ".join(map(str, parts))
        out.line(f"{names if len(parts) > 1 else f'[{names}]'} = {value.text}")
        _body(t, cases[0], sink, out)
        return
    chosen = None if sink is DISCARD else _short(t, value, cases, sink.want)
    if chosen is not None and len(chosen.text) < _SHORT:
        sink(chosen, out)
        return
    option = _option(t, cases)
    if option is not None:
        _if_none(t, value, *option, sink, out)
    elif _is_bool(cases):
        _if_true(t, value, cases, sink, out)
    else:
        _match(t, value, cases, at, sink, out)


def _only(cases: Sequence[Node]) -> Node | None:
    """The list that a value has to be, where any other is an error of the configuration: ``_ -> assert false``."""
    if len(cases) != 2 or any(case.guard is not None for case in cases):
        return None
    first: Pattern = cases[0].pattern
    pattern: Pattern = cases[1].pattern
    body: Expression = cases[1].body
    fails = isinstance(body, s.Assert) and isinstance(body.condition, s.Constant) and body.condition.value is False
    if isinstance(pattern, s.Anything) and fails and isinstance(first, s.ListPattern) and first.rest is None:
        return first
    return None


def _takes_all(cases: Sequence[Node]) -> bool:
    """Whether the first case takes everything."""
    return cases[0].guard is None and always(cases[0].pattern)


def expression(t: Translator, node: Node, out: Block, want: str) -> Py | None:
    """A ``match`` as a conditional expression, if it is a short one."""
    value = _named(t, t.expr(node.subject, out), node.cases, node.at, out)
    return _short(t, value, node.cases, want)


def _named(t: Translator, value: Py, cases: Sequence[Node], at: Span, out: Block) -> Py:
    """A value that is named several times: by the name that some case gives it, or another."""
    if value.text.replace(".", "_").isidentifier():
        return value
    option = _option(t, cases)
    bound = option is not None and isinstance(option[1], s.Bind)
    name = t.declare(option[1]) if option is not None and bound else t.fresh("found", at)
    out.line(f"{name} = {value.text}")
    return Py(name)


def is_plain(t: Translator, cases: Sequence[Node]) -> bool:
    """Whether cases may be a conditional expression: a few, of which each is of a constant or of an option."""
    if len(cases) > _FEW or any(case.guard is not None for case in cases):
        return False
    return _option(t, cases) is not None or _is_bool(cases) or _constants(t, cases) is not None


def _short(t: Translator, value: Py, cases: Sequence[Node], want: str) -> Py | None:
    if not value.text.replace(".", "_").isidentifier() or not is_plain(t, cases):
        return None
    claimed = list(t.comments.left)
    option = _option(t, cases)
    if option is not None:
        if isinstance(option[1], s.Bind):
            _same(t, option[1], value)
        none, some = t.alone(option[0], want), t.alone(option[2], want)
        chosen = conditional(none[1], infix(value, "is", NONE, COMPARISON), some[1])
        blocks = [none[0], some[0]]
    elif _is_bool(cases):
        first, second = (t.alone(case.body, want) for case in _true_first(cases))
        chosen, blocks = conditional(first[1], value, second[1]), [first[0], second[0]]
    else:
        bodies = [t.alone(case.body, want) for case in cases]
        chosen, blocks = bodies[-1][1], [block for block, _ in bodies]
        for test, (_, body) in reversed(list(zip(_constants(t, cases) or (), bodies[:-1], strict=True))):
            chosen = conditional(body, _equals(value, test), chosen)
    if any(blocks):
        t.comments.left = claimed
        return None
    return chosen


def _equals(value: Py, words: list[str]) -> Py:
    if len(words) == 1:
        operator = "is" if words[0] == "None" else "=="
        return infix(value, operator, Py(words[0]), COMPARISON)
    return infix(value, "in", Py(f"({', '.join(words)})"), COMPARISON)


def _constants(t: Translator, cases: Sequence[Node]) -> list[list[str]] | None:
    """The constants of each case but the last, which takes everything else; ``None`` if cases are others."""
    if not isinstance(cases[-1].pattern, s.Anything) or len(cases) < 2:
        return None
    found = []
    for case in cases[:-1]:
        choices = case.pattern.choices if isinstance(case.pattern, s.Either) else (case.pattern,)
        if not all(_is_constant(t, choice) for choice in choices):
            return None
        found.append([Cases(t).pattern(choice) for choice in choices])
    return found


def _is_constant(t: Translator, node: Pattern) -> bool:
    if isinstance(node, s.Exactly):
        return node.value is not NIL and not isinstance(node.value, (bool, tuple))
    if isinstance(node, s.ConstructPattern):
        return node.argument is None and t.resolution.tags[id(node)].family not in ("option", "exn", "ipaddr")
    return isinstance(node, s.PolymorphicPattern) and node.argument is None


_Option = tuple[Expression, Pattern, Expression]


def _option(t: Translator, cases: Sequence[Node]) -> _Option | None:
    """The body for none, the pattern of some, and its body, if that is all that cases are for."""
    if len(cases) != 2 or any(case.guard is not None for case in cases):
        return None
    for none, some in (cases, tuple(reversed(cases))):
        if not isinstance(none.pattern, s.ConstructPattern) or none.pattern.argument is not None:
            continue
        if t.resolution.tags[id(none.pattern)].family != "option":
            continue
        pattern = some.pattern
        if isinstance(pattern, s.ConstructPattern) and pattern.argument is not None:
            inner = pattern.argument
            if isinstance(inner, (s.Bind, s.Anything, s.TuplePattern)) and always(inner):
                return none.body, inner, some.body
        if isinstance(pattern, s.Anything) and none is cases[0]:
            return none.body, pattern, some.body
    return None


def _is_bool(cases: Sequence[Node]) -> bool:
    patterns = [case.pattern for case in cases]
    if len(cases) != 2 or any(case.guard is not None for case in cases):
        return False
    first, second = patterns
    return (
        isinstance(first, s.Exactly)
        and isinstance(first.value, bool)
        and (isinstance(second, s.Anything) or (isinstance(second, s.Exactly) and second.value is not first.value))
    )


def _true_first(cases: Sequence[Node]) -> Sequence[Node]:
    first = cases[0].pattern
    return cases if isinstance(first, s.Exactly) and first.value is True else tuple(reversed(cases))


def _same(t: Translator, pattern: Node, value: Py) -> None:
    """Have a name for what has one already."""
    binder = t.resolution.bound[id(pattern)]
    binder.python = value.text


def _if_none(
    t: Translator, value: Py, none: Expression, pattern: Pattern, some: Expression, sink: Sink, out: Block
) -> None:
    if isinstance(pattern, s.Bind):
        _same(t, pattern, value)
    body = out.suite(f"if {infix(value, 'is', NONE, COMPARISON).text}:")
    _case_body(t, none, sink, body)
    rest = out if body.ends() else out.suite("else:")
    if isinstance(pattern, s.TuplePattern):
        unpack(t, pattern, value, rest)
    _case_body(t, some, sink, rest)


def _if_true(t: Translator, value: Py, cases: Sequence[Node], sink: Sink, out: Block) -> None:
    first, second = _true_first(cases)
    body = out.suite(f"if {value.text}:")
    _body(t, first, sink, body)
    _body(t, second, sink, out if body.ends() else out.suite("else:"))


def _match(t: Translator, value: Py, cases: Sequence[Node], at: Span, sink: Sink, out: Block) -> None:
    body = out.suite(f"match {value.text}:")
    last = min(at.start, cases[0].at.start)
    for case in cases:
        for comment in t.comments.take(last, case.at.start):
            body.remark(comment.lines)
        _one(t, case, sink, body)
        behind = t.comments.behind(case.at.end, len(t.file.source.text))
        if behind:
            body.trail(together(behind))
        last = case.at.end
    if not _covers(t, cases):
        body.suite("case other:").line(f"raise ValueError({NO_CASE.format('other')})")


def _one(t: Translator, case: Node, sink: Sink, body: Block) -> None:
    made = Cases(t)
    try:
        written = made.pattern(case.pattern)
    except SplitError:
        assert isinstance(case.pattern, s.Either)
        for choice in case.pattern.choices:
            _one(t, case._replace(pattern=choice), sink, body)
        return
    guards = list(made.guards)
    if case.guard is not None:
        before, guard = t.alone(case.guard)
        if before:
            from mirage_scons.convert.refusal import refused

            raise refused("a guard that is more than an expression", case.guard.at)
        guards.append(guard.at(COMPARISON))
    suite = body.suite(f"case {written}{' if ' if guards else ''}{' and '.join(guards)}:")
    _body(t, case, sink, suite)


def _body(t: Translator, case: Node, sink: Sink, out: Block) -> None:
    _case_body(t, case.body, sink, out)


def _case_body(t: Translator, node: Expression, sink: Sink, out: Block) -> None:
    from mirage_scons.convert.flow import statements  # which says cases in its turn

    statements(t, node, sink, out)
    if not out:
        out.line("pass")


def _covers(t: Translator, cases: Sequence[Node]) -> bool:
    """Whether some case takes what there is."""
    free = [case.pattern for case in cases if case.guard is None]
    if any(map(always, free)):
        return True
    tags = [tag for tag in (_whole_tag(t, one) for one in _choices(free)) if tag]
    families = {family for family, _ in tags}
    if families == {"option"}:
        return {name for _, name in tags} == {"None", "Some"}
    if families == {"list"}:
        return {name for _, name in tags} == {"[]", "::"}
    return len(families) == 1 and {name for _, name in tags} == t.resolution.families.get(min(families))


def _choices(patterns: Sequence[Pattern]) -> list[Pattern]:
    found: list[Pattern] = []
    for pattern in patterns:
        found.extend(pattern.choices if isinstance(pattern, s.Either) else (pattern,))
    return found


def _whole_tag(t: Translator, node: Pattern) -> tuple[str, str] | None:
    """The family and the tag that a pattern takes the whole of."""
    if isinstance(node, s.ConstructPattern) and (node.argument is None or always(node.argument)):
        tag = t.resolution.tags[id(node)]
        return (tag.family, tag.name)
    if isinstance(node, s.Exactly) and node.value is NIL:
        return ("list", "[]")
    if isinstance(node, s.ListPattern) and len(node.items) == 1 and node.rest is not None:
        return ("list", "::") if always(node.items[0]) and always(node.rest) else None
    return None
