"""Functions applied: those of the configuration with keywords for labels, those of libraries as Python says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from mirage_scons.config_ml.evaluate.functions import Native
from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.values import UNIT
from mirage_scons.convert.functions import function, is_unit
from mirage_scons.convert.names import name_of
from mirage_scons.convert.nodes import Expression, Node, bare, body_of, has_cases, s
from mirage_scons.convert.patterns import unpack
from mirage_scons.convert.printing import is_printer
from mirage_scons.convert.python import LAMBDA, NONE, POSTFIX, Block, Py, call
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.scopes import Binder, Known
from mirage_scons.convert.translator import Operand, Part, Translator


class Given(NamedTuple):
    """An argument: ``optional`` is ``?label:``, of an option. ``at`` is where it stands in the file."""

    label: str
    optional: bool
    value: Operand
    at: Span


class Call(NamedTuple):
    """A library's function applied: ``name`` with its modules, what is given without and with labels."""

    name: str
    at: Span
    plain: tuple[Operand, ...]
    labelled: Mapping[str, Given]
    arguments: tuple[Given, ...]


Handler = Callable[[Translator, Call, Block, str], Py]
"""How a library's function is said in Python, when all that it needs is given."""

HANDLERS: dict[str, Handler] = {}
"""The handlers by the names of functions; the modules of libraries add theirs."""


def apply(t: Translator, node: Node, out: Block, want: str = "") -> Py:
    """A function applied."""
    head, given = spread(t, node)
    return applied(t, head, given, node.at, out, want)


def spread(t: Translator, node: Node) -> tuple[Expression, list[Given]]:
    """The function that is applied in the end, with all of its arguments: ``x |> f y`` is ``f y x``."""
    head: Expression = node
    given: list[Given] = []
    while True:
        if isinstance(head, s.LocalOpen):
            head = head.body
        elif not isinstance(head, s.Apply):
            return head, given
        else:
            found = [Given(one.label, one.optional, one.value, one.at) for one in head.arguments]
            known = t.known(head.function)
            if known in ("|>", "@@") and len(found) == 2:
                one, other = found if known == "@@" else reversed(found)
                assert not isinstance(one.value, Py)
                head, found = one.value, [other]
            else:
                head = head.function
            given = [*found, *given]


def applied(t: Translator, head: Operand, given: Sequence[Given], at: Span, out: Block, want: str = "") -> Py:
    """``head`` applied to arguments."""
    if not given:
        return t.expr(head, out, want)
    target = t.target(head)
    if isinstance(target, Known):
        return _library(t, target, given, at, out, want)
    if isinstance(target, Binder):
        fun = target.value
        if isinstance(fun, s.Fun):
            return _own(t, target, fun, given, at, out)
        if target.inline is not None:
            return applied(t, target.inline, given, at, out, want)
    if isinstance(head, s.Fun) and len(given) == len(head.parameters) and not any(one.label for one in given):
        return _at_once(t, head, given, at, out, want)
    return _call(t, t.expr(head, out), given, at, out)


def _call(t: Translator, function: Py, given: Sequence[Given], at: Span, out: Block) -> Py:
    """A call of what is not known: all arguments at once, labels as keywords."""
    parts = []
    for one in sorted(given, key=lambda one: bool(one.label)):
        if isinstance(one.value, s.Constant) and one.value.value is UNIT:
            continue
        text = t.expr(one.value, out).text
        parts.append(Part(f"{name_of(one.label)}={text}" if one.label else text, one.at.start, one.at.end))
    return bracketed(t, function, parts, at)


def bracketed(t: Translator, function: Py | str, parts: Sequence[Part], at: Span) -> Py:
    """``function(parts)``, with the comments that stand at the parts."""
    name = function if isinstance(function, str) else function.at(POSTFIX)
    if any("\n" in part.text or part.start < at.start for part in parts) and not parts:
        return call(name, [])
    return Py(t.bracketed(f"{name}(", parts, ")", at.start, at.end), POSTFIX)


def _at_once(t: Translator, fun: Node, given: Sequence[Given], at: Span, out: Block, want: str) -> Py:
    """A function without a name that is applied where it is written: its parameters are names here."""
    if has_cases(fun) or any(parameter.label for parameter in fun.parameters):
        return _call(t, function(t, fun, out), given, at, out)
    for parameter, one in zip(fun.parameters, given, strict=True):
        if not is_unit(parameter.pattern):
            unpack(t, parameter.pattern, t.expr(one.value, out), out)
    return t.expr(body_of(fun), out, want)


# Functions of the configuration.


