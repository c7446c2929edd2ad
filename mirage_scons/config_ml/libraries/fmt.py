"""The module Fmt, which prints to strings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, of_class
from mirage_scons.config_ml.library import failure, invalid, module
from mirage_scons.config_ml.stdlib.conversions import integer
from mirage_scons.config_ml.stdlib.format_strings import Conversion
from mirage_scons.config_ml.stdlib.formats import Formatter, printing, written
from mirage_scons.config_ml.stdlib.printf import Pieces, print_list, said, then, to_formatter, to_string, write
from mirage_scons.config_ml.stdlib.strings import escaped
from mirage_scons.config_ml.trampoline import Step, Task
from mirage_scons.config_ml.values import UNIT, Variant, items, listed, text


def _raising(error: Callable[[str], Exception]) -> Callable[[Machine, Pieces], Step]:
    def finish(to: Formatter) -> Any:
        raise error(text(written(to)))

    return lambda machine, form: printing(machine, "this format", form, Formatter(), finish)


def _plain(shape: str, show: Callable[[Any], bytes]) -> tuple[str, Callable[..., Any]]:
    return f"formatter {shape}", lambda to, value: write(to, show(value))


def _list(machine: Machine, printer: Any, to: Formatter, values: Any, sep: Any = None) -> Task:
    return print_list(machine, printer, to, values, sep)


def _array(machine: Machine, printer: Any, to: Formatter, values: list[Any], sep: Any = None) -> Task:
    return print_list(machine, printer, to, listed(values), sep)


def _using(machine: Machine, function: Any, printer: Any, to: Formatter, value: Any) -> Task:
    return machine.applied(printer, to, (yield machine.applied(function, value)))


def _const(machine: Machine, printer: Any, value: Any, to: Formatter, _ignored: Any) -> Step:
    return machine.applied(printer, to, value)


def _any(machine: Machine, form: Pieces) -> Any:
    from mirage_scons.config_ml.evaluate.functions import Native

    def run(machine: Machine, to: Formatter, _value: Any) -> Step:
        return to_formatter(machine, to, form)

    return Native("Fmt.any", "formatter any", run, calls=True)


def _option(machine: Machine, printer: Any, to: Formatter, value: Variant, none: Any = None) -> Step:
    if value.argument is not None:
        return machine.applied(printer, to, value.argument)
    return UNIT if none is None else machine.applied(none, to, UNIT)


def _result(machine: Machine, to: Formatter, value: Variant, **printers: Any) -> Step:
    return machine.applied(printers["ok" if value.tag == "Ok" else "error"], to, value.argument)


def _pair(machine: Machine, first: Any, second: Any, to: Formatter, pair: Any, sep: Any = None) -> Task:
    yield machine.applied(first, to, pair[0])
    if sep is None:
        to.space(0)
    else:
        yield machine.applied(sep, to, UNIT)
    return machine.applied(second, to, pair[1])


def _both(machine: Machine, first: Any, second: Any, to: Formatter, value: Any) -> Task:
    yield machine.applied(first, to, value)
    return machine.applied(second, to, value)


def _concat(machine: Machine, printers: Any, to: Formatter, value: Any, sep: Any = None) -> Task:
    for number, printer in enumerate(items(printers)):
        if number:
            yield UNIT if sep is None else machine.applied(sep, to, UNIT)
        yield machine.applied(printer, to, value)
    return UNIT


def _around(before: bytes, after: bytes) -> tuple[str, Callable[..., Task]]:
    def around(machine: Machine, printer: Any, to: Formatter, value: Any) -> Task:
        to.write(before)
        yield machine.applied(printer, to, value)
        to.write(after)
        return UNIT

    return "any formatter any", around


def _quote(machine: Machine, printer: Any, to: Formatter, value: Any, mark: bytes = b'"') -> Task:
    return _around(mark, mark)[1](machine, printer, to, value)


def _boxed(vertical: bool) -> tuple[str, Callable[..., Task]]:
    def boxed(machine: Machine, printer: Any, to: Formatter, value: Any, indent: int = 0) -> Task:
        to.open(vertical, indent)
        yield machine.applied(printer, to, value)
        to.close()
        return UNIT

    return "?indent:int any formatter any", boxed


def _shown(machine: Machine, printer: Any, value: Any) -> Task:
    to = Formatter()
    yield machine.applied(printer, to, value)
    return written(to)


_PLAIN_INT = Conversion("", None, None, "d")


DUMP = module(
    "Fmt.Dump",
    {"string": _plain("string", lambda value: b'"%b"' % escaped(value))},
    {
        "list": (
            "any formatter list",
            lambda m, printer, to, values: _around(b"[", b"]")[1](m, _semicolons(printer), to, values),
        ),
        "pair": (
            "any any formatter tuple",
            lambda m, a, b, to, pair: _around(b"(", b")")[1](m, _commas(a, b), to, pair),
        ),
        "option": ("any formatter option", lambda m, printer, to, value: _dump_option(m, printer, to, value)),
    },
)


def _semicolons(printer: Any) -> Any:
    from mirage_scons.config_ml.evaluate.functions import Native

    def run(machine: Machine, to: Formatter, values: Any) -> Task:
        return print_list(machine, printer, to, values, SEMI)

    return Native("Fmt.Dump.list", "formatter list", run, calls=True)


def _commas(first: Any, second: Any) -> Any:
    from mirage_scons.config_ml.evaluate.functions import Native

    def run(machine: Machine, to: Formatter, pair: Any) -> Task:
        return _pair(machine, first, second, to, pair, COMMA)

    return Native("Fmt.Dump.pair", "formatter tuple", run, calls=True)


def _dump_option(machine: Machine, printer: Any, to: Formatter, value: Variant) -> Task:
    to.write(b"None" if value.argument is None else b"Some ")
    if value.argument is not None:
        yield machine.applied(printer, to, value.argument)
    return UNIT


def _break(before: bytes, width: int) -> tuple[str, Callable[..., Any]]:
    def put(to: Formatter, _value: Any) -> tuple[()]:
        to.write(before)
        to.space(width)
        return UNIT

    return "formatter any", put


SHAPES["pair"] = of_class("a pair", tuple)


FMT = module(
    "Fmt",
    {
        "string": _plain("string", lambda value: value),
        "int": _plain("int", lambda value: integer(_PLAIN_INT, value, 63)),
        "bool": _plain("bool", lambda value: b"true" if value else b"false"),
        "char": _plain("char", lambda value: bytes([value.number])),
        "int64": _plain("int64", lambda value: str(value.number).encode()),
        "int32": _plain("int32", lambda value: str(value.number).encode()),
        "float": _plain("float", lambda value: f"{value:g}".encode()),
        "text": _plain("string", lambda value: value),
        "lines": _plain("string", lambda value: value),
        "nop": ("formatter any", lambda _to, _value: UNIT),
        "sp": _break(b"", 1),
        "cut": _break(b"", 0),
        "comma": _break(b",", 1),
        "semi": _break(b";", 1),
        "flush": ("formatter any", lambda _to, _value: UNIT),
        "pp_print_string": _plain("string", lambda value: value),
    },
    {
        "str": ("format", to_string),
        "strf": ("format", to_string),
        "kstr": ("any format", then),
        "kstrf": ("any format", then),
        "pf": ("formatter format", to_formatter),
        "pr": ("format", said),
        "epr": ("format", said),
        "failwith": ("format", _raising(failure)),
        "invalid_arg": ("format", _raising(invalid)),
        "fmt": ("format formatter", lambda m, form, to: to_formatter(m, to, form)),
        "any": ("format", _any),
        "unit": ("format", _any),
        "const": ("any any formatter any", _const),
        "using": ("any any formatter any", _using),
        "list": ("?sep:any any formatter list", _list),
        "array": ("?sep:any any formatter array", _array),
        "option": ("?none:any any formatter option", _option),
        "result": ("~ok:any ~error:any formatter result", _result),
        "pair": ("?sep:any any any formatter pair", _pair),
        "append": ("any any formatter any", _both),
        "++": ("any any formatter any", _both),
        "concat": ("?sep:any list formatter any", _concat),
        "quote": ("?mark:string any formatter any", _quote),
        "parens": _around(b"(", b")"),
        "brackets": _around(b"[", b"]"),
        "braces": _around(b"{", b"}"),
        "box": _boxed(False),
        "hbox": _boxed(False),
        "hvbox": _boxed(False),
        "hovbox": _boxed(False),
        "vbox": _boxed(True),
        "to_to_string": ("any any", _shown),
        "str_like": ("any format", lambda m, _to, form: to_string(m, form)),
    },
    modules={"Dump": DUMP},
)


SEMI, COMMA = FMT.values["semi"], FMT.values["comma"]
