"""What a term says, as one digest: two terms with one digest are planned alike."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from pathlib import PurePath
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

_PACKAGE = __name__.partition(".")[0]
_PLAIN = (type(None), bool, int, float, complex, str, bytes, PurePath)
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def fingerprint(term: object) -> str:
    """The digest of all that ``term`` is made of: devices, keys, packages, and functions by their code.

    Of a user's function it holds what it reads from around it, too: the variables of its closure, and its module's as
    far as they are plain, functions, or terms. Which objects are one and the same is part of it, as it is of a graph.
    """
    return hashlib.sha256("\n".join(_Walk().words(term)).encode("utf-8", "surrogateescape")).hexdigest()


class _Walk:
    """One walk over a term: what was met before is named by its number."""

    def __init__(self) -> None:
        self.met: dict[int, int] = {}
        self.kept: list[object] = []  # an object that is gone could leave its identity to another

    def words(self, value: Any) -> Iterator[str]:
        """Everything that ``value`` says, in an order that depends on nothing else."""
        if isinstance(value, _PLAIN):
            yield f"{type(value).__name__} {value!r}"
        elif id(value) in self.met:
            yield f"number {self.met[id(value)]}"
        else:
            self.met[id(value)] = len(self.met)
            self.kept.append(value)
            yield from self._made_of(value)

    def _made_of(self, value: Any) -> Iterator[str]:
        if isinstance(value, FunctionType):
            yield from self._function(value)
        elif isinstance(value, (BuiltinFunctionType, type, ModuleType)):
            yield f"{getattr(value, '__module__', '')} {getattr(value, '__qualname__', value.__name__)}"
        elif isinstance(value, MethodType):
            yield from self._each("method", (value.__self__, value.__func__))
        elif isinstance(value, partial):
            yield from self._each("partial", (value.func, value.args, value.keywords))
        elif isinstance(value, (tuple, list)):
            yield from self._each(type(value).__name__, value)
        elif isinstance(value, (set, frozenset)):
            yield from self._each("set", sorted(value, key=lambda one: str(getattr(one, "name", one))))
        elif isinstance(value, Mapping):
            yield from self._each("mapping", (part for item in value.items() for part in item))
        elif is_dataclass(value):
            yield from self._each(type(value).__qualname__, (getattr(value, field.name) for field in fields(value)))
        else:
            yield _ADDRESS.sub("", f"{type(value).__qualname__} {value!r}")

    def _each(self, kind: str, values: Iterable[object]) -> Iterator[str]:
        yield f"{kind} ("
        for value in values:
            yield from self.words(value)
        yield ")"

    def _function(self, function: FunctionType) -> Iterator[str]:
        closed = [cell.cell_contents for cell in function.__closure__ or ()]
        yield from self._each(
            f"{function.__module__} {function.__qualname__}",
            (function.__defaults__, function.__kwdefaults__, closed),
        )
        if not str(function.__module__).startswith(f"{_PACKAGE}."):  # the package is known by its version
            yield from self._code(function.__code__)
            yield from self._read(function)

    def _code(self, code: CodeType) -> Iterator[str]:
        yield f"code {code.co_code.hex()} {code.co_names} {code.co_varnames}"
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                yield from self._code(constant)
            else:
                yield repr(sorted(constant, key=repr) if isinstance(constant, frozenset) else constant)

    def _read(self, function: FunctionType) -> Iterator[str]:
        """The variables of its module that a function may read; what they are attributes of is not known."""
        for name in sorted(set(_names(function.__code__))):
            if name in function.__globals__:
                value = function.__globals__[name]
                told = isinstance(value, (*_PLAIN, FunctionType, tuple, list, dict)) or _is_term(value)
                yield name
                yield from self.words(value if told else type(value))


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _is_term(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, type) and type(value).__module__.startswith(f"{_PACKAGE}.")
