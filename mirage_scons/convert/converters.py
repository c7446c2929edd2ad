"""Converters of a configuration's own: ``Key.Arg.conv``."""

from __future__ import annotations

from mirage_scons.config_ml.source import Span
from mirage_scons.convert.application import Call, bracketed
from mirage_scons.convert.functions import named
from mirage_scons.convert.keys import seen
from mirage_scons.convert.nodes import bare, body_of, has_cases, s
from mirage_scons.convert.printing import shown
from mirage_scons.convert.python import Block, Py
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.scopes import Binder
from mirage_scons.convert.sinks import Sink
from mirage_scons.convert.texts import text
from mirage_scons.convert.translator import Operand, Part, Translator

_PAIR = "Write ~conv:(Cmdliner.Arg.conv (parse, print)), or a pair of these."


def converter(t: Translator, call: Call, out: Block) -> Py:
    """``conv(…)``, of a parser that gives a result, and of printers."""
    given = call.labelled["conv"].value
    target = t.target(given)
    if isinstance(target, Binder) and not isinstance(target.value, s.TupleOf):
        halves = t.name(target)
        parsed, printed = Py(f"{halves}[0]"), Py(f"{halves}[1]")
    else:
        parse, printer = _halves(t, given, out)
        parsed, printed = _parser(t, parse, out), _printer(t, printer, out)
    runtime = t.expr(call.labelled["runtime_conv"].value, out)
    name = runtime if runtime.literal is not None else text("a converter")
    parts = [
        name.text,
        f"parse={parsed.text}",
        f"serialize={_printer(t, call.labelled['serialize'].value, out).text}",
        f"runtime_conv={runtime.text}",
        f"show={printed.text}",
    ]
    return bracketed(t, "conv", [Part(part, call.at.start, call.at.start) for part in parts], call.at)


def pair(t: Translator, call: Call, out: Block) -> Py:
    """``Cmdliner.Arg.conv`` by itself: the pair of a parser and a printer."""
    parse, printer = _halves(t, call.plain[0], out)
    return Py(f"({_parser(t, parse, out).text}, {_printer(t, printer, out).text})")


def _halves(t: Translator, operand: Operand, out: Block) -> tuple[Operand, Operand]:
    node = operand
    found = seen(t, node, out)
    if found is not None and found.known == "Cmdliner.Arg.conv":
        node = found.plain[0]
    target = t.target(node)
    if isinstance(target, Binder) and isinstance(target.value, s.TupleOf):
        node = target.value
    if isinstance(node, s.TupleOf) and len(node.items) == 2:
        return node.items[0], node.items[1]
    raise refused("this converter", operand.at if not isinstance(operand, Py) else t.file.items[0].at, _PAIR)


def _parser(t: Translator, operand: Operand, out: Block) -> Py:
    """A function that gives a result as one that raises ``ValueError``."""
    node = bare(operand)
    target = t.target(node)
    if isinstance(target, Binder) and target in t.resolution.parsers:
        return Py(t.name(target))
    if not isinstance(node, s.Fun) or len(node.parameters) != 1:
        at = operand.at if not isinstance(operand, Py) else t.file.items[0].at
        raise refused("this parser of a converter", at, "Write fun word -> … in its place.")
    return named(t, node, out, "parse", Result(t, node.at))


class Result(Sink):
    """Returns what is ``Ok``, and raises what is an ``Error``."""

    leaves = True

    def __init__(self, t: Translator, at: Span) -> None:
        super().__init__("result")
        self.t = t
        self.at = at

    def __call__(self, value: Py, out: Block) -> None:
        """Use ``value``, which is the pair that a result is."""
        if out.ends():
            return
        if value.text.startswith('("ok", ') and value.text.endswith(")"):
            out.line(f"return {value.text[7:-1]}")
        elif value.text.startswith('("error", ("msg", ') and value.text.endswith("))"):
            out.line(f"raise ValueError({value.text[18:-2]})")
        elif value.text.startswith('("error", ') and value.text.endswith(")"):
            out.line(f"raise ValueError({value.text[10:-1]})")
        else:
            raise refused("a parser of a converter that ends in something else than Ok or Error", self.at)


def _printer(t: Translator, operand: Operand, out: Block) -> Py:
    """A printer as a function that gives a text."""
    node = bare(operand)
    target = t.target(node)
    if isinstance(target, Binder):
        return Py(t.name(target))
    if t.known(node) in ("Fmt.string", "Format.pp_print_string"):
        return Py("str")
    name = _first(node)
    if isinstance(node, s.Fun) and (has_cases(node) or isinstance(body_of(node), (s.Let, s.Match))):
        return named(t, node, out, "show")
    inner = Block()
    made = shown(t, operand, Py(name), inner)
    if inner:
        raise refused(
            "a printer of more than one expression", node.at if not isinstance(node, Py) else t.file.items[0].at
        )
    return Py("str") if made.text == f"str({name})" else Py(f"lambda {name}: {made.text}", 0)


def _first(node: Operand) -> str:
    if isinstance(node, s.Fun) and len(node.parameters) > 1 and isinstance(node.parameters[1].pattern, s.Bind):
        return str(node.parameters[1].pattern.name).replace("'", "_")
    return "given"
