"""Functions: a ``def`` for what has a name, else a ``lambda``; labels are keywords."""

from __future__ import annotations

from typing import NamedTuple

from mirage_scons.config_ml.values import UNIT
from mirage_scons.convert.cases import is_plain, match
from mirage_scons.convert.names import declare, name_of
from mirage_scons.convert.nodes import Expression, Node, Pattern, body_of, cases_of, has_cases, s
from mirage_scons.convert.patterns import unpack
from mirage_scons.convert.printing import is_printer, printed_body
from mirage_scons.convert.python import LAMBDA, Block, Py
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.scopes import Binder
from mirage_scons.convert.sinks import RETURN, Sink
from mirage_scons.convert.translator import Translator


class Signature(NamedTuple):
    """The parameters of a function as they are written, and the pattern for each of those that are taken apart."""

    written: tuple[str, ...]
    parts: tuple[tuple[str, Pattern], ...]
    late: tuple[tuple[str, Expression], ...]
    matched: str


def is_unit(node: Pattern) -> bool:
    """Whether a parameter is ``()``, which Python does without."""
    return isinstance(node, s.Exactly) and node.value is UNIT


def signature(t: Translator, fun: Node) -> Signature:
    """The parameters of a function, those without labels first."""
    plain: list[str] = []
    labelled: list[str] = []
    optional: list[str] = []
    parts: list[tuple[str, Pattern]] = []
    late: list[tuple[str, Expression]] = []
    matched = ""
    cases = has_cases(fun)
    for number, parameter in enumerate(fun.parameters):
        last = cases and number == len(fun.parameters) - 1
        if not parameter.label:
            name = _matched(t, fun) if last else _plain(t, parameter.pattern, plain, parts)
            matched = name if last else matched
            plain += [name] if name else []
            continue
        name = _labelled(t, parameter, parts)
        if not parameter.optional:
            labelled.append(name)
        elif parameter.default is None:
            optional.append(f"{name}=None")
        else:
            optional.append(_default(t, name, parameter, late))
    return Signature((*plain, *labelled, *optional), tuple(parts), tuple(late), matched)


def _matched(t: Translator, fun: Node) -> str:
    assert has_cases(fun)
    patterns = [case.pattern for case in cases_of(fun)]
    lists = any(isinstance(one, s.ListPattern) for one in patterns)
    return t.fresh("args" if lists else "given", fun.at)


def _plain(t: Translator, node: Pattern, taken: list[str], parts: list[tuple[str, Pattern]]) -> str:
    """The name of a parameter without a label; none of one that is ``()``."""
    if is_unit(node):
        return ""
    if isinstance(node, s.Bind):
        return t.declare(node)
    if isinstance(node, s.Anything):
        number = sum(name.startswith("_") for name in taken)
        return "_" if not number else f"_{number + 1}"
    name = t.fresh("pair" if isinstance(node, s.TuplePattern) else "given", node.at)
    parts.append((name, node))
    return name


def _labelled(t: Translator, parameter: Node, parts: list[tuple[str, Pattern]]) -> str:
    name = name_of(parameter.label)
    pattern = parameter.pattern
    if isinstance(pattern, s.Bind):
        binder = t.resolution.bound[id(pattern)]
        if declare(binder, name) != name:
            raise refused(f"a parameter that is called as {name}, which is used in the function", parameter.at)
    elif not isinstance(pattern, s.Anything):
        parts.append((name, pattern))
    return name


def _default(t: Translator, name: str, parameter: Node, late: list[tuple[str, Expression]]) -> str:
    default = parameter.default
    assert default is not None
    constant = isinstance(default, s.Constant) or t.known(default) or isinstance(default, s.Polymorphic)
    if constant and parameter.label not in t.resolution.forwarded:
        value = t.expr(default, Block())
        return f"{name}={value.text if value.text != '[]' else '()'}"
    late.append((name, default))
    return f"{name}=None"


def define(t: Translator, binder: Binder, fun: Node, out: Block) -> None:
    """``def`` of a function that has a name."""
    from mirage_scons.convert.converters import Result

    _define(t, declare(binder), fun, out, Result(t, fun.at) if binder in t.resolution.parsers else RETURN)


def _define(t: Translator, name: str, fun: Node, out: Block, sink: Sink = RETURN) -> None:
    with t.inside(t.resolution.functions[id(fun)]):
        printer = is_printer(t, fun)
        taken = signature(t, fun._replace(parameters=fun.parameters[1:]) if printer else fun)
        body = out.suite(f"def {name}({', '.join(taken.written)}):")
        _open(t, taken, body)
        if printer:
            printed_body(t, fun, taken.matched, body)
        elif has_cases(fun):
            match(t, Py(taken.matched), cases_of(fun), body_of(fun).at, sink, body)
        else:
            from mirage_scons.convert.flow import statements  # which defines functions in its turn

            last = max((parameter.at.end for parameter in fun.parameters), default=fun.at.start)
            lead(t, fun, last, body)
            statements(t, body_of(fun), sink, body)


def lead(t: Translator, fun: Node, last: int, out: Block) -> None:
    """The comments between the parameters of a function and its body."""
    for comment in t.comments.take(last, body_of(fun).at.start):
        out.remark(comment.lines)


def _open(t: Translator, taken: Signature, body: Block) -> None:
    """What a function begins with: defaults that are found when it is called, and parts of what it takes."""
    for name, default in taken.late:
        suite = body.suite(f"if {name} is None:")
        suite.line(f"{name} = {t.expr(default, suite).text}")
    for name, pattern in taken.parts:
        unpack(t, pattern, Py(name), body)


def function(t: Translator, fun: Node, out: Block, _want: str = "", hint: str = "") -> Py:
    """A function that has no name: a ``lambda``, or a ``def`` before where it is used."""
    from mirage_scons.convert.flow import is_flow

    if is_printer(t, fun):
        raise refused("a printer in this place", fun.at)
    if has_cases(fun):
        flow = not is_plain(t, cases_of(fun))
    else:
        flow = is_flow(body_of(fun)) and not (isinstance(body_of(fun), s.Match) and is_plain(t, body_of(fun).cases))
    if flow:
        return named(t, fun, out, hint)
    claimed = list(t.comments.left)
    with t.inside(t.resolution.functions[id(fun)]):
        taken = signature(t, fun)
        inner = Block()
        if not taken.parts and not taken.late:
            value = _value(t, fun, taken, inner)
            if not inner and value is not None and len(value.text) < 80:
                head = f"lambda {', '.join(taken.written)}" if taken.written else "lambda"
                return Py(f"{head}: {value.text}", LAMBDA)
    t.comments.left = claimed
    return named(t, fun, out, hint)


def _value(t: Translator, fun: Node, taken: Signature, out: Block) -> Py | None:
    from mirage_scons.convert.cases import expression

    if has_cases(fun):
        return expression(t, s.Match(body_of(fun).at, Py(taken.matched), cases_of(fun)), out, "")
    return t.expr(body_of(fun), out)


def named(t: Translator, fun: Node, out: Block, hint: str = "", sink: Sink = RETURN) -> Py:
    """A function as a ``def`` before where it is used; ``sink`` is what is done with its value."""
    name = t.fresh(name_of(hint or "choose"), fun.at)
    _define(t, name, fun, out, sink)
    return Py(name)
