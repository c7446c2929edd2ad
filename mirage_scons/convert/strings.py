"""Texts, paths, addresses, formats and the environment: what libraries do with them, in Python."""

from __future__ import annotations

from mirage_scons.convert.application import HANDLERS, VARIADIC, Call, Handler
from mirage_scons.convert.nodes import bare, body_of, s
from mirage_scons.convert.operators import itself, template
from mirage_scons.convert.printing import arity, formatted
from mirage_scons.convert.python import COMPARISON, LAMBDA, NONE, POSTFIX, SUM, Block, Py, attribute, call
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.sequences import element
from mirage_scons.convert.texts import Field, joined
from mirage_scons.convert.translator import Operand, Translator


def _format(layout: bool, use: str) -> Handler:
    """A function of a format: ``use`` says what is done with the text, ``{}``, if it is no value."""

    def handle(t: Translator, call: Call, out: Block, _want: str) -> Py:
        form, *given = call.plain
        if isinstance(form, Py):
            raise refused("a format that is not written here", call.at, "Write the format itself.")
        wanted = arity(form, layout)
        if wanted is not None and len(given) < wanted:
            return _waiting(t, call, form, given, wanted, layout, use, out)
        made = formatted(t, form, given, out, layout)
        if use:
            out.line(use.format(made.text))
            return NONE
        return made

    return handle


def _waiting(
    t: Translator, call: Call, form: Operand, given: list[Operand], wanted: int, layout: bool, use: str, out: Block
) -> Py:
    """A format that is not given everything: a function of the rest."""
    names = [t.fresh(name, call.at) for name in ("first", "second", "third", "fourth", "fifth")][: wanted - len(given)]
    if len(names) < wanted - len(given) or use:
        raise refused(f"{call.name} without all of its arguments", call.at, "Write fun x -> … around it.")
    made = formatted(t, form, [*given, *(Py(name) for name in names)], out, layout)
    return Py(f"lambda {', '.join(names)}: {made.text}", LAMBDA)


_FORMATS: dict[str, Handler] = {
    "Printf.sprintf": _format(False, ""),
    "Printf.printf": _format(False, 'print({}, end="")'),
    "Printf.eprintf": _format(False, 'print({}, end="")'),
    "Format.sprintf": _format(True, ""),
    "Format.asprintf": _format(True, ""),
    "Format.printf": _format(True, 'print({}, end="")'),
    "Format.eprintf": _format(True, 'print({}, end="")'),
    "Fmt.str": _format(True, ""),
    "Fmt.strf": _format(True, ""),
    "Fmt.pr": _format(True, 'print({}, end="")'),
    "Fmt.epr": _format(True, 'print({}, end="")'),
    "Fmt.failwith": _format(True, "raise ValueError({})"),
    "Fmt.invalid_arg": _format(True, "raise ValueError({})"),
    "Dune.stanzaf": _format(True, ""),
}
HANDLERS.update(_FORMATS)
VARIADIC.update(_FORMATS)


def _join(t: Translator, call_: Call, out: Block, _want: str) -> Py:
    separator, values = t.all(call_.plain, out)
    inner = values.text
    if inner.startswith("[") and " for " in inner and "\n" not in inner and inner.count("[") == inner.count(" for "):
        inner = inner[1:-1]
    return call(attribute(separator, "join"), [inner])


def _split(t: Translator, call_: Call, out: Block, _want: str) -> Py:
    separator, value = t.all(call_.plain, out)
    return call(attribute(value, "split"), [separator.text])


def _sub(t: Translator, call_: Call, out: Block, _want: str) -> Py:
    value, start, length = t.all(call_.plain, out)
    if start.text == "0":
        return Py(f"{value.at(POSTFIX)}[:{length.at(SUM)}]", POSTFIX)
    if start.text.isdecimal() and length.text.isdecimal():
        return Py(f"{value.at(POSTFIX)}[{start.text}:{int(start.text) + int(length.text)}]", POSTFIX)
    return Py(f"{value.at(POSTFIX)}[{start.at(SUM)} : {start.at(SUM)} + {length.at(SUM + 1)}]", POSTFIX)


def _fix(method: str, label: str) -> Handler:
    def handle(t: Translator, call_: Call, out: Block, _want: str) -> Py:
        value = t.expr(call_.plain[0], out)
        return call(attribute(value, method), [t.expr(call_.labelled[label].value, out).text])

    return handle


