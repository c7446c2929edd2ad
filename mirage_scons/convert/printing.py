"""Printers: a function that writes to a formatter is one that gives a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.stdlib.format_strings import Conversion, Layout, Literal, parse
from mirage_scons.config_ml.values import text as text_of
from mirage_scons.convert.cases import match
from mirage_scons.convert.nodes import Expression, Node, bare, body_of, cases_of, has_cases, s
from mirage_scons.convert.python import POSTFIX, SUM, Block, Py, attribute, call, conditional, infix
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.scopes import Binder
from mirage_scons.convert.sinks import RETURN
from mirage_scons.convert.texts import Field, joined
from mirage_scons.convert.translator import Operand, Translator

_WRITES = ("Fmt.pf", "Format.fprintf")


def is_printer(t: Translator, node: Expression | None) -> bool:
    """Whether a function writes to its first parameter, and does nothing else with it."""
    if not isinstance(node, s.Fun) or len(node.parameters) < (2 if has_cases(node) else 1):
        return False
    first = node.parameters[0].pattern
    if node.parameters[0].label or not isinstance(first, s.Bind):
        return False
    binder = t.resolution.bound[id(first)]
    bodies = [case.body for case in cases_of(node)] if has_cases(node) else [body_of(node)]
    return bool(binder.uses) and any(_writes(t, body, binder) for body in bodies)


def _writes(t: Translator, node: Expression, to: Binder) -> bool:
    """Whether an expression writes to a formatter."""
    while isinstance(node, (s.Let, s.LetItem, s.LocalOpen)):
        node = node.body
    if isinstance(node, s.Sequence):
        return any(_writes(t, one, to) for one in node.items)
    if isinstance(node, s.If):
        return _writes(t, node.then, to)
    if isinstance(node, s.Match):
        return any(_writes(t, case.body, to) for case in node.cases)
    if not isinstance(node, s.Apply) or not node.arguments:
        return False
    first = node.arguments[0].value
    function = t.target(node.function)
    known = t.known(node.function)
    printer = known in _WRITES or known in _PRINTERS or (isinstance(function, Binder) and function is not to)
    return t.target(first) is to and (printer or isinstance(node.function, s.Apply))


def printed_body(t: Translator, fun: Node, matched: str, out: Block) -> None:
    """The body of a printer, which gives what it writes; its cases are for what is ``matched``."""
    to = t.resolution.bound[id(fun.parameters[0].pattern)]
    if has_cases(fun):
        match(t, Py(matched), _written_cases(cases_of(fun), to), body_of(fun).at, RETURN, out)
    else:
        _return(t, body_of(fun), to, out)


def _written_cases(cases: Sequence[Node], to: Binder) -> list[Node]:
    return [case._replace(body=_written_body(case, to)) for case in cases]


def _written_body(case: Node, to: Binder) -> Expression:
    return WRITTEN(case.body.at, case.body, to)


def _return(t: Translator, node: Expression, to: Binder, out: Block) -> None:
    if isinstance(node, s.LocalOpen):
        _return(t, node.body, to, out)
    elif isinstance(node, s.If) and node.otherwise is not None:
        _return(t, node.then, to, out.suite(f"if {t.expr(node.condition, out).text}:"))
        _return(t, node.otherwise, to, out)
    elif isinstance(node, s.Match):
        match(t, node.subject, _written_cases(node.cases, to), node.at, RETURN, out)
    elif isinstance(node, s.Let):
        from mirage_scons.convert.flow import bind_all

        bind_all(t, node.bindings, node.recursive, node.at.start, out)
        _return(t, node.body, to, out)
    else:
        out.line(f"return {written(t, node, to, out).text}")


class _Written:
    """What a case writes to a formatter, as an expression."""

    def __init__(self, at: Span, node: Expression, to: Binder) -> None:
        self.at, self.node, self.to = at, node, to


def written_handler(t: Translator, node: _Written, out: Block, _want: str) -> Py:
    """The text that a case writes."""
    return written(t, node.node, node.to, out)


WRITTEN = _Written


def written(t: Translator, node: Expression, to: Binder, out: Block) -> Py:
    """The text that an expression writes to a formatter."""
    if isinstance(node, s.LocalOpen):
        return written(t, node.body, to, out)
    if isinstance(node, s.Sequence):
        return joined([Field(written(t, one, to, out)) for one in node.items])
    if isinstance(node, s.If) and node.otherwise is not None:
        then, otherwise = written(t, node.then, to, out), written(t, node.otherwise, to, out)
        return conditional(then, t.expr(node.condition, out), otherwise)
    if isinstance(node, s.Apply) and node.arguments and t.target(node.arguments[0].value) is to:
        rest = [argument.value for argument in node.arguments[1:]]
        if t.known(node.function) in _WRITES and rest:
            return formatted(t, rest[0], rest[1:], out)
        if len(rest) == 1:
            return shown(t, node.function, rest[0], out)
    if isinstance(node, s.Constant):
        return joined([])
    raise refused("this use of a formatter", node.at, 'Write Fmt.pf ppf "…" in the printer.')


def formatted(t: Translator, form: Operand, arguments: Sequence[Operand], out: Block, layout: bool = True) -> Py:
    """The text that a format makes of its arguments."""
    if not isinstance(form, s.Constant) or not isinstance(form.value, bytes):
        at = form.at if not isinstance(form, Py) else t.file.items[0].at
        raise refused("a format that is not written here", at, "Write the format itself.")
    given = list(arguments)
    parts: list[str | Field] = []
    for piece in parse(form.value, layout):
        if isinstance(piece, Literal):
            parts.append(text_of(piece.text))
        elif isinstance(piece, Layout):
            parts.append(_layout(piece, form.at))
        else:
            parts.append(_converted(t, piece, given, form.at, out))
    if given:
        raise refused("a format with more arguments than it takes", form.at)
    return joined(parts)


def arity(form: Operand, layout: bool = True) -> int | None:
    """How many arguments a format takes, if it is written there."""
    from mirage_scons.config_ml.stdlib.format_strings import arity as of_pieces

    if not isinstance(form, s.Constant) or not isinstance(form.value, bytes):
        return None
    return of_pieces(parse(form.value, layout))


_LAYOUTS = {"[": "", "]": "", ",": "", ".": "\n", "\n": "\n", "\\n": "\n", "?": "", " ": " "}


def _layout(piece: Layout, at: Span) -> str:
    if piece.kind == "v":
        raise refused("a vertical box of Format", at, 'Write the ends of lines as "\\n".')
    if piece.kind == ";":
        return " " * piece.numbers[0]
    return _LAYOUTS.get(piece.kind, "")


def _converted(t: Translator, piece: Conversion, given: list[Operand], at: Span, out: Block) -> str | Field:
    if -1 in (piece.width, piece.precision):
        raise refused("* in a format", at)
    if len(given) < (2 if piece.kind == "a" else 1):
        raise refused("a format that is not given all of its arguments", at, "Write fun x -> … around it.")
    first = given.pop(0)
    if piece.kind == "a":
        return Field(shown(t, first, given.pop(0), out))
    if piece.kind == "t":
        raise refused("%t in a format", at)
    value = t.expr(first, out)
    kind = piece.kind[-1]
    if kind in "sc" and not piece.flags and piece.width is None:
        return Field(value)
    if kind == "S":
        return Field(_ocaml(t, value))
    if kind in "bB":
        return Field(call(attribute(call("str", [value.text]), "lower"), []))
    width = "" if piece.width is None else str(piece.width)
    if kind in "sc":
        return Field(value, f"{'<' if '-' in piece.flags else '>'}{width}")
    if kind in "diu" and piece.precision is None:
        if isinstance(first, s.Constant) and value.text.isdecimal() and not width:
            return value.text
        return Field(value, _flags(piece.flags, width) if width or piece.flags else "", is_text=False)
    if kind in "xXo" and piece.precision is None:
        return Field(value, f"{_flags(piece.flags, width)}{kind}")
    if kind in "fFeEgG" and kind != "F":
        precision = "" if piece.precision is None else f".{piece.precision}"
        return Field(value, f"{_flags(piece.flags, width)}{precision}{kind}")
    raise refused(f"%{kind} in a format", at)


def _flags(flags: str, width: str) -> str:
    sign = "+" if "+" in flags else " " if " " in flags else ""
    align = "<" if "-" in flags else ""
    return f"{align}{sign}{'#' if '#' in flags else ''}{'0' if '0' in flags and not align else ''}{width}"


def _ocaml(t: Translator, value: Py) -> Py:
    """A text as OCaml's literal of it."""
    from mirage_scons.model import ocaml

    if value.literal is not None:
        from mirage_scons.convert.texts import text

        return text(ocaml.string(value.literal))
    t.imports.add("from mirage_scons.model import ocaml")
    return call("ocaml.string", [value.text])


