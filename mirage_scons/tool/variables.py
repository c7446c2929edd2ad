"""The words of the command line: targets, keys and what the program is given."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from mirage_scons.model import check
from mirage_scons.model.errors import ConfigError, Location, nearest
from mirage_scons.targets import TARGETS

OWN = {
    "target": "What to build for, several with commas: unix, hvt, spt, virtio, …; see the table of targets.",
    "arch": "x86_64 or aarch64: the architecture of guests, if it is not this machine's.",
    "SOLO5_TOOLCHAIN": "The directory in which Solo5's tools and OCaml's compiler for guests are installed.",
    "OPAMSWITCH": "The switch of opam that has them.",
    "mem": "With run: the guest's memory in megabytes.",
    "tender": "With run: more options for the program that starts the guest, as in tender='-H qemu'.",
    "PREFIX": "With install: the directory whose bin and etc get the images and what belongs to them.",
    "args": "The program's own command line for run, as in args='--logs=debug'.",
    "cache": "Where images are shared: a directory, local for the user's own, or a URL such as s3://BUCKET/PLACE.",
    "verbose": "1 shows whole commands; with describe, packages and libraries, too.",
    "output": "The name of what is built, if it is not the unikernel's own.",
    "extra-repos": "Repositories of opam that are needed beside its own, as NAME:URL,…; empty for none.",
    "query": "Says one thing of a unikernel: name, packages, libraries, files, install, opam, or a generated file.",
    "repositories": "Where packages are looked for: starter, opam, directories and urls, with commas.",
    "lock": "frozen refuses to change a lock.",
    "lock_with": "opam-monorepo has that program make a lock where one is to be made; else it is made here.",
    "update": "With lock: the packages whose versions need not stay, with commas, or all.",
    "switch": "With switch: local for a switch beside the SConstruct, or the name of one; else the current one.",
    "install": "With depext: 1 installs what is missing.",
    "config_with": "ocaml has OCaml itself run a config.ml; python, the default, reads it without.",
    "override": "Directories used instead of a package's sources, as NAME:DIRECTORY,…",
    "fetch": "offline asks no server: what is not in the cache is an error.",
    "eval": "0 leaves choices open in what describe and graph say.",
}
"""The variables of the tool itself."""

Words = Sequence[tuple[str, str]]


def is_true(word: str) -> bool:
    """What the value of a variable means that is on or off."""
    return word.lower() not in ("0", "false", "no", "off", "")


def given_to(unikernel: str, words: Words) -> dict[str, list[str]]:
    """The words for the keys of ``unikernel``: ``unikernel.key=word`` is for it alone and wins over ``key=word``.

    Both win over those that :func:`of_sconstruct` gives.
    """
    first: dict[str, list[str]] = {}
    plain: dict[str, list[str]] = {}
    own: dict[str, list[str]] = {}
    for name, word in words:
        if name in OWN or name == f"{unikernel}.output" or _is_device(name.removeprefix(f"{unikernel}.")):
            continue
        if name.startswith(_FIRST):
            first.setdefault(name[len(_FIRST) :], []).append(word)
        elif name.startswith(f"{unikernel}."):
            own.setdefault(name[len(unikernel) + 1 :], []).append(word)
        else:
            plain.setdefault(name, []).append(word)
    return {**first, **plain, **own}


_FIRST = "="
"""What the names begin with of words that come before the command line's: there no name can."""


def of_sconstruct(keys: Mapping[str, Any]) -> Words:
    """The words for ``keys``, which hold where the command line says nothing."""
    texts = {name: str(word).lower() if isinstance(word, bool) else str(word) for name, word in keys.items()}
    return [(f"{_FIRST}{name}", word) for name, word in texts.items()]


def _is_device(name: str) -> bool:
    return name.startswith(("net:", "block:"))


def attached_to(unikernel: str, words: Words) -> dict[str, str]:
    """What is attached to ``unikernel`` when it runs: the words ``net:NAME=…`` and ``block:NAME=…``, its own or not."""
    plain = {name: word for name, word in words if _is_device(name)}
    own = {name.removeprefix(f"{unikernel}."): word for name, word in words if name.startswith(f"{unikernel}.")}
    return {**plain, **{name: word for name, word in own.items() if _is_device(name)}}


class Known(NamedTuple):
    """What may stand before ``=``: the options of each unikernel by its name, and the devices attached to it."""

    options: Mapping[str, Iterable[str]]
    devices: Mapping[str, Iterable[str]]

    def check(self, words: Words, host: Iterable[str]) -> None:
        """:class:`ConfigError` for a name that no unikernel has and that is not the ``host`` build's own."""
        plain = {option for options in self.options.values() for option in options}
        dotted = {f"{name}.{option}" for name, options in self.options.items() for option in options}
        outputs = {f"{name}.output" for name in self.options}
        devices = {device for found in self.devices.values() for device in found}
        own_devices = {f"{name}.{device}" for name, found in self.devices.items() for device in found}
        allowed = {*OWN, *plain, *dotted, *outputs, *devices, *own_devices, *host}
        for name, word in words:
            if name not in allowed:
                choices = sorted({*OWN, *(dotted | own_devices if "." in name else plain | devices)})
                hint = nearest(name, choices) or "scons -h lists all keys."
                raise ConfigError(f"unknown key {name} in {name}={word}", None, hint)