def _capitalized(method: str) -> Handler:
    def handle(t: Translator, call: Call, out: Block, _want: str) -> Py:
        value = t.expr(call.plain[0], out).at(POSTFIX)
        return Py(f"{value}[:1].{method}() + {value}[1:]", SUM)

    return handle


def _map_chars(t: Translator, call_: Call, out: Block, _want: str) -> Py:
    made = element(t, call_.plain[0], 1, call_.at, out)
    value = t.expr(call_.plain[1], out)
    return call('"".join', [f"{made.value.text} for {made.names[0]} in {value.text}"])


def _quantified(word: str) -> Handler:
    return lambda t, call, out, want: HANDLERS[f"List.{word}"](t, call, out, want)


def _index_or_none(method: str) -> Handler:
    def handle(t: Translator, call: Call, out: Block, _want: str) -> Py:
        value, char = t.all(call.plain, out)
        name = t.fresh("index", call.at)
        out.line(f"{name} = {value.at(POSTFIX)}.{method}({char.text})")
        return Py(f"None if {name} < 0 else {name}", 1)

    return handle


HANDLERS.update({
    "String.length": template("len({0})"),
    "String.get": template("{0}[{1}]", inner=(POSTFIX,)),
    "String.sub": _sub,
    "String.equal": HANDLERS["="],
    "String.compare": HANDLERS["compare"],
    "String.uppercase_ascii": template("{0}.upper()", inner=(POSTFIX,)),
    "String.lowercase_ascii": template("{0}.lower()", inner=(POSTFIX,)),
    "String.capitalize_ascii": _capitalized("upper"),
    "String.uncapitalize_ascii": _capitalized("lower"),
    "String.trim": template("{0}.strip()", inner=(POSTFIX,)),
    "String.contains": template("{1} in {0}", COMPARISON, (COMPARISON + 1, COMPARISON + 1)),
    "String.index": template("{0}.index({1})", inner=(POSTFIX,)),
    "String.rindex": template("{0}.rindex({1})", inner=(POSTFIX,)),
    "String.index_opt": _index_or_none("find"),
    "String.rindex_opt": _index_or_none("rfind"),
    "String.split_on_char": _split,
    "String.starts_with": _fix("startswith", "prefix"),
    "String.ends_with": _fix("endswith", "suffix"),
    "String.cat": HANDLERS["^"],
    "String.concat": _join,
    "String.make": template("{1} * {0}", SUM + 1, (SUM + 1, SUM + 1)),
    "String.map": _map_chars,
    "String.exists": _quantified("exists"),
    "String.for_all": _quantified("for_all"),
    "String.to_seq": template("list({0})"),
    "String.of_seq": template('"".join({0})'),
    "Char.code": template("ord({0})"),
    "Char.chr": template("chr({0})"),
    "Char.uppercase_ascii": template("{0}.upper()", inner=(POSTFIX,)),
    "Char.lowercase_ascii": template("{0}.lower()", inner=(POSTFIX,)),
    "Int.to_string": HANDLERS["string_of_int"],
    "Int.equal": HANDLERS["="],
    "Int.compare": HANDLERS["compare"],
    "Int.min": HANDLERS["min"],
    "Int.max": HANDLERS["max"],
    "Bool.to_string": HANDLERS["string_of_bool"],
    "Bool.not": HANDLERS["not"],
    "Bool.equal": HANDLERS["="],
    "Bool.to_int": template("int({0})"),
    **{f"{module}.{name}": template("{0}") for module in ("Int64", "Int32") for name in ("of_int", "to_int")},
    **{f"{module}.to_string": template("str({0})") for module in ("Int64", "Int32")},
    **{f"{module}.of_string": template("int({0})") for module in ("Int64", "Int32")},
    **{
        f"{module}.{name}": HANDLERS[sign]
        for module in ("Int64", "Int32", "Int")
        for name, sign in (("add", "+"), ("sub", "-"), ("mul", "*"))
    },
    "Filename.concat": lambda t, call, out, want: _path(t, call, out, want),
    "Filename.check_suffix": template("{0}.endswith({1})", inner=(POSTFIX,)),
    "Filename.basename": lambda t, call, out, want: _os_path("basename")(t, call, out, want),
    "Filename.dirname": lambda t, call, out, want: _os_path("dirname")(t, call, out, want),
})  # fmt: skip


