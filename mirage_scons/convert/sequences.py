"""Lists, arrays and sequences: comprehensions where OCaml has functions."""

from __future__ import annotations

from typing import NamedTuple

from mirage_scons.config_ml.source import Span
from mirage_scons.convert import functions
from mirage_scons.convert.application import HANDLERS, Call, Handler, use
from mirage_scons.convert.names import name_of
from mirage_scons.convert.nodes import Expression, Node, bare, body_of, has_cases, s
from mirage_scons.convert.operators import chain, said, template
from mirage_scons.convert.patterns import target
from mirage_scons.convert.printing import is_printer
from mirage_scons.convert.python import (
    COMPARISON,
    CONDITIONAL,
    NONE,
    NOT,
    OR,
    POSTFIX,
    Block,
    Py,
    call,
)
from mirage_scons.convert.sinks import DISCARD
from mirage_scons.convert.translator import Operand, Translator

SAME = ("key", "Key.v", "Key.abstract", "Fun.id")
"""Functions that are not there in Python: they give what they take."""


class Element(NamedTuple):
    """What a function makes of each element: the names that it has, and the value."""

    names: tuple[str, ...]
    value: Py


def element(t: Translator, operand: Operand, count: int, at: Span, out: Block) -> Element:
    """What a function of ``count`` parameters makes of them."""
    fun = bare(operand)
    if isinstance(fun, s.Fun):
        found = _inline(t, fun, count)
        if found is not None:
            return found
        fun = functions.named(t, fun, out)
    first = {"package": "name", "dep": "device", "abstract": "device"}.get(t.known(fun), "item")
    names = tuple(t.fresh(name_of(name), at) for name in (first, "other", "third")[:count])
    return Element(names, use(t, fun, [Py(name) for name in names], at, out))


def _inline(t: Translator, fun: Node, count: int) -> Element | None:
    from mirage_scons.convert.cases import expression, is_plain
    from mirage_scons.convert.flow import is_flow

    if len(fun.parameters) != count or any(one.label for one in fun.parameters) or is_printer(t, fun):
        return None
    body = body_of(fun)
    if isinstance(body, s.Cases) and not is_plain(t, body.cases):
        return None
    if not isinstance(body, s.Cases) and is_flow(body) and not isinstance(body, s.Match):
        return None
    claimed = list(t.comments.left)
    with t.inside(t.resolution.functions[id(fun)]):
        names = []
        for one in fun.parameters[: -1 if isinstance(body, s.Cases) else None]:
            name = target(t, one.pattern)
            if name is None:
                return None
            names.append(name)
        inner = Block()
        if isinstance(body, s.Cases):
            names.append(t.fresh("item", fun.at))
            matched = s.Match(body.at, Py(names[-1]), body.cases)
            value = expression(t, matched, inner, "")
        else:
            value = t.expr(body, inner)
    if inner or value is None:
        t.comments.left = claimed
        return None
    return Element(tuple(names), value)


def is_same(t: Translator, operand: Operand) -> bool:
    """Whether a function gives what it takes."""
    operand = bare(operand)
    return t.known(operand) in SAME


def _map(t: Translator, call: Call, out: Block, want: str) -> Py:
    function, values = call.plain
    if is_same(t, function):
        return t.expr(values, out, want)
    made = element(t, function, 1, call.at, out)
    return Py(f"[{made.value.text} for {made.names[0]} in {t.expr(values, out).at(OR)}]")


def _mapi(t: Translator, call: Call, out: Block, _want: str) -> Py:
    made = element(t, call.plain[0], 2, call.at, out)
    names = ", ".join(_tight(name) for name in made.names)
    return Py(f"[{made.value.text} for {names} in enumerate({t.expr(call.plain[1], out).text})]")


def _tight(name: str) -> str:
    return f"({name})" if "," in name else name


def _map2(t: Translator, call: Call, out: Block, _want: str) -> Py:
    made = element(t, call.plain[0], 2, call.at, out)
    names = ", ".join(_tight(name) for name in made.names)
    left, right = t.all(call.plain[1:], out)
    return Py(f"[{made.value.text} for {names} in zip({left.text}, {right.text}, strict=True)]")


def _filter(t: Translator, call: Call, out: Block, _want: str) -> Py:
    made = element(t, call.plain[0], 1, call.at, out)
    name = made.names[0]
    return Py(f"[{_value(name)} for {name} in {t.expr(call.plain[1], out).at(OR)} if {made.value.at(OR)}]")


def _value(name: str) -> str:
    return f"({name})" if "," in name else name


def _filter_map(t: Translator, call: Call, out: Block, _want: str) -> Py:
    made = element(t, call.plain[0], 1, call.at, out)
    found = t.fresh("found", call.at)
    values = t.expr(call.plain[1], out).at(OR)
    inner = f"({made.value.text} for {made.names[0]} in {values})"
    if made.value.text == made.names[0]:
        return Py(f"[{found} for {found} in {values} if {found} is not None]")
    return Py(f"[{found} for {found} in {inner} if {found} is not None]")


