"""What is wrong in a configuration, and the place in the user's file that says so."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

_PACKAGE = f"{Path(__file__).parent.parent}{os.sep}"


@dataclass(frozen=True)
class Location:
    """A line of a user's file, and where it is known the ``column`` in it, from 1, and the line itself with a mark."""

    file: str
    line: int
    column: int | None = None
    excerpt: str = field(default="", compare=False)

    def __str__(self) -> str:
        column = "" if self.column is None else f":{self.column}"
        return f"{self.file}:{self.line}{column}"


class Site(Protocol):
    """A place in a configuration that is not Python's."""

    def location(self) -> Location:
        """It as messages name it."""


SITE: ContextVar[Site | None] = ContextVar("SITE", default=None)
"""Where the configuration that is being read is, if it is not in Python: Python's frames do not tell."""


class ConfigError(Exception):
    """A configuration cannot be used.

    ``message`` says what is wrong, ``where`` names the line that says it (``None`` when no line does, as for a
    value from the command line), and ``hint`` says what to write instead.
    """

    def __init__(self, message: str, where: Location | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        excerpt = "".join(f"\n  {line}" for line in (self.where.excerpt.splitlines() if self.where else ()))
        hint = f"\n  {self.hint}" if self.hint else ""
        return f"{place}{self.message}{excerpt}{hint}"


def caller(*passed: str) -> Location | None:
    """The line outside this package from which it was called: the user's own.

    Directories in ``passed`` belong to others who only pass calls on. ``None`` if there is no such line, as for what
    this package makes while it is imported.
    """
    site = SITE.get()
    if site is not None:
        return site.location()
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib"):
            return None
        if not file.startswith((_PACKAGE, "<", *passed)):
            return Location(file, frame.f_lineno)
        frame = frame.f_back
    return None


def idiom(where: Location | None, python: str, ocaml: str) -> str:
    """What to write, in the language of the file of ``where``."""
    return ocaml if where is not None and where.file.endswith(".ml") else python


def called(where: Location | None, function: Callable[..., T], *arguments: Any) -> T:
    """``function`` applied; a call that does not fit a user's function is an error of the line that hands it over."""
    try:
        return function(*arguments)
    except TypeError as error:
        if where is not None and error.__traceback__ is not None and error.__traceback__.tb_next is None:
            raise ConfigError(str(error), where) from None
        raise


WARNINGS: ContextVar[list[str] | None] = ContextVar("WARNINGS", default=None)
"""Collects the warnings of the configuration that is being read."""


def warn(message: str, where: Location | None = None) -> None:
    """Warn of the line ``where``, or of that which asks for this; once for each line."""
    warnings, text = WARNINGS.get(), f"{where or caller()}: warning: {message}"
    if warnings is not None and text not in warnings:
        warnings.append(text)


def nearest(word: str, choices: list[str]) -> str:
    """A sentence that offers the choice most like ``word``; empty if none is like it."""
    import difflib  # only wanted on the way to an error

    match = difflib.get_close_matches(word, choices, n=1, cutoff=0.5)
    return f"Did you mean {match[0]}?" if match else ""
