"""Devices and module types: the language's own functions, which config.py calls by the same names."""

from __future__ import annotations

import inspect

from mirage_scons import dsl
from mirage_scons.config_ml.evaluate.functions import Native
from mirage_scons.config_ml.mirage.devices import FUNCTORIA, MIRAGE
from mirage_scons.config_ml.mirage.keys import KEY, V4, V6
from mirage_scons.config_ml.source import Span
from mirage_scons.convert.application import HANDLERS, Call, Given, Handler, bracketed, option, slots, unit
from mirage_scons.convert.functions import function
from mirage_scons.convert.nodes import bare, s
from mirage_scons.convert.operators import template
from mirage_scons.convert.python import NONE, POSTFIX, SHIFT, Block, Py, call
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.scopes import Binder
from mirage_scons.convert.texts import text
from mirage_scons.convert.translator import Operand, Part, Translator
from mirage_scons.devices import standard_keys
from mirage_scons.model.types import Functor


def place(operand: Operand, at: Span) -> tuple[int, int]:
    """Where something stands in the file."""
    return (at.start, at.start) if isinstance(operand, Py) else (operand.at.start, operand.at.end)


def _device(python: str, native: Native) -> Handler:
    """A call of the function of config.py that is called ``python``: it has the same labels."""
    wanted = slots(native)
    kinds = {label: kind for label, _, kind in wanted if label}
    places = [kind for label, _, kind in wanted if not label]
    made = getattr(dsl, python, None) or getattr(standard_keys, python.rpartition(".")[2])
    defaults = {name: one.default for name, one in inspect.signature(made).parameters.items()}

    def handle(t: Translator, call: Call, out: Block, _want: str) -> Py:
        parts = []
        for operand, kind in zip(call.plain, places, strict=False):
            if kind != "unit":
                parts.append(Part(t.expr(operand, out, kind).text, *place(operand, call.at)))
        for one in call.labelled.values():
            parts += _labelled(t, one, kinds.get(one.label, ""), defaults.get(one.label), out)
        return bracketed(t, python, parts, call.at)

    return handle


def _labelled(t: Translator, one: Given, kind: str, default: object, out: Block) -> list[Part]:
    """An argument with a label. An option is ``None`` where it is not given, which not all functions take."""
    if one.optional and isinstance(one.value, s.Construct) and one.value.argument is None:
        return []
    value = _hook(t, one, kind, out)
    if one.optional and not isinstance(one.value, s.Construct) and default is not None:
        shown = f'**({{}} if {value.text} is None else {{"{one.label}": {value.text}}})'
        return [Part(shown, one.at.start, one.at.end)]
    return [Part(f"{one.label}={value.text}", one.at.start, one.at.end)]


def _hook(t: Translator, one: Given, kind: str, out: Block) -> Py:
    """What is given with a label; a function is called as its label, if it needs a name."""
    node = bare(one.value)
    if isinstance(node, s.Fun):
        return function(t, node, out, hint=one.label)
    return option(t, one, out, kind) if one.optional else t.expr(one.value, out, kind)


def operands(t: Translator, call: Call) -> list[Operand]:
    """The function and all arguments of a chain of ``$``."""
    found: list[Operand] = []
    head, last = call.plain
    found.append(last)
    while True:
        head = bare(head)
        plain = [one.value for one in head.arguments] if isinstance(head, s.Apply) else []
        if isinstance(head, s.Apply) and len(plain) == 2 and t.known(head.function) in ("$", "Key.$"):
            found.append(plain[1])
            head = plain[0]
        else:
            return [head, *reversed(found)]


def _apply(t: Translator, call: Call, out: Block, _want: str) -> Py:
    head, *rest = operands(t, call)
    function = t.expr(head, out)
    parts = [Part(t.expr(one, out).text, *place(one, call.at)) for one in rest]
    start = call.at.start if isinstance(head, Py) else head.at.end
    return Py(t.bracketed(f"{function.at(POSTFIX)}(", parts, ")", start, call.at.end), POSTFIX)


def _functor(t: Translator, call: Call, out: Block, _want: str) -> Py:
    """``a @-> b @-> c``, which associates to the right, as ``a >> b >> c``."""
    parts: list[Py] = []
    left, right = call.plain
    while True:
        parts.append(_parameter(t, left, out))
        right = bare(right)
        if isinstance(right, s.Apply) and t.known(right.function) in ("@->", "Type.@->") and len(right.arguments) == 2:
            left, right = (argument.value for argument in right.arguments)
        else:
            break
    last = t.expr(right, out)
    if _is_functor(t, right):
        last = call_of("functor", last)
    return Py(" >> ".join([*(part.at(SHIFT) for part in parts), last.at(SHIFT + 1)]), SHIFT)


def _parameter(t: Translator, operand: Operand, out: Block) -> Py:
    value = t.expr(operand, out)
    return call_of("functor", value) if value.level == SHIFT or _is_functor(t, operand) else value


def call_of(name: str, value: Py) -> Py:
    """``name(value)``."""
    return call(name, [value.text])


def _is_functor(t: Translator, operand: Operand) -> bool:
    """Whether a name stands for the type of a functor, as far as can be seen."""
    operand = bare(operand)
    target = t.target(operand)
    if isinstance(target, Binder):
        value = target.value
        while isinstance(value, (s.LocalOpen, s.Let)):
            value = value.body
        if isinstance(value, s.Apply):
            return t.known(value.function) in ("@->", "Type.@->")
        return value is not None and _is_functor(t, value)
    return isinstance(getattr(target, "value", None), Functor)


