"""The modules that a configuration may name: each is loaded when it is named."""

from __future__ import annotations

from mirage_scons.config_ml.evaluate.environment import Later, Module
from mirage_scons.config_ml.mirage.devices import FUNCTORIA, MIRAGE
from mirage_scons.config_ml.stdlib import pervasives

_STDLIB = {
    "arrays": ("Array",),
    "containers": ("Buffer", "Bytes", "Queue", "Stack"),
    "hashtables": ("Hashtbl",),
    "lists": ("List",),
    "maps": ("Map",),
    "options": ("Either", "Fun", "Option", "Result"),
    "printf": ("Format", "Printf"),
    "scalars": ("Bool", "Char", "Float", "Int", "Int32", "Int64", "Nativeint"),
    "sequences": ("Seq",),
    "sets": ("Set",),
    "strings": ("Filename", "String"),
    "system": ("Lazy", "Sys"),
}
_LIBRARIES = {
    "astring": ("Astring",),
    "rresult": ("Bos", "Rresult"),
    "cmdliner": ("Cmdliner",),
    "fmt": ("Fmt",),
    "fpath": ("Fpath",),
    "ipaddr": ("Ipaddr", "Macaddr"),
    "logs": ("Logs",),
}


def _later(package: str, files: dict[str, tuple[str, ...]]) -> dict[str, Module | Later]:
    """The modules of OCaml by name that are in files of ``package``; one is the constant ``NAME`` there."""
    return {
        name: Later(f"mirage_scons.config_ml.{package}.{file}", name.upper())
        for file, names in files.items()
        for name in names
    }


STDLIB = Module(
    "Stdlib",
    pervasives.INITIAL.values,
    _later("stdlib", _STDLIB),
    pervasives.INITIAL.constructors,
    records=pervasives.INITIAL.records,
)
"""The module ``Stdlib``, which is open from the start."""

MODULES: dict[str, Module | Later] = {
    "Mirage": MIRAGE,
    "Functoria": FUNCTORIA,
    "Stdlib": STDLIB,
    **STDLIB.modules,
    **_later("libraries", _LIBRARIES),
}
"""The modules that a configuration may name."""