def shown(t: Translator, printer: Operand, value: Operand, out: Block) -> Py:
    """The text that a printer makes of a value."""
    if isinstance(printer, s.LocalOpen):
        return shown(t, printer.body, value, out)
    if isinstance(printer, s.Fun) and is_printer(t, printer) and len(printer.parameters) == 2:
        if has_cases(printer) or isinstance(body_of(printer), (s.Let, s.Match)):
            from mirage_scons.convert.functions import named  # which asks what is a printer

            return call(named(t, printer, out, "show"), [t.expr(value, out).text])
        return _inline(t, printer, value, out)
    known = t.known(printer)
    if known in _PRINTERS:
        return _PRINTERS[known](t, t.expr(value, out))
    target = t.target(printer)
    if isinstance(target, Binder) and is_printer(t, target.value):
        return call(t.name(target), [t.expr(value, out).text])
    if isinstance(printer, s.Apply):
        return _combined(t, printer, value, out)
    at = printer.at if not isinstance(printer, Py) else t.file.items[0].at
    raise refused("this printer", at, 'Write fun ppf x -> Fmt.pf ppf "…" … in its place.')


def _inline(t: Translator, printer: Node, value: Operand, out: Block) -> Py:
    """What a printer without a name writes of a value."""
    assert not has_cases(printer)
    to = t.resolution.bound[id(printer.parameters[0].pattern)]
    pattern = printer.parameters[1].pattern
    given = t.expr(value, out)
    if isinstance(pattern, s.Bind):
        if not given.text.replace(".", "_").isidentifier():
            name = t.fresh(pattern.name, pattern.at)
            out.line(f"{name} = {given.text}")
            given = Py(name)
        t.resolution.bound[id(pattern)].python = given.text
    elif not isinstance(pattern, (s.Anything, s.Exactly)):
        raise refused("a printer of a pattern", pattern.at)
    return written(t, body_of(printer), to, out)


