"""The module Fpath: paths as values, which are not looked for."""

from __future__ import annotations

import posixpath
from typing import Any

from mirage_scons.config_ml.evaluate.shapes import SHAPES, Shape
from mirage_scons.config_ml.faults import MisfitError
from mirage_scons.config_ml.library import invalid, module
from mirage_scons.config_ml.stdlib.formats import Formatter
from mirage_scons.config_ml.values import UNIT, Variant, error, listed, ok, string, text


class FilePath:
    """A path, as its text."""

    __slots__ = ("text",)

    described = "a path"

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FilePath) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return self.text


def _take(value: Any) -> str:
    if not isinstance(value, FilePath):
        raise MisfitError('Fpath.v "…" makes one.')
    return value.text


SHAPES["path"] = Shape("a path", _take)


def _v(written: bytes) -> FilePath:
    if not written or b"\0" in written:
        raise invalid(f'"{text(written)}" is no path')
    return FilePath(text(written))


def _of_string(written: bytes) -> Variant:
    return ok(_v(written)) if written and b"\0" not in written else error(Variant("Msg", b"no path"))


def _join(directory: str, name: str) -> FilePath:
    return FilePath(name if name.startswith("/") else posixpath.join(directory, name))


def _pp(to: Formatter, path: str) -> tuple[()]:
    to.write(string(path))
    return UNIT


def _extension(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path.rstrip("/")))[1]


def _without(path: str) -> str:
    extension = _extension(path)
    return path[: -len(extension)] if extension else path


def _dotted(extension: str) -> str:
    return extension if extension.startswith(".") or not extension else f".{extension}"


def _parent(path: str) -> FilePath:
    return FilePath((posixpath.dirname(path.rstrip("/")) or ".").rstrip("/") + "/")


FPATH = module(
    "Fpath",
    {
        "v": ("string", _v),
        "of_string": ("string", _of_string),
        "to_string": ("path", string),
        "/": ("path text", _join),
        "//": ("path path", _join),
        "add_seg": ("path text", _join),
        "append": ("path path", _join),
        "add_ext": ("text path", lambda extension, path: FilePath(path + _dotted(extension))),
        "+": ("path text", lambda path, extension: FilePath(path + _dotted(extension))),
        "set_ext": ("text path", lambda extension, path: FilePath(_without(path) + _dotted(extension))),
        "-+": ("path text", lambda path, extension: FilePath(_without(path) + _dotted(extension))),
        "rem_ext": ("path", lambda path: FilePath(_without(path))),
        "get_ext": ("path", lambda path: string(_extension(path))),
        "has_ext": ("text path", lambda extension, path: path.endswith(_dotted(extension))),
        "basename": ("path", lambda path: string(posixpath.basename(path.rstrip("/")))),
        "filename": ("path", lambda path: string(posixpath.basename(path))),
        "base": ("path", lambda path: FilePath(posixpath.basename(path.rstrip("/")) or path)),
        "parent": ("path", _parent),
        "normalize": ("path", lambda path: FilePath(posixpath.normpath(path))),
        "segs": ("path", lambda path: listed(map(string, path.split("/")))),
        "is_rel": ("path", lambda path: not path.startswith("/")),
        "is_abs": ("path", lambda path: path.startswith("/")),
        "equal": ("path path", lambda a, b: a == b),
        "pp": ("formatter path", _pp),
    },
    values={"dir_sep": b"/"},
)
"""The module ``Fpath``."""
