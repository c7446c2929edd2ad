"""The values of libraries in Python; their functions are in the tables of the modules that this imports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mirage_scons.config_ml.evaluate.environment import Later, Module, present
from mirage_scons.config_ml.evaluate.functions import Native
from mirage_scons.config_ml.libraries.ipaddr import Address
from mirage_scons.config_ml.modules import MODULES, STDLIB
from mirage_scons.convert import actions, devices, keys, operators, options, sequences, strings  # noqa: F401 - their tables
from mirage_scons.convert.constants import constant
from mirage_scons.convert.nodes import s
from mirage_scons.convert.python import Py
from mirage_scons.convert.texts import text
from mirage_scons.convert.translator import Translator

Value = Callable[[Translator, s.Name], Py]


def _named(name: str) -> Value:
    return lambda _t, _node: Py(name)


def _literal(value: Any) -> Value:
    if isinstance(value, Address):
        return lambda _t, _node: text(value.text)
    return lambda _t, node: constant(value, node.at)


def _values() -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    pending: list[Module | Later] = [STDLIB, *MODULES.values()]
    while pending:
        module = present(pending.pop())
        prefix = f"{module.name}." if module.name and module is not STDLIB else ""
        for name, value in module.values.items():
            if isinstance(value, (bool, int, float, bytes, Address)) and not isinstance(value, Native):
                found[f"{prefix}{name}"] = _literal(value)
        pending.extend(one for one in module.modules.values() if isinstance(one, (Module, Later)))
    found.update({name: _named(python) for name, python in devices.VALUES.items()})
    found.update({f"Key.Arg.{name}": _named(python) for name, python in keys.CONVERTERS.items()})
    found.update({"max_int": _named("(2**62 - 1)"), "min_int": _named("-(2**62)")})
    found.update({"string_of_int": _named("str"), "int_of_string": _named("int"), "List.length": _named("len")})
    found.update({"Option.none": _named("None"), "Seq.empty": _named("[]"), "Key.empty_context": _named("{}")})
    return found


VALUES = _values()
"""What each value of a library is in Python, by its name with all of its modules."""
