"""What the functions of libraries take, by words: how a value of OCaml is checked and made one of Python.

A word may end in ``*`` for a list of what it says, and in ``?`` for an option of it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from mirage_scons.config_ml.describe import describe
from mirage_scons.config_ml.faults import MisfitError, nearest
from mirage_scons.config_ml.values import Char, Cons, Int64, Nil, Record, Variant, items, text
from mirage_scons.model.errors import ConfigError


class Shape(NamedTuple):
    """What is wanted, called ``name`` with its article; ``take`` raises :class:`MisfitError` for what is not."""

    name: str
    take: Callable[[Any], Any]
    plural: str = ""


SHAPES: dict[str, Shape] = {}
"""The shapes by the words for them; the modules of the language add theirs."""


@cache
def shape(word: str) -> Shape:
    """The shape that ``word`` says."""
    if word.endswith("*"):
        return _list_of(shape(word[:-1]))
    if word.endswith("?"):
        return _option_of(shape(word[:-1]))
    return SHAPES[word]


def of_class(name: str, *classes: type) -> Shape:
    """What is of one of some classes, as it is."""

    def take(value: Any) -> Any:
        if type(value) not in classes:
            raise MisfitError
        return value

    return Shape(name, take)


def instance(name: str, *classes: type) -> Shape:
    """What is an instance of one of some classes, as it is."""

    def take(value: Any) -> Any:
        if not isinstance(value, classes):
            raise MisfitError
        return value

    return Shape(name, take)


def mapped(base: Shape, function: Callable[[Any], Any], name: str = "") -> Shape:
    """``base``, with a function applied to what it takes."""
    return Shape(name or base.name, lambda value: function(base.take(value)))


def words_of(name: str, words: dict[str, Any]) -> Shape:
    """One of some polymorphic variants, with what each stands for."""

    def take(value: Any) -> Any:
        if isinstance(value, Variant) and value.family is None and value.argument is None and value.tag in words:
            return words[value.tag]
        tag = value.tag if isinstance(value, Variant) else ""
        raise MisfitError(nearest(tag, list(words)) or f"It is one of {', '.join('`' + word for word in words)}.")

    return Shape(name, take)


def _list_of(inner: Shape) -> Shape:
    def take(value: Any) -> list[Any]:
        if not isinstance(value, (Cons, Nil)):
            raise MisfitError
        taken = []
        for item in items(value):
            try:
                taken.append(inner.take(item))
            except MisfitError as misfit:
                raise MisfitError(misfit.hint, f"a list with {misfit.said or describe(item)} in it") from None
        return taken

    return Shape(f"a list of {_plural(inner)}", take)


def _option_of(inner: Shape) -> Shape:
    def take(value: Any) -> Any:
        if not isinstance(value, Variant) or value.family != "option":
            raise MisfitError(_some_hint(inner, value))
        return None if value.argument is None else inner.take(value.argument)

    return Shape(f"an option of {inner.name.partition(' ')[2]}", take)


def _some_hint(inner: Shape, value: Any) -> str:
    try:
        inner.take(value)
    except MisfitError:
        return ""
    return "Write Some of it."


def _plural(one: Shape) -> str:
    return one.plural or f"{one.name.partition(' ')[2]}s"


def wrong(what: str, value: Any, wanted: Shape, misfit: MisfitError, at: Any) -> ConfigError:
    """The error of ``value`` where something else is wanted, as an argument called ``what`` or by itself."""
    said = misfit.said or describe(value)
    message = f"{what or 'this'} is {said}, where {wanted.name} is wanted"
    return ConfigError(message, at.location(), misfit.hint)


ANY = Shape("anything", lambda value: value)
STRING = of_class("a string", bytes)
TEXT = mapped(STRING, text)
INT = of_class("an int", int)
BOOL = of_class("a bool", bool)
LIST = of_class("a list", Cons, Nil)

SHAPES.update({
    "any": ANY,
    "unit": Shape("unit", of_class("unit", tuple).take),
    "string": STRING,
    "text": TEXT,
    "int": INT,
    "bool": BOOL,
    "float": of_class("a float", float),
    "char": of_class("a char", Char),
    "int64": of_class("an int64", Int64),
    "list": LIST,
    "array": of_class("an array", list),
    "option": Shape("an option", lambda value: _family(value, "option")),
    "result": Shape("a result", lambda value: _family(value, "result")),
    "exn": Shape("an exception", lambda value: _family(value, "exn")),
    "tuple": of_class("a tuple", tuple),
    "record": of_class("a record", Record),
})  # fmt: skip


def _family(value: Any, family: str) -> Variant:
    if not isinstance(value, Variant) or value.family != family:
        raise MisfitError
    return value