def _concat_map(t: Translator, call: Call, out: Block, _want: str) -> Py:
    made = element(t, call.plain[0], 1, call.at, out)
    inner = t.fresh("inner", call.at)
    values = t.expr(call.plain[1], out).at(OR)
    return Py(f"[{inner} for {made.names[0]} in {values} for {inner} in {made.value.at(OR)}]")


def _concat(t: Translator, call: Call, out: Block, want: str) -> Py:
    operand = call.plain[0]
    if isinstance(operand, s.ListOf) and operand.rest is None:
        parts = [t.expr(one, out, want) for item in operand.items for one in chain(t, item, "@")]
        shown = [
            one.text[1:-1] if one.text.startswith("[") and " for " not in one.text else f"*{one.at(POSTFIX)}"
            for one in parts
        ]
        return Py(f"[{', '.join(filter(None, shown))}]")
    inner, item = t.fresh("inner", call.at), t.fresh("item", call.at)
    return Py(f"[{item} for {inner} in {t.expr(operand, out).at(OR)} for {item} in {inner}]")


def _quantified(word: str) -> Handler:
    def handle(t: Translator, call: Call, out: Block, _want: str) -> Py:
        made = element(t, call.plain[0], 1, call.at, out)
        return Py(f"{word}({made.value.text} for {made.names[0]} in {t.expr(call.plain[1], out).at(OR)})", POSTFIX)

    return handle


def _found(otherwise: str) -> Handler:
    def handle(t: Translator, call: Call, out: Block, _want: str) -> Py:
        made = element(t, call.plain[0], 1, call.at, out)
        name, values = made.names[0], t.expr(call.plain[1], out).at(OR)
        each = f"{_value(name)} for {name} in {values} if {made.value.at(OR)}"
        return Py(f"next(({each}), None)" if otherwise else f"[{each}][0]", POSTFIX)

    return handle


def _iter(t: Translator, call: Call, out: Block, _want: str) -> Py:
    values = t.expr(call.plain[1], out)
    _loop(t, call.plain[0], values.text, call, out)
    return NONE


def _iteri(t: Translator, call: Call, out: Block, _want: str) -> Py:
    values = t.expr(call.plain[1], out)
    _loop(t, call.plain[0], f"enumerate({values.text})", call, out, 2)
    return NONE


def _loop(t: Translator, operand: Operand, values: str, call: Call, out: Block, count: int = 1) -> None:
    from mirage_scons.convert.flow import statements

    fun = bare(operand)
    if isinstance(fun, s.Fun) and len(fun.parameters) == count and not has_cases(fun):
        names = [target(t, one.pattern, count == 1) for one in fun.parameters]
        inner = t.resolution.functions[id(fun)]
        if all(names) and not any(use.function is not inner for one in inner.binders for use in one.uses):
            body = out.suite(f"for {', '.join(map(str, names))} in {values}:")
            statements(t, body_of(fun), DISCARD, body)
            return
    made = element(t, operand, count, call.at, out)
    body = out.suite(f"for {', '.join(made.names)} in {values}:")
    DISCARD(made.value, body)


def _fold_left(t: Translator, call: Call, out: Block, _want: str) -> Py:
    function, first, values = call.plain
    t.imports.add("from functools import reduce")
    return _reduce(_function(t, function, 2, call.at, out), t.expr(values, out), t.expr(first, out))


def _fold_right(t: Translator, call: Call, out: Block, _want: str) -> Py:
    function, values, first = call.plain
    t.imports.add("from functools import reduce")
    made = element(t, function, 2, call.at, out)
    step = Py(f"lambda {made.names[1]}, {made.names[0]}: {made.value.text}", 0)
    return _reduce(step, call_("reversed", t.expr(values, out)), t.expr(first, out))


def _reduce(step: Py, values: Py, first: Py) -> Py:
    return call("reduce", [step.text, values.text, first.text])


def call_(name: str, value: Py) -> Py:
    """``name(value)``."""
    return call(name, [value.text])


def _function(t: Translator, operand: Operand, count: int, at: Span, out: Block) -> Py:
    """A function of several parameters as a value."""
    made = element(t, operand, count, at, out)
    if not all(name.isidentifier() for name in made.names):
        return t.expr(operand, out)
    return Py(f"lambda {', '.join(made.names)}: {made.value.text}", 0)