def _path(t: Translator, call: Call, out: Block, _want: str) -> Py:
    left, right = t.all(call.plain, out)
    if left.literal is not None and left.literal.endswith("/"):
        return joined([Field(left), Field(right)])
    if left.literal is None and call.name == "Filename.concat":
        t.imports.add("import os")
        return Py(f"os.path.join({left.text}, {right.text})", POSTFIX)
    return joined([Field(left), "/", Field(right)])


def _os_path(name: str) -> Handler:
    def handle(t: Translator, call_: Call, out: Block, _want: str) -> Py:
        t.imports.add("import os")
        return call(f"os.path.{name}", [t.expr(call_.plain[0], out).text])

    return handle


HANDLERS.update({
    "Fpath.v": itself,
    "Fpath.to_string": itself,
    "Fpath./": _path,
    "Fpath.//": _path,
    "Fpath.add_seg": _path,
    "Fpath.append": _path,
    "Fpath.add_ext": lambda t, call, out, want: _extended(t, call, out, want),
    "Fpath.+": lambda t, call, out, want: _extended(t, call, out, want),
})  # fmt: skip


def _extended(t: Translator, call: Call, out: Block, _want: str) -> Py:
    path, extension = call.plain if call.name == "Fpath.+" else reversed(call.plain)
    added = t.expr(extension, out)
    if added.literal is None:
        raise refused(f"{call.name} of what is not written there", call.at)
    dot = "" if added.literal.startswith(".") else "."
    return joined([Field(t.expr(path, out)), dot, Field(added)])


# Addresses are texts.

for _kind in ("Ipaddr", "Ipaddr.V4", "Ipaddr.V6", "Ipaddr.V4.Prefix", "Ipaddr.V6.Prefix", "Macaddr"):
    HANDLERS[f"{_kind}.of_string_exn"] = itself
    HANDLERS[f"{_kind}.to_string"] = itself


def _address(t: Translator, call: Call, out: Block, _want: str) -> Py:
    parts: list[str | Field] = []
    for value in t.all(call.plain, out):
        parts += [*(["."] if parts else []), value.text if value.text.isdecimal() else Field(value)]
    return joined(parts)


def _prefix(t: Translator, call: Call, out: Block, _want: str) -> Py:
    bits, address = t.all(call.plain, out)
    return joined([Field(address), "/", bits.text if bits.text.isdecimal() else Field(bits)])


def _host(bits: str) -> Handler:
    return lambda t, call, out, _want: joined([Field(t.expr(call.plain[0], out)), f"/{bits}"])


HANDLERS.update({
    "Ipaddr.V4.make": _address,
    "Ipaddr.V4.Prefix.make": _prefix,
    "Ipaddr.V6.Prefix.make": _prefix,
    "Ipaddr.V4.Prefix.of_addr": _host("32"),
    "Ipaddr.V6.Prefix.of_addr": _host("128"),
    "Ipaddr.V4.Prefix.address": template('{0}.partition("/")[0]', inner=(POSTFIX,)),
    "Ipaddr.V6.Prefix.address": template('{0}.partition("/")[0]', inner=(POSTFIX,)),
    "Ipaddr.V4.Prefix.bits": template('int({0}.partition("/")[2])', inner=(POSTFIX,)),
    "Ipaddr.V6.Prefix.bits": template('int({0}.partition("/")[2])', inner=(POSTFIX,)),
})  # fmt: skip


def _environment(form: str) -> Handler:
    def handle(t: Translator, call: Call, out: Block, want: str) -> Py:
        t.imports.add("import os")
        return template(form)(t, call, out, want)

    return handle


def _log(t: Translator, call: Call, out: Block, _want: str) -> Py:
    """``Logs.warn (fun m -> m "…")`` prints what would be shown."""
    fun = bare(call.plain[0])
    if not isinstance(fun, s.Fun) or not isinstance(body_of(fun), s.Apply):
        raise refused(f"this use of {call.name}", call.at, f'Write {call.name} (fun m -> m "…").')
    form, *given = (argument.value for argument in body_of(fun).arguments if not argument.label)
    text = formatted(t, form, given, out)
    if call.name in ("Logs.app", "Logs.err", "Logs.warn"):
        out.line(f"print({text.text})")
    return NONE


HANDLERS.update({
    "Sys.getenv": _environment("os.environ[{0}]"),
    "Sys.getenv_opt": _environment("os.environ.get({0})"),
    **{f"Logs.{word}": _log for word in ("app", "err", "warn", "info", "debug")},
})  # fmt: skip
