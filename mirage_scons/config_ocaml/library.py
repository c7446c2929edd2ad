"""Our library of OCaml, against the libraries that a configuration names: compiled, as OCaml's toplevel is slow."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from mirage_scons.config_ocaml.libraries import LIBRARIES, Library
from mirage_scons.model.errors import ConfigError

_HERE = Path(__file__).parent / "library"
_STAND_INS = ("Bos", "Cmdliner", "Fpath", "Ipaddr", "Logs")
"""Libraries whose types ours names: where a configuration names none of them, small modules stand in."""
_FILES = (
    "mirage_scons_wire.ml",
    "mirage_runtime.ml",
    "mirage_scons_core.ml",
    "functoria.mli",
    "functoria.ml",
    "mirage.mli",
    "mirage.ml",
    "mirage_key.ml",
    "mirage_scons_shadows.ml",
)
"""In the order in which they are compiled."""
_READING = {"In_channel": "", "Unix": "unix", "Bos": "bos"}
"""Modules with functions that read files or variables, with the libraries that they are in, if not in OCaml's own."""
_IN_CHANNEL = (4, 14)
"""The first version of OCaml that has it."""

MODULES = ("Mirage", "Functoria", "Mirage_runtime", "Mirage_key")
"""What it has for configurations."""


def included(libraries: Iterable[Library]) -> list[str]:
    """The arguments by which OCaml's tools find ``libraries``."""
    directories = dict.fromkeys(library.directory for library in libraries)
    return [word for directory in directories for word in ("-I", directory)]


def compiled(directory: Path, ocamlc: str, libraries: Collection[Library], environ: Mapping[str, str]) -> list[Path]:
    """Compile it in ``directory``: the objects to load, one after the other.

    :class:`ConfigError` if that fails, as with an OCaml that is too old, or libraries of another one.
    """
    names = {library.name for library in libraries}
    absent = [f"absent/{module.lower()}.ml" for module in _STAND_INS if LIBRARIES[module] not in names]
    files = [Path(shutil.copy(_HERE / name, directory)).name for name in (*absent, *_FILES)]
    done = subprocess.run(
        [ocamlc, "-w", "-a", *included(libraries), "-c", *files],
        cwd=directory,
        env=dict(environ),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip() or f"exit status {done.returncode}").replace("\n", "\n  ")
        raise ConfigError(f"{ocamlc} cannot compile the library for configurations\n  {said}", None, "Is OCaml whole?")
    return [directory / f"{name[:-3]}.cmo" for name in files if name.endswith(".ml")]


def shadows(libraries: Collection[Library], version: tuple[int, ...]) -> bytes:
    """The text by which functions that read something say so, for the modules that a configuration has.

    ``version`` is OCaml's if the configuration names a module that not every version has, else nothing.
    """
    names = {library.name for library in libraries}
    parts = [(_HERE / "reads.ml").read_bytes()]
    for module, library in _READING.items():
        if library in names or (module == "In_channel" and version >= _IN_CHANNEL):
            body = (_HERE / "reads" / f"{module.lower()}.ml").read_bytes()
            parts.append(b"module %b = struct\nopen Mirage_scons_shadows\n%bend\n" % (module.encode(), body))
    return b"".join(parts)
