"""Checks of what a configuration hands over: Python would take anything, and fail later and elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar, Union

from mirage_scons.model.errors import ConfigError, Location, caller

T = TypeVar("T")

NAMES = "It begins with a letter or digit and holds letters, digits and . _ + - only."
"""How what is built may be called."""


def is_name(word: str) -> bool:
    """Whether what is built may be called ``word``."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._+-]*", word) is not None


def unikernel_name(name: object, where: Location | None) -> str:
    """``name``, if a unikernel may be called so; else a :class:`ConfigError` at ``where``."""
    if not is_name(text(name, "the name of a unikernel")):
        raise ConfigError(f'"{name}" cannot be the name of a unikernel', where, NAMES)
    return str(name)


def text(value: object, what: str) -> str:
    """``value``, if it is a text; else a :class:`ConfigError` that begins with ``what``."""
    if not isinstance(value, str):
        raise ConfigError(f"{what} is {value!r}, not a text", caller(), f'Write it in quotes: "{value}".')
    return value


def items(what: str, values: object, kind: Union[type[T], tuple[type[T], ...]], name: str, hint: str) -> tuple[T, ...]:
    """``values`` as a tuple, if each is of ``kind``, called ``name`` as in ``a key``; else :class:`ConfigError`."""
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise ConfigError(f"{what} is not a list", caller(), hint)
    for value in values:
        if not isinstance(value, kind):
            raise ConfigError(f"{value!r} among {what} is not {name}", caller(), hint)
    return tuple(values)


def function(value: Any, what: str, hint: str) -> Any:
    """``value``, if it can be called; else a :class:`ConfigError` that begins with ``what``."""
    if not callable(value):
        raise ConfigError(f"{what} is {value!r}, not a function", caller(), hint)
    return value