def output_of(unikernel: str, words: Words) -> str | None:
    """The name of what is built for ``unikernel``, if one is given; :class:`ConfigError` if it cannot be one."""
    given = dict(words)
    output = given.get(f"{unikernel}.output", given.get("output"))
    if output is not None and not check.is_name(output):
        raise ConfigError(f"output={output} cannot be the name of what is built", None, check.NAMES)
    return output


def chosen_targets(words: Words, preferred: str | Sequence[str] | None, environ: Mapping[str, str]) -> list[str]:
    """The targets to build for, each once: from the command line, else ``preferred``, else the environment's.

    The environment has ``MODE``, and ``MIRAGE_DEFAULT_TARGET``; without them it is this machine's own kind of process.
    """
    asked = [word for name, word in words if name == "target"]
    if not asked and preferred is not None:
        asked = [preferred] if isinstance(preferred, str) else list(preferred)
    if not asked:
        asked = [environ.get("MODE") or environ.get("MIRAGE_DEFAULT_TARGET") or host_target()]
    targets = [_target(word) for group in asked for word in group.split(",")]
    return list(dict.fromkeys(targets))


def extra_repositories(
    words: Words, environ: Mapping[str, str], default: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """The name and URL of each repository of opam that is needed beside its own.

    They are those of the command line, else of ``MIRAGE_EXTRA_REPOS`` in the environment, else ``default``.
    """
    given = dict(words).get("extra-repos", environ.get("MIRAGE_EXTRA_REPOS"))
    if given is None:
        return tuple(default)
    pairs = [text.partition(":") for text in given.split(",") if text]
    for name, colon, url in pairs:
        if not (re.fullmatch(r"[A-Za-z0-9_.+-]+", name) and url):
            raise ConfigError(f"extra-repos: {name}{colon}{url} is no repository", None, "Write NAME:URL,NAME:URL.")
    return tuple((name, url) for name, _, url in pairs)


def repositories(words: Words, default: Sequence[str], pinned: Sequence[str]) -> list[str]:
    """The addresses of the repositories that packages are looked for in, the first before the others.

    They are those of the command line, else ``default``, which may be none; ``opam`` stands for ``pinned``, those that
    the release was made with.
    """
    given = dict(words).get("repositories")
    named = [word for word in given.split(",") if word] if given is not None else [str(word) for word in default]
    return [address for word in named for address in (pinned if word == "opam" else [word])]


def is_locked_by_monorepo(words: Words) -> bool:
    """Whether ``lock_with=opam-monorepo`` was given; :class:`ConfigError` for the name of any other program."""
    given = dict(words).get("lock_with", "")
    if given not in ("", "opam-monorepo"):
        hint = "Write lock_with=opam-monorepo, or leave it out."
        raise ConfigError(f"lock_with={given}: no such program makes locks", None, hint)
    return given != ""


def config_reader(words: Words, asked: str | None, config: str, where: Location | None) -> str:
    """What reads the configuration called ``config``: ``ocaml``, or nothing for what is usual.

    The command line wins over what the SConstruct ``asked`` for at ``where``; it is for each config.ml of the build.
    :class:`ConfigError` for any other reader, and for an SConstruct that has OCaml read a config.py.
    """
    given = dict(words).get("config_with")
    word, place = (asked or "", where) if given is None else (given, None)
    if word not in ("", *CONFIG_READERS):
        hint = nearest(word, list(CONFIG_READERS)) or f"One of {' and '.join(CONFIG_READERS)}."
        raise ConfigError(f"config_with={word}: nothing called so reads a configuration", place, hint)
    if word == "ocaml" and not config.endswith(".ml"):
        if place is not None:
            raise ConfigError(f"config_with=ocaml is for a config.ml, and {config} is Python's", place, "Leave it out.")
        return ""
    return word if word == "ocaml" else ""


CONFIG_READERS = ("python", "ocaml")
"""What reads a config.ml: this package alone, or OCaml."""


def overrides(words: Words, default: Mapping[str, str]) -> dict[str, str]:
    """The directory that is used for each of some packages: those of the command line after ``default``."""
    given = [text.partition(":") for name, word in words if name == "override" for text in word.split(",") if text]
    for name, colon, directory in given:
        if not (name and colon and directory):
            raise ConfigError(
                f"override={name}{colon}{directory} is no package with a directory", None, "Write NAME:DIRECTORY."
            )
    return {**default, **{name: directory for name, _, directory in given}}


def host_target() -> str:
    """The target whose programs run on this machine."""
    return "macosx" if platform.system() == "Darwin" else "unix"


def _target(word: str) -> str:
    if word in TARGETS:
        return word
    from mirage_scons.devices.keys import TARGET  # only wanted on the way to an error

    try:
        target: str = TARGET.arg.converter.parse(word)
    except ValueError as error:
        raise ConfigError(f'target={word}: invalid value "{word}", {error}') from None
    return target
