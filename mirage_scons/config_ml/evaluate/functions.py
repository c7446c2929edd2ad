"""Functions as values: those that a configuration defines, those of libraries, and both partly applied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Union

from mirage_scons.config_ml.evaluate.shapes import Shape, shape
from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.syntax import Cases, Expression, Fun, Parameter

if TYPE_CHECKING:
    from mirage_scons.config_ml.evaluate.environment import Env


class Given(NamedTuple):
    """An argument that has a value; see :class:`~mirage_scons.config_ml.syntax.Argument`."""

    label: str
    optional: bool
    value: Any
    at: Span


class Slot(NamedTuple):
    """A parameter of a library's function; ``shape`` is what it takes."""

    label: str
    optional: bool
    shape: Shape


class Closure:
    """A function that a configuration defines."""

    __slots__ = ("body", "env", "name", "parameters")

    described = "a function"

    def __init__(self, fun: Fun, env: Env, name: str = "") -> None:
        self.parameters: Sequence[Parameter] = fun.parameters
        self.body: Union[Expression, Cases] = fun.body
        self.env = env
        self.name = name


class Native:
    """A function of a library.

    ``signature`` lists what it takes, a word each: ``?group:text ~key:any_key string``. ``run`` gets that converted,
    with labels as keywords; what was left out it does not get. Where ``calls``, it gets the machine first, and gives a
    task.
    """

    described = "a function"

    def __init__(self, name: str, signature: str, run: Callable[..., Any], calls: bool = False) -> None:
        self.name = name
        self.signature = signature
        self.run = run
        self.calls = calls

    @cached_property
    def parameters(self) -> tuple[Slot, ...]:
        """What it takes; read when it is applied for the first time."""
        return tuple(map(_slot, self.signature.split()))


class Partial:
    """A function to which some arguments were given: ``given`` has one, or none, for each parameter."""

    __slots__ = ("function", "given")

    def __init__(self, function: Union[Closure, Native], given: tuple[Given | None, ...]) -> None:
        self.function = function
        self.given = given

    @property
    def waits(self) -> list[str]:
        """What it waits for, in words."""
        parameters: Any = zip(self.function.parameters, self.given, strict=True)
        left = [parameter for parameter, given in parameters if given is None and not parameter.optional]
        words = [f"~{parameter.label}" if parameter.label else "one more argument" for parameter in left]
        return list(dict.fromkeys(words))

    @property
    def described(self) -> str:
        """What it is, as messages say it: with what it waits for."""
        return f"a function that waits for {' and '.join(self.waits)}" if self.waits else "a function"


Function = (Closure, Native, Partial)
"""The classes of functions."""


def _slot(word: str) -> Slot:
    label, _, kind = word.rpartition(":")
    return Slot(label.lstrip("?~"), word.startswith("?"), shape(kind))