def _typ(t: Translator, call: Call, _out: Block, _want: str) -> Py:
    witness = bare(call.plain[0])
    if isinstance(witness, s.Construct):
        name = t.resolution.tags[id(witness)].family
    elif isinstance(witness, s.Polymorphic):
        name = witness.tag.lower()
    elif unit(witness):
        name = "unit"
    else:
        raise refused("the type of this value", call.at, "Declare a type for it: type t = T, and typ T.")
    return call_of("typ", text(name))


def _match_impl(t: Translator, call: Call, out: Block, _want: str) -> Py:
    value, branches = call.plain
    parts = [
        Part(t.expr(value, out).text, *place(value, call.at)),
        Part(t.expr(branches, out).text, *place(branches, call.at)),
    ]
    default = call.labelled["default"]
    parts.append(Part(f"default={t.expr(default.value, out).text}", default.at.start, default.at.end))
    return bracketed(t, "match_impl", parts, call.at)


def _syslog_config(t: Translator, call: Call, out: Block, _want: str) -> Py:
    parts = [Part(t.expr(call.plain[0], out).text, *place(call.plain[0], call.at))]
    for one in call.labelled.values():
        value = t.expr(one.value, out)
        parts.append(Part(f"{one.label}={value.text}", one.at.start, one.at.end))
    return bracketed(t, "syslog_config", parts, call.at)


def _app_info(t: Translator, call: Call, out: Block, _want: str) -> Py:
    built = call.labelled.get("build_info")
    if built is None:
        return Py("app_info")
    return call_of("app_info_with_opam_deps", option(t, built, out))


def _install(t: Translator, call: Call, out: Block, _want: str) -> Py:
    parts = []
    for one in call.labelled.values():
        value = option(t, one, out)
        if value.text != "None":
            parts.append(Part(f"{one.label}={value.text}", one.at.start, one.at.end))
    return bracketed(t, "install", parts, call.at)


def _same(t: Translator, call: Call, out: Block, want: str) -> Py:
    return t.expr(call.plain[0], out, want)


VALUES: dict[str, str] = {}
"""The values of the language that config.py has, by their names in OCaml."""

for _name, _value in {**FUNCTORIA.values, **MIRAGE.values}.items():
    if not hasattr(dsl, _name) or _name not in dsl.__all__:
        continue
    if not isinstance(_value, Native):
        VALUES[_name] = _name
    elif _name not in HANDLERS:
        HANDLERS[_name] = _device(_name, _value)
        if not any(kind == "unit" for _, _, kind in slots(_value)):
            VALUES[_name] = _name
for _module, _prefix in ((KEY, "Key."), (V4, "Key.V4."), (V6, "Key.V6.")):
    for _name, _value in _module.values.items():
        python = {
            "V4.network": "ipv4", "V4.gateway": "ipv4_gateway", "V6.network": "ipv6", "V6.gateway": "ipv6_gateway",
            "V6.accept_router_advertisements": "accept_router_advertisements",
        }.get(f"{_prefix}{_name}".removeprefix("Key."), _name)  # fmt: skip
        if _name == "target" or (_name.startswith("is_") and hasattr(dsl, _name)):
            VALUES[f"{_prefix}{_name}"] = _name
        elif hasattr(standard_keys, python) and f"{_prefix}{_name}" not in HANDLERS:
            if isinstance(_value, Native):
                HANDLERS[f"{_prefix}{_name}"] = _device(f"standard_keys.{python}", _value)
            else:
                VALUES[f"{_prefix}{_name}"] = f"standard_keys.{python}"

HANDLERS.update({
    "$": _apply,
    "Impl.$": _apply,
    "@->": _functor,
    "Type.@->": _functor,
    "typ": _typ,
    "Type.v": _typ,
    "match_impl": _match_impl,
    "syslog_config": _syslog_config,
    "app_info": _app_info,
    "Package.v": HANDLERS["package"],
    "Impl.v": HANDLERS["impl"],
    "Impl.main": HANDLERS["main"],
    "Impl.abstract": template("dep({0})"),
    "abstract": template("dep({0})"),
    "Impl.of_device": _same,
    "of_device": _same,
    "Device.v": HANDLERS["impl"],
    "Install.v": _install,
    "Install.union": template("{0} + {1}", 7, (7, 8)),
    "Info.name": template("{0}.name", inner=(POSTFIX,)),
    "Info.get": template("{0}.get({1})", inner=(POSTFIX,)),
    "Info.context": template("{0}.context", inner=(POSTFIX,)),
    "Info.packages": template("{0}.packages", inner=(POSTFIX,)),
    "Info.libraries": template("{0}.libraries", inner=(POSTFIX,)),
    "Info.output": lambda _t, _call, _out, _want: NONE,
    "Package.name": template("{0}.name", inner=(POSTFIX,)),
    "Package.libraries": template("sorted({0}.libs)", inner=(POSTFIX,)),
    "Package.min_versions": template("sorted({0}.min)", inner=(POSTFIX,)),
    "Package.max_versions": template("sorted({0}.max)", inner=(POSTFIX,)),
    "Package.build_dependency": template("{0}.build", inner=(POSTFIX,)),
})  # fmt: skip
for _name in ("typ", "match_impl", "$", "@->", "syslog_config", "app_info"):
    if _name != "app_info":
        VALUES.pop(_name, None)
VALUES["Install.empty"] = "install()"
