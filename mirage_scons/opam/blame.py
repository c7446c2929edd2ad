"""Whose fault it is: the field of a file of opam's format that has not the form it should have."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from mirage_scons.opam.lexer import OpamSyntaxError
from mirage_scons.opam.syntax import File


@contextlib.contextmanager
def blamed(file: File, name: str) -> Iterator[None]:
    """Make a :class:`ValueError` about the field ``name`` an :class:`OpamSyntaxError` that says where the field is."""
    try:
        yield
    except ValueError as error:
        found = file.field(name)
        line, column = (found.line, found.column) if found else (1, 1)
        raise OpamSyntaxError(f"{name}: {error}", file.name, line, column) from None