def _sort(t: Translator, call: Call, out: Block, _want: str) -> Py:
    function, values = call.plain
    function = bare(function)
    shown = t.expr(values, out).text
    if t.known(function) in ("compare", "String.compare", "Int.compare"):
        return Py(f"sorted({'set(' + shown + ')' if call.name.endswith('uniq') else shown})", POSTFIX)
    t.imports.add("import functools")
    if call.name.endswith("uniq"):
        from mirage_scons.convert.refusal import refused

        raise refused("List.sort_uniq of a function of its own", call.at)
    return Py(f"sorted({shown}, key=functools.cmp_to_key({_function(t, function, 2, call.at, out).text}))", POSTFIX)


def _assoc(form: str) -> Handler:
    def handle(t: Translator, call: Call, out: Block, _want: str) -> Py:
        key, pairs = call.plain
        wanted = t.expr(key, out)
        if isinstance(pairs, s.ListOf) and pairs.rest is None and all(map(_is_pair, pairs.items)):
            shown = [t.all(item.items, out) for item in pairs.items if isinstance(item, s.TupleOf)]
            if all(name.literal is not None or name.text.isdecimal() for name, _ in shown):
                table = f"{{{', '.join(f'{name.text}: {value.text}' for name, value in shown)}}}"
                return Py(form.format(table, wanted.text), COMPARISON if " in " in form else POSTFIX)
        name, value = t.fresh("name", call.at), t.fresh("content", call.at)
        each = f"{value} for {name}, {value} in {t.expr(pairs, out).at(OR)} if {name} == {wanted.at(OR)}"
        if ".get" in form:
            return Py(f"next(({each}), None)", POSTFIX)
        if " in " in form:
            return Py(f"any({name} == {wanted.at(OR)} for {name}, _ in {t.expr(pairs, out).at(OR)})", POSTFIX)
        return Py(f"[{each}][0]", POSTFIX)

    return handle


def _is_pair(node: Expression) -> bool:
    return isinstance(node, s.TupleOf) and len(node.items) == 2


def _init(t: Translator, call: Call, out: Block, _want: str) -> Py:
    made = element(t, call.plain[1], 1, call.at, out)
    return Py(f"[{made.value.text} for {made.names[0]} in range({t.expr(call.plain[0], out).text})]")


def _partition(t: Translator, call: Call, out: Block, _want: str) -> Py:
    made = element(t, call.plain[0], 1, call.at, out)
    name, values = made.names[0], t.expr(call.plain[1], out).at(OR)
    first = f"[{_value(name)} for {name} in {values} if {made.value.at(OR)}]"
    return Py(f"({first}, [{_value(name)} for {name} in {values} if not {made.value.at(NOT)}])")


_LISTS: dict[str, Handler] = {
    "length": template("len({0})"),
    "hd": template("{0}[0]", inner=(POSTFIX,)),
    "tl": template("{0}[1:]", inner=(POSTFIX,)),
    "nth": template("{0}[{1}]", inner=(POSTFIX,)),
    "get": template("{0}[{1}]", inner=(POSTFIX,)),
    "set": said("{0}[{1}] = {2}", (POSTFIX,)),
    "cons": template("[{0}, *{1}]", inner=(0, POSTFIX)),
    "rev": template("{0}[::-1]", inner=(POSTFIX,)),
    "mem": template("{0} in {1}", COMPARISON, (COMPARISON + 1, COMPARISON + 1)),
    "assoc": _assoc("{0}[{1}]"),
    "assoc_opt": _assoc("{0}.get({1})"),
    "mem_assoc": _assoc("{1} in {0}"),
    "combine": template("list(zip({0}, {1}, strict=True))"),
    "is_empty": template("len({0}) == 0", COMPARISON),
    "to_list": template("list({0})"),
    "of_list": template("list({0})"),
    "to_seq": template("list({0})"),
    "of_seq": template("list({0})"),
    "copy": template("list({0})"),
    "append": HANDLERS["@"],
    "concat": _concat,
    "flatten": _concat,
    "map": _map,
    "mapi": _mapi,
    "map2": _map2,
    "iter": _iter,
    "iteri": _iteri,
    "fold_left": _fold_left,
    "fold_right": _fold_right,
    "filter": _filter,
    "find_all": _filter,
    "partition": _partition,
    "filter_map": _filter_map,
    "concat_map": _concat_map,
    "flat_map": _concat_map,
    "find": _found(""),
    "find_opt": _found("None"),
    "exists": _quantified("any"),
    "for_all": _quantified("all"),
    "init": _init,
    "sort": _sort,
    "stable_sort": _sort,
    "fast_sort": _sort,
    "sort_uniq": _sort,
    "make": template("[{1}] * {0}", CONDITIONAL, (0, POSTFIX)),
    "sub": template("{0}[{1} : {1} + {2}]", inner=(POSTFIX, OR, OR)),
}
for _module in ("List", "Array", "Seq"):
    HANDLERS.update({f"{_module}.{name}": handler for name, handler in _LISTS.items()})
HANDLERS["List.flatten"] = _concat
