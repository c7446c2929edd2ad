"""The modules of functoria: types, implementations, packages, and what devices bring."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml.evaluate.environment import Module
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, Shape
from mirage_scons.config_ml.faults import MisfitError
from mirage_scons.config_ml.library import Table, module
from mirage_scons.config_ml.mirage.actions import ACTION
from mirage_scons.config_ml.mirage.hooks import Stanza, device
from mirage_scons.config_ml.mirage.implementations import Dependency, applied, functor, if_impl, match_branches, typ
from mirage_scons.config_ml.mirage.key_values import AnyKey, TypedKey
from mirage_scons.config_ml.mirage.keys import Known
from mirage_scons.config_ml.stdlib.format_strings import Piece
from mirage_scons.config_ml.stdlib.formats import Formatter, printing, written
from mirage_scons.config_ml.trampoline import Step
from mirage_scons.config_ml.values import items, listed, option, string, text
from mirage_scons.model import module as model
from mirage_scons.model.device import Info
from mirage_scons.model.install import Install, install
from mirage_scons.model.package import package
from mirage_scons.model.value import lookup

_COMMON = "?packages:package* ?packages_v:packages_value ?keys:any_key*"


_HOOKED = (
    f"{_COMMON} ?install:function ?install_v:function ?extra_deps:dependency* ?connect:function ?dune:function "
    "?configure:function ?files:function text signature"
)


PURE: Table = {
    "@->": ("signature signature", functor),
    "$": ("impl impl", applied),
    "dep": ("impl", Dependency),
    "abstract": ("impl", Dependency),
    "key": ("key", lambda typed: AnyKey(typed.key)),
    "if_impl": ("bool_value impl impl", if_impl),
    "match_impl": (
        "value ~default:impl list",
        lambda of, cases, default: match_branches(of, list(items(cases)), default=default),
    ),
    "package": (
        "?scope:scope ?build:bool ?sublibs:text* ?libs:text* ?min:text ?max:text ?pin:text ?pin_version:text text",
        package,
    ),
    "of_device": ("impl", lambda impl: impl),
}


CALLING: Table = {
    "typ": ("any", typ),
    "main": (f"{_COMMON} ?extra_deps:dependency* text signature", device(model.main)),
    "foreign": (f"{_COMMON} ?deps:dependency* text signature", device(model.foreign)),
    "impl": (_HOOKED, device(model.impl)),
}
"""The language itself, which ``Mirage`` and ``Functoria`` share."""


def _key_value(info: Info, typed: TypedKey) -> Any:
    return typed.codec.of_model(lookup(typed.key, info.context))


INFO = module(
    "Info",
    {
        "name": ("info", lambda info: string(info.name)),
        "get": ("info key", _key_value),
        "context": ("info", lambda info: Known(info.context)),
        "packages": ("info", lambda info: listed(info.packages)),
        "libraries": ("info", lambda info: listed(map(string, info.libraries))),
        "output": ("info", lambda _info: option(None)),
    },
)


PACKAGE = module(
    "Package",
    {
        "v": PURE["package"],
        "name": ("package", lambda package: string(package.name)),
        "libraries": ("package", lambda package: listed(map(string, sorted(package.libs)))),
        "min_versions": ("package", lambda package: listed(map(string, sorted(package.min)))),
        "max_versions": ("package", lambda package: listed(map(string, sorted(package.max)))),
        "build_dependency": ("package", lambda package: package.build),
    },
)


SHAPES["installed"] = Shape("a pair of paths", lambda value: _two_paths(value))


def _two_paths(value: Any) -> tuple[str, str]:
    if not isinstance(value, tuple) or len(value) != 2:
        raise MisfitError
    return SHAPES["path"].take(value[0]), SHAPES["path"].take(value[1])


INSTALL = module(
    "Install",
    {"v": ("?bin:installed* ?etc:path* unit", install), "union": ("install install", lambda a, b: a + b)},
    values={"empty": Install()},
)


def _stanza_format(machine: Machine, form: tuple[Piece, ...]) -> Step:
    return printing(machine, "Dune.stanzaf", form, Formatter(), lambda to: Stanza(text(written(to))))


DUNE = module("Dune", {"stanza": ("text", Stanza)}, {"stanzaf": ("format", _stanza_format)})


TYPE = module("Type", {"@->": PURE["@->"]}, {"v": CALLING["typ"]})


IMPL = module(
    "Impl",
    {"$": PURE["$"], "abstract": PURE["dep"], "of_device": PURE["of_device"]},
    {"v": CALLING["impl"], "main": CALLING["main"]},
)


DEVICE = module("Device", calling={"v": CALLING["impl"]})


MODULES: dict[str, Module] = {
    "Type": TYPE, "Impl": IMPL, "Info": INFO, "Dune": DUNE, "Action": ACTION,
}  # fmt: skip
"""The modules of functoria that ``Mirage`` has, too."""
