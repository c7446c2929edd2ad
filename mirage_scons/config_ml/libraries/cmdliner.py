"""The module Cmdliner.Arg, as far as converters of keys are made with it: pairs of a parser and a printer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.evaluate.functions import Native
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.libraries.fmt import FMT
from mirage_scons.config_ml.library import module
from mirage_scons.config_ml.stdlib.pervasives import read_float, read_int
from mirage_scons.config_ml.stdlib.printf import print_list
from mirage_scons.config_ml.trampoline import Step, Task
from mirage_scons.config_ml.values import UNIT, Char, Int64, Variant, error, items, listed, some, string, text

Conv = tuple[Any, Any]


def _refused(message: str) -> Variant:
    return Variant("Error", string(message))


def _of(name: str, read: Callable[[bytes], Any], printer: Any) -> Conv:
    def parse(word: bytes) -> Variant:
        found = read(word)
        return Variant("Ok", found) if found is not None else _refused(f"expected {name}")

    return Native("this parser", "string", parse), printer


def _conv(machine: Machine, pair: Any) -> Conv:
    """A converter of a parser that gives a result; what converters have gives a polymorphic variant."""
    parser, printer = pair

    def parse(machine: Machine, word: bytes) -> Task:
        found = yield machine.applied(parser, word)
        if found.tag == "Ok":
            return Variant("Ok", found.argument)
        reason = found.argument
        return Variant("Error", reason.argument if isinstance(reason, Variant) else reason)

    return Native("this parser", "string", parse, calls=True), printer


def _enum(pairs: list[tuple[Any, Any]]) -> Conv:
    """One of some words; a prefix that only one has will do."""

    def parse(word: bytes) -> Variant:
        exact = [value for name, value in pairs if name == word]
        found = exact or [value for name, value in pairs if word and name.startswith(word)]
        if len(found) == 1:
            return Variant("Ok", found[0])
        return _refused(f"expected one of {', '.join(text(name) for name, _ in pairs)}")

    def show(to: Any, value: Any) -> tuple[()]:
        to.write(next((name for name, other in pairs if other == value), b""))
        return UNIT

    return Native("this parser", "string", parse), Native("this printer", "formatter any", show)


def _list(machine: Machine, inner: Any, sep: Any = None) -> Conv:
    mark = bytes([sep.number]) if sep else b","

    def parse(machine: Machine, word: bytes) -> Task:
        found = []
        for part in word.split(mark) if word else []:
            one = yield machine.applied(inner[0], part)
            if one.tag != "Ok":
                return one
            found.append(one.argument)
        return Variant("Ok", listed(found))

    def put(to: Any, _value: Any) -> tuple[()]:
        to.write(mark)
        return UNIT

    def show(machine: Machine, to: Any, values: Any) -> Step:
        return print_list(machine, inner[1], to, values, Native("this separator", "formatter any", put))

    return Native("this parser", "string", parse, True), Native("this printer", "formatter list", show, True)


def _some(machine: Machine, inner: Any, none: bytes = b"") -> Conv:
    def parse(machine: Machine, word: bytes) -> Task:
        found = yield machine.applied(inner[0], word)
        return Variant("Ok", some(found.argument)) if found.tag == "Ok" else found

    def show(machine: Machine, to: Any, value: Variant) -> Step:
        return to.write(none) or UNIT if value.argument is None else machine.applied(inner[1], to, value.argument)

    return Native("this parser", "string", parse, True), Native("this printer", "formatter option", show, True)


def _result_parser(machine: Machine, conv: Any) -> Native:
    """The parser of a converter, giving a result."""

    def parse(machine: Machine, word: bytes) -> Task:
        found = yield machine.applied(conv[0], word)
        if found.tag == "Ok":
            return Variant("Ok", found.argument, "result")
        return error(Variant("Msg", found.argument))

    return Native("this parser", "string", parse, calls=True)


def _pairs(value: Any) -> list[tuple[Any, Any]]:
    return list(items(value))


def _int64(word: bytes) -> Int64 | None:
    found = read_int(word)
    return None if found is None else Int64(found)


ARG = module(
    "Cmdliner.Arg",
    {"enum": ("list", lambda value: _enum(_pairs(value)))},
    {
        "conv": ("?docv:string tuple", lambda machine, pair, docv=None: _conv(machine, pair)),
        "list": ("?sep:char tuple", _list),
        "some": ("?none:string tuple", _some),
        "conv_parser": ("tuple", _result_parser),
    },
    {
        "string": _of("a string", lambda word: word, FMT.values["string"]),
        "int": _of("an integer", read_int, FMT.values["int"]),
        "int64": _of("a 64-bit integer", _int64, FMT.values["int64"]),
        "float": _of("a floating point number", read_float, FMT.values["float"]),
        "bool": _of("true or false", {b"true": True, b"false": False}.get, FMT.values["bool"]),
        "char": _of("a character", lambda word: Char(word[0]) if len(word) == 1 else None, FMT.values["char"]),
    },
)
ARG.values["conv_printer"] = Native("Cmdliner.Arg.conv_printer", "tuple", lambda conv: conv[1])

CMDLINER = module("Cmdliner", modules={"Arg": ARG})
"""The module ``Cmdliner``."""
