"""Keys: what config.ml says in four calls, config.py says in one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mirage_scons.config_ml.source import Span
from mirage_scons.convert.application import HANDLERS, Call, Given, Handler, bracketed, option, spread, use
from mirage_scons.convert.nodes import Expression, bare, body_of, s
from mirage_scons.convert.operators import template
from mirage_scons.convert.python import POSTFIX, Block, Py, attribute, call
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.scopes import Binder
from mirage_scons.convert.translator import Operand, Part, Translator

_ARGUMENTS = {
    "Key.Arg.opt": "opt",
    "Key.Arg.required": "required",
    "Key.Arg.flag": "flag",
    "Key.Arg.opt_all": "opt_all",
}
_INFO = ("doc", "docs", "docv", "env")


class Seen(NamedTuple):
    """An application that was found behind a name, a local open or a ``let``: what it is of, and its arguments."""

    known: str
    given: tuple[Given, ...]
    at: Span

    @property
    def plain(self) -> list[Operand]:
        """The arguments without labels."""
        return [one.value for one in self.given if not one.label]

    @property
    def labelled(self) -> Mapping[str, Given]:
        """The arguments with labels."""
        return {one.label: one for one in self.given if one.label}


def seen(t: Translator, operand: Operand, out: Block) -> Seen | None:
    """The library's function that ``operand`` applies, if it does; names on the way are said ``out``."""
    from mirage_scons.convert.flow import bind_all

    node = operand
    while True:
        if isinstance(node, s.LocalOpen):
            node = node.body
        elif isinstance(node, s.Let):
            bind_all(t, node.bindings, node.recursive, node.at.start, out)
            node = node.body
        elif isinstance(node, s.Name):
            target = t.target(node)
            if not isinstance(target, Binder) or target.inline is None:
                return None
            node = target.inline
        elif isinstance(node, s.Apply):
            head, given = spread(t, node)
            return Seen(t.known(head), tuple(given), node.at) if t.known(head) else None
        else:
            return None


def _create(t: Translator, call: Call, out: Block, _want: str) -> Py:
    name, argument = call.plain
    shown = t.expr(name, out)
    parts = [Part(shown.text, call.at.start, call.at.start)]
    found = seen(t, argument, out)
    if found is None or found.known not in _ARGUMENTS:
        parts.append(Part(f"**{t.expr(argument, out).at(POSTFIX)}", call.at.start, call.at.start))
        return bracketed(t, "key", parts, call.at)
    kind = _argument(t, found, out)
    parts.append(Part(kind.text, found.at.start, found.at.start))
    info = found.plain[-1]
    words = _words(t, info, out, shown.text)
    return bracketed(t, "key", [*parts, *words], call.at)


def _argument(t: Translator, found: Seen, out: Block) -> Py:
    """``opt(str, "x", stage="run")``, without what is said of the option."""
    values = found.plain[:-1]
    shown = [_converter(t, values[0], out).text] if values else []
    if len(values) > 1:
        shown.append(t.expr(values[1], out).text)
    stage = found.labelled.get("stage")
    if stage is not None:
        shown.append(f"stage={option(t, stage, out).text}")
    return call(_ARGUMENTS[found.known], shown)


def _words(t: Translator, operand: Operand, out: Block, name: str | None) -> list[Part]:
    """What is said of an option, as keywords; its names are left out where they are just the ``name`` of the key."""
    found = seen(t, operand, out)
    if found is None or found.known != "Key.Arg.info":
        at = operand.at if not isinstance(operand, Py) else t.file.items[0].at
        return [Part(f"**{t.expr(operand, out).at(POSTFIX)}", at.start, at.start)]
    parts = []
    for word in _INFO:
        given = found.labelled.get(word)
        if given is not None:
            value = option(t, given, out)
            if value.text != "None":
                parts.append(Part(f"{word}={value.text}", given.at.start, given.at.end))
    names = t.expr(found.plain[0], out).text
    if names != f"[{name}]":
        parts.append(Part(f"names={names}", found.at.start, found.at.start))
    return parts


def _info(t: Translator, call: Call, out: Block, _want: str) -> Py:
    found = Seen(call.name, call.arguments, call.at)
    parts = []
    for word in _INFO:
        given = found.labelled.get(word)
        if given is not None:
            parts.append(Part(f"{word}={option(t, given, out).text}", given.at.start, given.at.end))
    parts.append(Part(f"names={t.expr(found.plain[0], out).text}", call.at.start, call.at.start))
    return bracketed(t, "dict", parts, call.at)


def _held(t: Translator, call_: Call, out: Block, _want: str) -> Py:
    """An argument of a key by itself: all keywords of ``key``."""
    found = Seen(call_.name, call_.arguments, call_.at)
    words = [part.text for part in _words(t, found.plain[-1], out, None)]
    return call("dict", [f"arg={_argument(t, found, out).text}", *words])


def _converter(t: Translator, operand: Operand, out: Block) -> Py:
    return t.expr(operand, out)


def _separated(name: str) -> Handler:
    def handle(t: Translator, call_: Call, out: Block, _want: str) -> Py:
        values = [value.text for value in t.all(call_.plain, out)]
        separator = call_.labelled.get("sep")
        if separator is not None:
            values.append(f"sep={option(t, separator, out).text}")
        return call(name, values)

    return handle


CONVERTERS = {
    "string": "str",
    "bool": "bool",
    "int": "int",
    "int64": "int64",
    "ipv4_address": "ipv4_address",
    "ipv6_address": "ipv6_address",
    "ipv4": "ipv4_prefix",
    "ipv6": "ipv6_prefix",
    "ip_address": "ip_address",
}
"""The converters of ``Key.Arg`` in config.py."""


