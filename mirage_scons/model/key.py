"""Keys: named values that the command line gives when a unikernel is configured, when it runs, or both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from mirage_scons.model import check, ocaml
from mirage_scons.model.convert import BOOL, Conversion, Converter, converter, list_of
from mirage_scons.model.errors import ConfigError, Location, caller, idiom

Stage = Literal["configure", "run", "both"]
"""When a key has its value: from configuring alone, when the program starts alone, or both."""
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
    """A key.

    ``names`` are its options without dashes; ``docs`` is the section of the help that shows it; ``sets`` are the keys
    that it gives a value where it is given itself and they are not: then it is an alias.
    """

    name: str
    arg: Arg
    names: tuple[str, ...]
    doc: str | None
    docs: str
    docv: str | None
    env: str | None
    sets: tuple[tuple[Key, Any], ...] = ()
    where: Location | None = field(default=None, compare=False)

    @property
    def is_runtime(self) -> bool:
        """Whether the program reads it from its own command line."""
        return self.arg.stage != "configure"

    @property
    def is_configure(self) -> bool:
        """Whether the build's command line may give it."""
        return self.arg.stage != "run"

    def __hash__(self) -> int:
        return hash(self.name)  # the default may be of a type that has no hash

    @property
    def converter(self) -> Converter:
        """The type of its values."""
        return list_of(self.arg.converter) if self.arg.kind == "opt_all" else self.arg.converter

    def take(self, constant: Any) -> Any:
        """``constant``, which a configuration says, as one of its values; :class:`ConfigError` if it never has it."""
        if constant is None and self.arg.kind == "required":
            return None
        try:
            return self.converter.take(constant)
        except ValueError as error:
            what = f"the key {self.name}, which is of type {self.converter.name}, is never {constant!r}"
            raise ConfigError(what, caller(), str(error)) from None

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
    try:
        return Arg("opt", conv, conv.take(default), _stage(stage))
    except ValueError as error:
        raise ConfigError(f"the default {default!r} is not of type {conv.name}", caller(), str(error)) from None


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
    names: Sequence[str] = (),
    group: str = "",
) -> Key:
    """A key called ``name``, given as ``name=VALUE`` when configuring and ``--name=VALUE`` when running.

    ``doc`` explains it, ``docs`` is the section and ``docv`` the word for its value in the help, ``env`` an
    environment variable that gives it too, ``names`` its options if they are not its name alone. In a ``group`` its
    name and options begin with the group's, so that a device may be there several times: ``m-name``.
    """
    where = caller()
    check.text(name, "the name of a key")
    for word, what in ((doc, "doc"), (docs, "docs"), (docv, "docv"), (env, "env"), (group, "group")):
        check.text(word or "", f"{what} of key {name}")
    options = check.items(f"names of key {name}", names, str, "a text", 'Write names=["n", "name"].') or (name,)
    if group:
        name, options = f"{group}-{name}" if name else "", tuple(f"{group}-{option}" for option in options)
    _check_name(name, where)
    if not isinstance(arg, Arg):
        hint = f'Write key("{name}", opt(str, …)), or with required, flag or opt_all.'
        raise ConfigError(f"key {name} is given {arg!r}, not an argument", where, hint)
    for option in options:
        _check_option(name, arg, option, where)
    return Key(name, arg, options, doc, docs, docv, env, where=where)


def _check_name(name: str, where: Location | None) -> None:
    identifier = ocaml.identifier(name)
    if not name:
        raise ConfigError("a key's name cannot be empty", where, 'Write key("hello", …).')
    if not re.match("[a-z_]", identifier) or identifier in (*ocaml.KEYWORDS, "_", "runtime_keys"):
        raise ConfigError(
            f'the key\'s name "{name}" cannot be a value of OCaml',
            where,
            "Begin with a small letter; avoid OCaml's keywords, _ and runtime_keys.",
        )


def _check_option(name: str, arg: Arg, option: str, where: Location | None) -> None:
    if option == "help" and arg.stage != "configure":
        raise ConfigError(f"key {name} cannot have the option help", where, "Every program has that one.")
    if not re.fullmatch(r"[^-\s=][^\s=]*", option):
        raise ConfigError(f'"{option}" cannot be an option', where, "Leave out dashes before it, spaces and =.")


def alias(
    name: str,
    sets: Mapping[Key, Any],
    *,
    doc: str | None = None,
    docs: str = "APPLICATION OPTIONS",
    names: Sequence[str] = (),
) -> Key:
    """A flag of configuring that gives other keys values: ``name=true`` sets each key of ``sets`` that is not given."""
    where = caller()
    flagged = key(name, flag(stage="configure"), doc=doc, docs=docs, names=names)
    if not isinstance(sets, Mapping) or not sets:
        python, ocaml = f'alias("{name}", {{KEY: VALUE, …}})', "Key.Alias.(add KEY (fun _ -> Some VALUE) (flag info))"
        raise ConfigError(f"alias {name} sets nothing", where, f"Write {idiom(where, python, ocaml)}.")
    for other in sets:
        if not isinstance(other, Key) or not other.is_configure:
            what = f"{other.name}, a key of the run" if isinstance(other, Key) else f"{other!r}, which is not a key"
            raise ConfigError(f"alias {name} sets {what}", where, "It may set keys that configuring can give.")
    return replace(flagged, sets=tuple((other, other.take(constant)) for other, constant in sets.items()))


def literal(key: Key, value: Any) -> str:
    """The value of ``key`` as OCaml, as a configure key's accessor returns it."""
    return key.converter.literal(value)


def _stage(stage: Stage) -> Stage:
    if stage not in ("configure", "run", "both"):
        raise ConfigError(f'"{stage}" is not a stage', caller(), 'Stages are "configure", "run" and "both".')
    return stage
