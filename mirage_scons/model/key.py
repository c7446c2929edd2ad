"""Keys: named values that the command line gives when a unikernel is configured, when it runs, or both."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from mirage_scons.model import ocaml
from mirage_scons.model.convert import BOOL, Conversion, Converter, converter, frozen, list_of
from mirage_scons.model.errors import ConfigError, Location, caller

Stage = Literal["configure", "run", "both"]
Kind = Literal["opt", "required", "flag", "opt_all"]


@dataclass(frozen=True)
class Arg:
    """How a key takes its value: what kind of option it is, of which type, when, and its value if none is given."""

    kind: Kind
    converter: Converter
    default: Any
    stage: Stage


@dataclass(frozen=True)
class Key:
    """A key. ``names`` are its options without dashes; ``docs`` is the section of the help that shows it."""

    name: str
    arg: Arg
    names: tuple[str, ...]
    doc: str | None
    docs: str
    docv: str | None
    env: str | None
    where: Location | None = field(default=None, compare=False)

    @property
    def is_runtime(self) -> bool:
        """Whether the program reads it from its own command line."""
        return self.arg.stage != "configure"

    @property
    def is_configure(self) -> bool:
        """Whether the build's command line may give it."""
        return self.arg.stage != "run"

    @property
    def accessor(self) -> str:
        """The name of its function in ``Key_gen``."""
        return ocaml.identifier(self.name)

    @property
    def bindings(self) -> tuple[str, ...]:
        """The names that ``Key_gen`` defines for it: the accessor, and the term of what the program reads."""
        return (self.accessor, f"{self.accessor}_t") if self.is_runtime else (self.accessor,)

    def call(self) -> str:
        """The OCaml expression that reads the key in the program."""
        return f"(Key_gen.{self.accessor} ())"


def opt(conversion: Conversion, default: Any, *, stage: Stage = "both") -> Arg:
    """An option with a default.

    ``conversion`` is a converter or Python's ``str``, ``int`` or ``bool``; ``default`` is of its type, or a
    :class:`ConfigError` says so.
    """
    conv = converter(conversion)
    default = frozen(default)
    if not conv.accepts(default):
        raise ConfigError(f"the default {default!r} is not of type {conv.name}", caller())
    return Arg("opt", conv, default, _stage(stage))


def required(conversion: Conversion, *, stage: Stage = "both") -> Arg:
    """An option that has no default: a configure key must be given to configure, another to run."""
    return Arg("required", converter(conversion), None, _stage(stage))


def flag(*, stage: Stage = "both") -> Arg:
    """An option without a value: true if it is given."""
    return Arg("flag", BOOL, False, _stage(stage))


def opt_all(conversion: Conversion, *, stage: Stage = "both") -> Arg:
    """An option that may be repeated: the list of the values given."""
    return Arg("opt_all", converter(conversion), (), _stage(stage))


def key(
    name: str,
    arg: Arg,
    *,
    doc: str | None = None,
    docs: str = "APPLICATION OPTIONS",
    docv: str | None = None,
    env: str | None = None,
    names: list[str] | None = None,
) -> Key:
    """A key called ``name``, given as ``name=VALUE`` when configuring and ``--name=VALUE`` when running.

    ``doc`` explains it, ``docs`` is the section and ``docv`` the word for its value in the help, ``env`` an
    environment variable that gives it too, ``names`` its options if they are not its name alone.
    """
    where = caller()
    identifier = ocaml.identifier(name)
    if not name:
        raise ConfigError("a key's name cannot be empty", where, 'Write key("hello", …).')
    if not re.match("[a-z_]", identifier) or identifier in (*ocaml.KEYWORDS, "_", "runtime_keys"):
        raise ConfigError(
            f'the key\'s name "{name}" cannot be a value of OCaml',
            where,
            "Begin with a small letter; avoid OCaml's keywords, _ and runtime_keys.",
        )
    if not isinstance(arg, Arg):
        hint = f'Write key("{name}", opt(str, …)), or with required, flag or opt_all.'
        raise ConfigError(f"key {name} is given {arg!r}, not an argument", where, hint)
    for option in names or [name]:
        if option == "help" and arg.stage != "configure":
            raise ConfigError(f"key {name} cannot have the option help", where, "Every program has that one.")
        if not re.fullmatch(r"[^-\s=][^\s=]*", option):
            raise ConfigError(f'"{option}" cannot be an option', where, "Leave out dashes before it, spaces and =.")
    return Key(name, arg, tuple(names or [name]), doc, docs, docv, env, where)


def literal(key: Key, value: Any) -> str:
    """The value of ``key`` as OCaml, as a configure key's accessor returns it."""
    conv = list_of(key.arg.converter) if key.arg.kind == "opt_all" else key.arg.converter
    return conv.literal(value)


def _stage(stage: Stage) -> Stage:
    if stage not in ("configure", "run", "both"):
        raise ConfigError(f'"{stage}" is not a stage', caller(), 'Stages are "configure", "run" and "both".')
    return stage