def _map(t: Translator, call_: Call, out: Block, _want: str) -> Py:
    function, value = call_.plain
    return call(attribute(t.expr(value, out), "map"), [_function(t, function, out).text])


def _function(t: Translator, operand: Operand, out: Block) -> Py:
    """A function of the value of a key."""
    from mirage_scons.convert.functions import function

    node = bare(operand)
    return function(t, node, out, hint="choose") if isinstance(node, s.Fun) else t.expr(node, out)


def _match(t: Translator, call_: Call, out: Block, _want: str) -> Py:
    value, function = call_.plain
    return call("match_", [t.expr(value, out).text, _function(t, function, out).text])


def _applied(t: Translator, call_: Call, out: Block, _want: str) -> Py:
    """``f $ a $ b``: all arguments at once."""
    from mirage_scons.convert.devices import operands

    head, *rest = operands(t, call_)
    function = t.expr(head, out)
    parts = [Part(t.expr(one, out).text, *_place(one, call_.at)) for one in rest]
    return bracketed(t, function, parts, call_.at)


def _place(operand: Operand, at: Span) -> tuple[int, int]:
    return (at.start, at.start) if isinstance(operand, Py) else (operand.at.start, operand.at.end)


def _get(t: Translator, call_: Call, out: Block, _want: str) -> Py:
    """``Key.get (Info.context i) k``."""
    found = seen(t, call_.plain[0], out)
    if found is None or found.known != "Info.context":
        raise refused(f"{call_.name} of this context", call_.at, "Write Info.get.")
    return call(attribute(t.expr(found.plain[0], out), "get"), [t.expr(call_.plain[1], out).text])


def _alias(t: Translator, call_: Call, out: Block, _want: str) -> Py:
    name, setting = call_.plain
    shown = t.expr(name, out)
    sets: list[str] = []
    step = seen(t, setting, out)
    while step is not None and step.known == "Key.Alias.add":
        key, function, setting = step.plain
        value = _at_true(t, function, out)
        if value is not None:
            sets.insert(0, f"{t.expr(key, out).text}: {value.text}")
        step = seen(t, setting, out)
    if step is None or step.known != "Key.Alias.flag":
        raise refused("this alias", call_.at, "Write Key.Alias.(flag info |> add key (fun _ -> Some value)).")
    words = [part.text for part in _words(t, step.plain[0], out, shown.text)]
    words = [word for word in words if word.partition("=")[0] in ("doc", "docs", "names") or word.startswith("**")]
    return call("alias", [shown.text, f"{{{', '.join(sets)}}}", *words])


def _at_true(t: Translator, operand: Operand, out: Block) -> Py | None:
    """What a function gives for ``true``, if it gives something: only that can be asked of it."""
    node = bare(operand)
    body = _body_at_true(t, node)
    if isinstance(body, s.Construct) and t.resolution.tags[id(body)].family == "option":
        return None if body.argument is None else t.expr(body.argument, out)
    if isinstance(node, Py) or body is None:
        raise refused("this function of an alias", t.file.items[0].at if isinstance(node, Py) else node.at)
    return use(t, node, [Py("True")], node.at, out)


def _body_at_true(t: Translator, node: Operand) -> Expression | None:
    if not isinstance(node, s.Fun) or len(node.parameters) != 1:
        return None if isinstance(node, Py) else node
    body = body_of(node)
    if isinstance(body, s.Cases):
        for case in body.cases:
            pattern = case.pattern
            if isinstance(pattern, s.Anything) or (isinstance(pattern, s.Exactly) and pattern.value is True):
                return case.body
        return None
    if isinstance(body, s.If) and isinstance(body.condition, s.Name):
        parameter = node.parameters[0].pattern
        if isinstance(parameter, s.Bind) and t.target(body.condition) is t.resolution.bound[id(parameter)]:
            return body.then
    return body


def _own(t: Translator, call: Call, out: Block, _want: str) -> Py:
    """A converter of a configuration's own."""
    from mirage_scons.convert.converters import converter

    return converter(t, call, out)


def _pair(t: Translator, call: Call, out: Block, _want: str) -> Py:
    """A converter of Cmdliner's, which ``Key.Arg.conv`` takes."""
    from mirage_scons.convert.converters import pair

    return pair(t, call, out)


def _same(t: Translator, call: Call, out: Block, want: str) -> Py:
    return t.expr(call.plain[0], out, want)


HANDLERS.update({
    "Key.create": _create,
    "Key.Arg.info": _info,
    **dict.fromkeys(_ARGUMENTS, _held),
    "Key.Arg.list": _separated("list_of"),
    "Key.Arg.pair": _separated("pair_of"),
    "Key.Arg.some": _separated("some"),
    "Key.Arg.conv": _own,
    "Cmdliner.Arg.conv": _pair,
    "Key.v": _same,
    "Key.abstract": _same,
    "key": _same,
    "Key.value": template("value({0})"),
    "Key.pure": template("pure({0})"),
    "Key.map": _map,
    "Key.match_": _match,
    "Key.if_": template("if_({0}, {1}, {2})"),
    "Key.$": _applied,
    "Key.default": template("{0}.default()", inner=(POSTFIX,)),
    "Key.eval": template("{1}.eval({0})", inner=(0, POSTFIX)),
    "Key.mem": template("{1}.known({0})", inner=(0, POSTFIX)),
    "Key.get": _get,
    "Key.alias": _alias,
    "Key.name": template("{0}.name", inner=(POSTFIX,)),
    "Key.ocaml_name": template("{0}.accessor", inner=(POSTFIX,)),
    "Key.is_runtime": template("{0}.is_runtime", inner=(POSTFIX,)),
    "Key.is_configure": template("{0}.is_configure", inner=(POSTFIX,)),
    "Key.equal": HANDLERS["="],
})  # fmt: skip
