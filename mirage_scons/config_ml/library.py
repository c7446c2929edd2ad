"""How the modules of libraries are written down: tables of names, with what each function takes and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mirage_scons.config_ml.evaluate.environment import Declared, Module, ModuleFunctor, RecordType
from mirage_scons.config_ml.evaluate.functions import Native
from mirage_scons.config_ml.faults import RaisedError
from mirage_scons.config_ml.values import NONE, Variant

Table = Mapping[str, tuple[str, Callable[..., Any]]]
"""Functions by name: what each takes, as :class:`~mirage_scons.config_ml.evaluate.functions.Native` has it, and what
it does.
"""


def module(
    name: str,
    pure: Table | None = None,
    calling: Table | None = None,
    values: Mapping[str, Any] | None = None,
    modules: Mapping[str, Module | ModuleFunctor] | None = None,
    constructors: Mapping[str, Declared] | None = None,
    missing: Callable[[str], str] | None = None,
    records: Mapping[str, str] | None = None,
) -> Module:
    """The module ``name`` of ``pure`` functions, of functions ``calling`` others, of ``values`` and ``modules``.

    ``records`` are its types of records, with the names of their fields.
    """
    held: dict[str, Any] = dict(values or {})
    prefix = f"{name}." if name else ""
    for calls, table in ((False, pure or {}), (True, calling or {})):
        for function, (signature, run) in table.items():
            held[function] = Native(f"{prefix}{function}", signature, run, calls)
    types = [RecordType(type, tuple(fields.split())) for type, fields in (records or {}).items()]
    return Module(name, held, modules, constructors, missing, types)


def declared(family: str, **arities: int) -> dict[str, Declared]:
    """The constructors of a type, in order, with the number of arguments that each has."""
    return {tag: Declared(tag, family, index, arity) for index, (tag, arity) in enumerate(arities.items())}


def failure(message: str) -> RaisedError:
    """The exception ``Failure``."""
    return RaisedError(Variant("Failure", message.encode(), "exn"))


def invalid(message: str) -> RaisedError:
    """The exception ``Invalid_argument``."""
    return RaisedError(Variant("Invalid_argument", message.encode(), "exn"))


def not_found() -> RaisedError:
    """The exception ``Not_found``."""
    return RaisedError(Variant("Not_found", None, "exn"))


def what_is_found(option: Variant) -> Any:
    """The value of an option; ``Not_found`` is raised for none."""
    if option is NONE:
        raise not_found()
    return option.argument
