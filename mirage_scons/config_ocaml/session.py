"""The conversation with OCaml: it calls the functions of the table, and runs the configuration's."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from mirage_scons.config_ml.evaluate.environment import Module
from mirage_scons.config_ml.evaluate.functions import Given, Native
from mirage_scons.config_ml.evaluate.machine import STEPS, Machine
from mirage_scons.config_ml.mirage.devices import FUNCTORIA, MIRAGE
from mirage_scons.config_ml.mirage.key_values import Computed
from mirage_scons.config_ml.source import Source, Span
from mirage_scons.config_ocaml import process
from mirage_scons.config_ocaml.calls import CALLS, leaf_keys, leaf_value
from mirage_scons.config_ocaml.messages import compile_error, span
from mirage_scons.config_ocaml.process import Process
from mirage_scons.config_ocaml.wire import decoded, encoded
from mirage_scons.model.errors import SITE, ConfigError, Location
from mirage_scons.model.value import Context, Value

_ONLY_FUNCTORIA = ("Functoria", "Install", "Package", "Device")
"""Modules that are looked up in ``Functoria``; all others are in ``Mirage``."""


class Session:
    """A configuration that runs, at ``path``.

    ``sources`` are its files by OCaml's names of them. ``machine`` applies functions of the table, and knows what the
    configuration asked of the environment; ``inputs`` are the files that it asked for.
    """

    def __init__(
        self, path: Path, sources: Mapping[str, Source], running: Process, environ: Mapping[str, str], inputs: set[Path]
    ) -> None:
        self.path = path
        self.sources = sources
        self.process = running
        self.inputs = inputs
        self.machine = Machine({}, Span(sources[path.name], 0, 0), environ)
        self.typed = False
        self._held: list[Any] = []
        self._over: ConfigError | None = None

    def converse(self, start: Span | None = None) -> Any:
        """What OCaml gives in the end, while its calls are answered; ``start`` is where what it runs is defined.

        :class:`ConfigError` if it raises an exception, ends, does not answer in time, or asks for what cannot be. In
        the end both sides are as before, unless OCaml's is gone: then all that is asked of it is that error.
        """
        deadline, wrong = time.monotonic() + (process.SECONDS if self.typed else process.STARTING), None
        while True:
            said = self._received(deadline, start)
            if "begins" in said:
                deadline = time.monotonic() + process.SECONDS
            elif "call" in said:
                try:
                    self._answer(said, start)
                except ConfigError as error:
                    wrong = wrong or error
                    self._send({"stop": None})
            elif wrong is not None:
                raise wrong
            elif "raised" in said:
                raise self._raised(said, start)
            elif "is" in said:
                return decoded(said["is"], self)

    def _received(self, deadline: float, start: Span | None) -> dict[str, Any]:
        """What OCaml says next."""
        if self._over is not None:
            raise self._over
        try:
            line = self.process.receive(deadline)
            if line is None:
                self._ended()
        except TimeoutError:
            self._over = self._interrupted(start)
            self.process.kill()
            raise self._over from None
        self.typed = True
        found: dict[str, Any] = json.loads(line)
        return found

    def _answer(self, said: Mapping[str, Any], start: Span | None) -> None:
        """Do what OCaml asks for, at its place there."""
        at = self._span(said["at"]) or start or self.machine.at
        before, token = self.machine.at, SITE.set(at)
        self.machine.at, self.machine.left = at, STEPS
        try:
            arguments = [Given(text, False, decoded(value, self), at) for text, value in said["with"]]
            result = self._call(said["call"], arguments, at)
        finally:
            SITE.reset(token)
            self.machine.at = before
        self._send({"is": encoded(result, self)})

    def _call(self, name: str, arguments: list[Given], at: Span) -> Any:
        own = CALLS.get(name)
        if own is not None:
            positional = [given.value for given in arguments if not given.label and given.value != ()]
            return own(self, *positional, **{given.label: given.value for given in arguments if given.label})
        return self.machine.run(self.machine.apply(self.named(name), arguments, at))

    def _send(self, message: Mapping[str, Any]) -> None:
        if self._over is not None:
            raise self._over
        self.process.send(json.dumps(message, separators=(",", ":")).encode())

    def _span(self, at: list[Any] | None) -> Span | None:
        return None if at is None else span(self.sources, *at)

    def _raised(self, said: Mapping[str, Any], start: Span | None) -> ConfigError:
        at = self._span(said["at"]) or start
        what, text = said["raised"], str(said["said"]).encode("latin-1").decode("utf-8", "replace")
        message, hint = {
            "failure": (text, ""),
            "break": ("the configuration was interrupted", ""),
            "overflow": ("the configuration recurses too deeply", "Look at its recursion."),
        }.get(what, (f"exception {text}", ""))
        return ConfigError(message, self._where(at), hint)

    def _where(self, at: Span | None) -> Location | None:
        return Location(str(self.path), 1) if at is None else at.location()

    def _interrupted(self, start: Span | None) -> ConfigError:
        """OCaml has not said anything for too long: have it say where it is."""
        deadline = self.process.interrupt()
        at = start
        try:
            while (line := self.process.receive(deadline)) is not None:
                said = json.loads(line)
                if "raised" in said:
                    at = self._span(said["at"]) or start
                    break
        except TimeoutError:
            pass  # it catches all exceptions, or waits for something
        what = f"the configuration does not end: it has run for {process.SECONDS:g} seconds"
        return ConfigError(what, self._where(at), "Look at its loops, its recursion, and the commands that it runs.")

    def _ended(self) -> NoReturn:
        """OCaml has ended before it should."""
        status = self.process.finish()
        said = self.process.errors.decode("utf-8", "replace")
        if not self.typed:
            raise compile_error(said, self.sources)
        how = f"was killed by signal {-status}" if status < 0 else f"has ended with exit status {status}"
        where, last = Location(str(self.path), 1), said.strip()[-500:]
        self._over = ConfigError(f"OCaml {how} while the configuration ran", where, last)
        raise self._over

    def hold(self, value: Any) -> int:
        """The number under which ``value`` is held."""
        self._held.append(value)
        return len(self._held) - 1

    def held(self, number: int) -> Any:
        """What is held under ``number``."""
        return self._held[number]

    def named(self, name: str) -> Any:
        """What the table of the language has for ``name``."""
        *path, last = name.split(".")
        module: Module = FUNCTORIA if path and path[0] in _ONLY_FUNCTORIA else MIRAGE
        for inner in path[1:] if path and path[0] == "Functoria" else path:
            module = module.modules[inner]
        return module.values[last]

    def function(self, number: int, arity: int, at: list[Any] | None) -> Native:
        """The function that OCaml has under ``number``."""
        where = self._span(at)

        def run(*arguments: Any) -> Any:
            self._send({"run": number, "with": [encoded(argument, self) for argument in arguments]})
            return self.converse(where)

        return Native("this function", " ".join(["any"] * arity), run)

    def computed(self, of: list[Any], function: Callable[..., Any]) -> Computed:
        """The value that ``function`` computes of the values ``of``."""
        keys = frozenset(key for leaf in of for key in leaf_keys(leaf))

        def compute(context: Context) -> Any:
            return self.machine.call(function, *(leaf_value(leaf, context) for leaf in of))

        return Computed(Value(keys, compute))