def _own(t: Translator, binder: Binder, fun: Node, given: Sequence[Given], at: Span, out: Block) -> Py:
    name = t.name(binder)
    if is_printer(t, fun):
        raise refused("a printer in this place", at, 'Write Fmt.str "%a" of it.')
    parameters = fun.parameters
    plain = [one for one in given if not one.label]
    needed = [one for one in parameters if not one.optional]
    if len(plain) == len(given) == len(needed) and any(one.label for one in needed):
        given = [one._replace(label=parameter.label) for one, parameter in zip(given, needed, strict=True)]
        plain = [one for one in given if not one.label]
    places = [one for one in parameters if not one.label]
    rest = plain[len(places) :]
    parts: list[Part] = []
    for parameter, one in zip(places, plain, strict=False):
        if not is_unit(parameter.pattern):
            parts.append(Part(t.expr(one.value, out).text, one.at.start, one.at.end))
    labels = {one.label for one in parameters if one.label}
    for one in given:
        if one.label in labels:
            parts += _keyword(t, one, out)
        elif one.label:
            rest.append(one)
    missing = places[len(plain) :]
    wanted = {one.label for one in needed if one.label} - {one.label for one in given}
    if ((missing or wanted) and not rest and any(not is_unit(one.pattern) for one in missing)) or wanted:
        t.imports.add("from functools import partial")
        return bracketed(t, "partial", [Part(name, at.start, at.start), *parts], at)
    if missing:  # what is left is (): the function itself waits for it
        if not parts:
            return Py(name)
        t.imports.add("from functools import partial")
        return bracketed(t, "partial", [Part(name, at.start, at.start), *parts], at)
    result = bracketed(t, name, parts, at)
    return _call(t, result, rest, at, out) if rest else result


def _keyword(t: Translator, one: Given, out: Block) -> list[Part]:
    if one.optional and isinstance(one.value, s.Construct) and one.value.tag == "None":
        return []
    text = t.expr(one.value, out).text
    return [Part(f"{name_of(one.label)}={text}", one.at.start, one.at.end)]


# Functions of libraries.


def slots(native: Native) -> list[tuple[str, bool, str]]:
    """What a library's function takes: label, whether it is optional, and the word of its shape."""
    found = []
    for word in native.signature.split():
        label, _, kind = word.rpartition(":")
        found.append((label.lstrip("?~"), word.startswith("?"), kind))
    return found


def _library(t: Translator, target: Known, given: Sequence[Given], at: Span, out: Block, want: str) -> Py:
    handler = HANDLERS.get(target.name)
    if handler is None or not isinstance(target.value, Native):
        raise refused(target.name, at)
    wanted = slots(target.value)
    plain = [one for one in given if not one.label]
    places = [kind for label, _, kind in wanted if not label]
    if len(plain) < len(places):
        return _partial(t, target, handler, given, places, at, want)
    made = handler(t, _made(target.name, given, len(places), at), out, want)
    rest = plain[len(places) :]
    return _call(t, made, rest, at, out) if rest and target.name not in VARIADIC else made


VARIADIC: set[str] = set()
"""The functions that take more than is said of them: a format's arguments are after it."""


def _made(name: str, given: Sequence[Given], count: int, at: Span) -> Call:
    plain = tuple(one.value for one in given if not one.label)
    labelled = {one.label: one for one in given if one.label}
    return Call(name, at, plain if name in VARIADIC else plain[:count], labelled, tuple(given))


def _partial(
    t: Translator,
    target: Known,
    handler: Handler,
    given: Sequence[Given],
    places: Sequence[str],
    at: Span,
    want: str,
) -> Py:
    """A library's function that waits for more: a function of what it waits for."""
    plain = [one for one in given if not one.label]
    waits = list(places[len(plain) :])
    names = [t.fresh(_WAITING.get(kind, "x"), at) for kind in waits if kind != "unit"]
    more = iter(names)
    filled = [
        *given,
        *(Given("", False, s.Constant(at, UNIT) if kind == "unit" else Py(next(more)), at) for kind in waits),
    ]
    inner = Block()
    value = handler(t, _made(target.name, filled, len(places), at), inner, want)
    if inner:
        raise refused(f"{target.name} without all of its arguments", at, "Write fun x -> … around it.")
    return Py(f"lambda {', '.join(names)}: {value.text}" if names else f"lambda: {value.text}", LAMBDA)


_WAITING = {"list": "items", "string": "text", "text": "text", "option": "found", "impl": "device"}


def eta(t: Translator, target: Known, at: Span) -> Py:
    """A library's function as a value."""
    handler = HANDLERS.get(target.name)
    if handler is None or not isinstance(target.value, Native):
        raise refused(target.name, at)
    return _partial(t, target, handler, (), [kind for label, _, kind in slots(target.value) if not label], at, "")


def use(t: Translator, operand: Operand, values: Sequence[Py], at: Span, out: Block) -> Py:
    """A function, which is written here or has a name, applied to what is Python already."""
    operand = bare(operand)
    given = [Given("", False, value, at) for value in values]
    if isinstance(operand, s.Apply):
        head, first = spread(t, operand)
        return applied(t, head, [*first, *given], at, out)
    return applied(t, operand, given, at, out)


def option(t: Translator, one: Given, out: Block, want: str = "") -> Py:
    """What is given with a label, where ``None`` stands for what is not."""
    if one.optional and isinstance(one.value, s.Construct):
        if one.value.argument is None:
            return NONE
        return t.expr(one.value.argument, out, want)
    return t.expr(one.value, out, want)


def unit(operand: Operand) -> bool:
    """Whether something is ``()``."""
    return isinstance(operand, s.Constant) and operand.value is UNIT


def kind_of(value: Any) -> str:
    """The word of what a function of a library takes first."""
    return slots(value)[0][2] if isinstance(value, Native) else ""
