"""Reading a config.ml with OCaml: its toplevel runs it, and makes values of the model."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from mirage_scons.config_ml.source import Source, load
from mirage_scons.config_ocaml.library import compiled, included, shadows
from mirage_scons.config_ocaml.process import Process
from mirage_scons.config_ocaml.program import Program, command, program, quiet, text
from mirage_scons.config_ocaml.session import Session
from mirage_scons.config_py.version import check_version
from mirage_scons.model.configuration import Configuration
from mirage_scons.model.errors import SITE, WARNINGS, ConfigError, Location
from mirage_scons.model.unikernel import READING, Registry, Unikernel
from mirage_scons.releases import Release
from mirage_scons.releases.r4_4 import R4_4

ENVIRONMENT = ("OCAMLPATH", "OCAMLFIND_CONF", "OCAMLLIB", "CAML_LD_LIBRARY_PATH", "OCAMLPARAM", "OCAMLRUNPARAM")
"""Variables that decide which libraries are found, and how they are run."""
_FLAGS = ("-noinit", "-w", "-a", "-short-paths", "-strict-sequence", "-strict-formats")
"""As dune has a config.ml compiled for the original, but without warnings."""


def read(path: Path, release: Release = R4_4, environ: Mapping[str, str] | None = None) -> Configuration:
    """Read the configuration at ``path`` by running it, with the modules beside it and the libraries that it names.

    The process that runs it stays until :meth:`~mirage_scons.config_py.reader.Configuration.end`, for the functions in
    it; what these read until then is an input, too. Whatever stops it is a :class:`ConfigError`: what OCaml says of its
    syntax and types, an exception, what the model refuses, that it does not end, and what is not installed.
    """
    return _Reading(path.absolute(), os.environ if environ is None else environ).run(release)


class _Reading:
    """One configuration that is being read."""

    def __init__(self, path: Path, environ: Mapping[str, str]) -> None:
        self.path = path
        self.environ = environ
        self.inputs: set[Path] = set()
        self.warnings: list[str] = []

    def run(self, release: Release) -> Configuration:
        """Read it."""
        first = self._source(self.path).text.partition(b"\n")[0].decode("utf-8", "replace")
        check_version(first, release, Location(str(self.path), 1))
        ocaml, ocamlc = (command(name, self.environ) for name in ("ocaml", "ocamlc"))
        found = program(self.path, self._source, self.environ)
        with tempfile.TemporaryDirectory(prefix="config") as directory:
            objects = compiled(Path(directory), ocamlc, found.libraries, quiet(self.environ))
            script = Path(directory) / "script.ml"
            version = _version(ocaml) if "In_channel" in found.named else ()
            script.write_bytes(text(found, shadows(found.libraries, version)))
            session = self._session(_command(ocaml, found, [*objects, script]), found)
            unikernel = self._registered(session)
        tools = ("ocaml", *(file for library in found.libraries for file in library.files))
        asked = session.machine.asked
        asked |= {name: self.environ.get(name) for name in ENVIRONMENT}
        return Configuration(unikernel, self.inputs, self.warnings, asked, tools, lambda: self._end(session))

    def _registered(self, session: Session) -> Unikernel:
        registry = Registry()
        tokens = READING.set(registry), WARNINGS.set(self.warnings), SITE.set(None)
        try:
            session.converse()
            if registry.unikernel is None:
                hint = 'End with let () = register "NAME" [ JOB ].'
                raise ConfigError("registers no unikernel", Location(str(self.path), 1), hint)
        except BaseException:
            session.process.kill()
            raise
        finally:
            READING.reset(tokens[0])
            WARNINGS.reset(tokens[1])
            SITE.reset(tokens[2])
        return registry.unikernel

    def _end(self, session: Session) -> None:
        session.process.finish()
        said = bytes(session.process.printed + b"\n" + session.process.errors).decode("utf-8", "replace")
        for line in filter(None, map(str.rstrip, said.splitlines())):
            self.warnings.append(f"{self.path}: warning: says: {line}")

    def _source(self, path: Path) -> Source:
        self.inputs.add(path)
        return load(path)

    def _session(self, words: list[str], found: Program) -> Session:
        try:
            running = Process(words, list(found.sources), self.path.parent, self._process_environment())
        except OSError as error:
            raise ConfigError(f"{words[0]} cannot be run: {error.strerror}") from None
        return Session(self.path, found.sources, running, self.environ, self.inputs)

    def _process_environment(self) -> dict[str, str]:
        """With debugging information, so that OCaml knows the places of calls."""
        given = self.environ.get("OCAMLPARAM") or "_"
        backtraces = ",".join(filter(None, [self.environ.get("OCAMLRUNPARAM"), "b"]))
        return {**quiet(self.environ), "OCAMLPARAM": f"g=1,{given}", "OCAMLRUNPARAM": backtraces}


def _command(ocaml: str, found: Program, files: Sequence[Path]) -> list[str]:
    archives = [file for library in found.libraries for file in library.files]
    words = (*included(found.libraries), "-I", str(files[-1].parent), *archives, *map(str, files))
    return [ocaml, *_FLAGS, *words]


def _version(ocaml: str) -> tuple[int, ...]:
    """The version of OCaml, as far as it can be had."""
    done = subprocess.run([ocaml, "-vnum"], capture_output=True, text=True, check=False)
    numbers = done.stdout.strip().partition("+")[0].partition("~")[0].split(".")
    return tuple(int(number) for number in numbers if number.isdigit())
