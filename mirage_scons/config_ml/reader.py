"""Reading a config.ml, without OCaml: it is evaluated, and makes values of the model."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mirage_scons.config_ml.evaluate.environment import Env, Module, Outside
from mirage_scons.config_ml.evaluate.expressions import EVALUATORS
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.structure import structure
from mirage_scons.config_ml.mirage.devices import MIRAGE
from mirage_scons.config_ml.modules import MODULES, STDLIB
from mirage_scons.config_ml.parser import parse
from mirage_scons.config_ml.source import Source, Span, load
from mirage_scons.config_py.version import check_version
from mirage_scons.model.configuration import Configuration
from mirage_scons.model.errors import SITE, WARNINGS, ConfigError, Location
from mirage_scons.model.unikernel import READING, Registry
from mirage_scons.releases import Release
from mirage_scons.releases.r4_4 import R4_4


def read(path: Path, release: Release = R4_4, environ: Mapping[str, str] | None = None) -> Configuration:
    """Read the configuration at ``path``, which may say that it is for certain releases.

    It reads modules beside it that it names, and of ``environ``, else the process's own, the variables that it asks
    for; nothing else. Whatever stops it is a :class:`ConfigError` with the place in the file: a syntax error, a value
    of a wrong type, an exception, what is not supported, or that it does not end.
    """
    path = path.absolute()
    reading = _Reading(path, os.environ if environ is None else environ)
    registry, warnings = Registry(), list[str]()
    tokens = READING.set(registry), WARNINGS.set(warnings), SITE.set(None)
    try:
        reading.run(release)
    except RecursionError:  # deep values, as an error of the place where they are made
        raise ConfigError("the configuration recurses too deeply", reading.machine.at.location()) from None
    finally:
        READING.reset(tokens[0])
        WARNINGS.reset(tokens[1])
        SITE.reset(tokens[2])
    if registry.unikernel is None:
        raise ConfigError(
            "registers no unikernel", Location(str(path), 1), 'End with let () = register "NAME" [ JOB ].'
        )
    inputs = tuple(sorted(reading.inputs))
    return Configuration(registry.unikernel, inputs, tuple(warnings), dict(reading.machine.asked))


class _Reading:
    """One configuration that is being read, with the modules beside it."""

    def __init__(self, path: Path, environ: Mapping[str, str]) -> None:
        self.path = path
        self.inputs: set[Path] = set()
        self.loaded: dict[str, Module | None] = {}
        self.machine = Machine(EVALUATORS, Span(Source(path, b""), 0, 0), environ)

    def run(self, release: Release) -> None:
        """Evaluate the configuration."""
        source = self._source(self.path)
        first = source.text.partition(b"\n")[0].decode("utf-8", "replace")
        check_version(first, release, Location(str(self.path), 1))
        self._evaluate(source, "Config")

    def _source(self, path: Path) -> Source:
        self.inputs.add(path)
        return load(path)

    def _evaluate(self, source: Source, name: str) -> Module:
        opened = Module("", STDLIB.values, MODULES, STDLIB.constructors, records=STDLIB.records)
        env = Env(opened, None, Outside(self._load, MIRAGE.missing))
        module: Module = self.machine.run(structure(self.machine, parse(source), env, name))
        return module

    def _load(self, name: str) -> Module | None:
        """The module ``name`` that lies beside the configuration."""
        if name not in self.loaded:
            self.loaded[name] = None  # one that names itself has nothing to name yet
            path = next((path for path in self._beside(name) if path != self.path and os.path.isfile(path)), None)
            if path is not None:
                self.loaded[name] = self._evaluate(self._source(path), name)
        return self.loaded[name]

    def _beside(self, name: str) -> list[Path]:
        return [self.path.parent / f"{stem}.ml" for stem in (f"{name[:1].lower()}{name[1:]}", name)]
