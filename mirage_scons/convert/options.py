"""Options: ``None``, or the value itself."""

from __future__ import annotations

from mirage_scons.config_ml.source import Span
from mirage_scons.convert import functions
from mirage_scons.convert.application import HANDLERS, Call, option, use
from mirage_scons.convert.nodes import bare, body_of, has_cases, s
from mirage_scons.convert.operators import itself, template
from mirage_scons.convert.python import COMPARISON, NONE, POSTFIX, Block, Py, call, conditional, infix
from mirage_scons.convert.sinks import DISCARD
from mirage_scons.convert.translator import Operand, Translator


def _named(t: Translator, operand: Operand, at: Span, out: Block, name: str = "found") -> Py:
    """A value that is named twice: a name, which it gets if it has none."""
    value = t.expr(operand, out)
    if value.text.replace(".", "_").isidentifier():
        return value
    named = t.fresh(name, at)
    out.line(f"{named} = {value.text}")
    return Py(named)


def _is_none(value: Py) -> Py:
    """``value is None``."""
    return infix(value, "is", NONE, COMPARISON)


def _or_default(t: Translator, call: Call, out: Block, _want: str) -> Py:
    default = option(t, call.labelled["default"], out)
    operand = call.plain[0]
    if isinstance(operand, s.Apply) and t.known(operand.function) == "Sys.getenv_opt":
        t.imports.add("import os")
        return Py(f"os.environ.get({t.expr(operand.arguments[0].value, out).text}, {default.text})", POSTFIX)
    value = _named(t, operand, call.at, out)
    return conditional(default, _is_none(value), value)


def _map_option(t: Translator, call: Call, out: Block, _want: str) -> Py:
    function, operand = call.plain if call.name.endswith("map") else reversed(call.plain)
    value = _named(t, operand, call.at, out)
    return conditional(NONE, _is_none(value), _applied(t, function, value, call.at, out))


def _applied(t: Translator, function: Operand, value: Py, at: Span, out: Block) -> Py:
    """A function that is written here or has a name applied to a name."""
    fun = bare(function)
    if isinstance(fun, s.Fun) and len(fun.parameters) == 1 and isinstance(fun.parameters[0].pattern, s.Bind):
        if not has_cases(fun):
            t.resolution.bound[id(fun.parameters[0].pattern)].python = value.text
            before, made = t.alone(body_of(fun))
            if not before:
                return made
            t.resolution.bound[id(fun.parameters[0].pattern)].python = ""
        return call(functions.named(t, fun, out), [value.text])
    return use(t, function, [value], at, out)


def _fold_option(t: Translator, call: Call, out: Block, _want: str) -> Py:
    value = _named(t, call.plain[0], call.at, out)
    none = option(t, call.labelled["none"], out)
    return conditional(none, _is_none(value), _applied(t, call.labelled["some"].value, value, call.at, out))


def _iter_option(t: Translator, call: Call, out: Block, _want: str) -> Py:
    value = _named(t, call.plain[1], call.at, out)
    body = out.suite(f"if {value.text} is not None:")
    DISCARD(_applied(t, call.plain[0], value, call.at, body), body)
    return NONE


def _to_list(t: Translator, call: Call, out: Block, _want: str) -> Py:
    value = _named(t, call.plain[0], call.at, out)
    return conditional(Py("[]"), _is_none(value), Py(f"[{value.text}]"))


HANDLERS.update({
    "Option.value": _or_default,
    "Option.map": _map_option,
    "Option.bind": _map_option,
    "Option.fold": _fold_option,
    "Option.iter": _iter_option,
    "Option.to_list": _to_list,
    "Option.is_some": template("{0} is not None", COMPARISON, (COMPARISON + 1,)),
    "Option.is_none": template("{0} is None", COMPARISON, (COMPARISON + 1,)),
    "Option.some": itself,
    "Option.get": itself,
    "Fun.id": itself,
})  # fmt: skip