def _combined(t: Translator, printer: Node, value: Operand, out: Block) -> Py:
    """What a printer that is made of others writes."""
    known = t.known(printer.function)
    labels = {argument.label: argument.value for argument in printer.arguments if argument.label}
    inner = [argument.value for argument in printer.arguments if not argument.label]
    if known in ("Fmt.list", "Fmt.array", "Format.pp_print_list") and len(inner) == 1:
        separator = labels.get("sep", labels.get("pp_sep"))
        between = "\n" if known != "Format.pp_print_list" else ""
        between = between if separator is None else _separator(t, separator)
        body = shown(t, inner[0], Py("item"), out)
        items = t.expr(value, out)
        listed = items.text if body.text == "item" else f"{body.text} for item in {items.at(POSTFIX)}"
        return call(attribute(joined([between]), "join"), [listed])
    if known in ("Fmt.fmt",) and len(inner) == 1:
        return formatted(t, inner[0], [value], out)
    if known in ("Fmt.any", "Fmt.unit") and inner:
        return formatted(t, inner[0], [], out)
    if known == "Fmt.const" and len(inner) == 2:
        return shown(t, inner[0], inner[1], out)
    if known == "Fmt.using" and len(inner) == 2:
        from mirage_scons.convert.application import use

        return shown(t, inner[1], use(t, inner[0], [t.expr(value, out)], printer.at, out), out)
    if known == "Fmt.quote" and len(inner) == 1 and not labels:
        return joined(['"', Field(shown(t, inner[0], value, out)), '"'])
    raise refused("this printer", printer.at, 'Write fun ppf x -> Fmt.pf ppf "…" … in its place.')


def _separator(t: Translator, node: Expression) -> str:
    node = bare(node)
    plain = {"Fmt.comma": ", ", "Fmt.semi": "; ", "Fmt.sp": " ", "Fmt.cut": ""}
    if t.known(node) in plain:
        return plain[t.known(node)]
    if isinstance(node, s.Apply) and t.known(node.function) in ("Fmt.any", "Fmt.unit"):
        found = formatted(t, node.arguments[0].value, [], Block())
        if found.literal is not None:
            return found.literal
    raise refused("this separator", node.at, 'Write Fmt.any "…".')


def _text(_t: Translator, value: Py) -> Py:
    return value


def _number(_t: Translator, value: Py) -> Py:
    return call("str", [value.text])


def _bool(_t: Translator, value: Py) -> Py:
    return call(attribute(call("str", [value.text]), "lower"), [])


_PRINTERS: dict[str, Callable[[Translator, Py], Py]] = {
    "Fmt.string": _text,
    "Fmt.char": _text,
    "Format.pp_print_string": _text,
    "Format.pp_print_char": _text,
    "Fmt.int": _number,
    "Fmt.int64": _number,
    "Format.pp_print_int": _number,
    "Fmt.bool": _bool,
    "Format.pp_print_bool": _bool,
    "Key.serialize_call": lambda _t, value: call(attribute(value, "call"), []),
    "Key.pp": lambda _t, value: attribute(value, "name"),
    "Fpath.pp": _text,
    **{f"Ipaddr.{one}pp": _text for one in ("", "V4.", "V6.", "V4.Prefix.", "V6.Prefix.")},
}


def added(parts: Sequence[Py]) -> Py:
    """Texts one after the other."""
    whole = parts[0]
    for part in parts[1:]:
        whole = infix(whole, "+", part, SUM)
    return whole
