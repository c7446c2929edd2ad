"""The words of the command line: targets, keys and what the program is given."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from mirage_scons.model import check
from mirage_scons.model.errors import ConfigError, Location, nearest
from mirage_scons.model.word import ENVIRONMENT, MACHINE, SCONSTRUCT, Origin, Word, Words, origin_of, strongest
from mirage_scons.targets import TARGETS

OWN = {
    "target": "What to build for, several with commas: unix, hvt, spt, virtio, …; all for all that can be had here.",
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
    "query": "Says one thing: name, packages, libraries, keys, files, install, opam, graph, or a generated file.",
    "why": "Says who brings in a package, a library, a key or a module.",
    "diff": "Says what differs between two targets, as in diff=hvt,unix; lines of files with verbose=1.",
    "format": "How describe, graph, query and their like answer: text or json; graph also as dot, svg or html.",
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
    "forget": "With save: the names that are no longer saved, with commas, or all.",
}
"""The variables of the tool itself."""

ALL = "all"
"""The word for every target that can be had."""

ONE_RUN = ("query", "why", "diff", "format", "update", "install", "switch", "forget", "eval")
"""Those that say what a run is to do: they cannot be saved."""


def is_true(word: str) -> bool:
    """What the value of a variable means that is on or off."""
    return word.lower() not in ("0", "false", "no", "off", "")


def given_to(unikernel: str, words: Words) -> dict[str, list[str]]:
    """The words for the keys of ``unikernel``; of what gives them the strongest wins, see :mod:`.model.word`.

    Of one strength, ``unikernel.key=word`` is for it alone and wins over ``key=word``.
    """
    return _meant(unikernel, [(name, word) for name, word in words if _is_of_key(unikernel, name, word)])


def _is_of_key(unikernel: str, name: str, word: str) -> bool:
    """Whether a word is for a key. What an SConstruct gives always is, but for the target."""
    if name in ("target", "t") or origin_of(word).rank == SCONSTRUCT:
        return name not in ("target", "t")
    return name not in (*OWN, f"{unikernel}.output") and not _is_device(name.removeprefix(f"{unikernel}."))


def attached_to(unikernel: str, words: Words) -> dict[str, str]:
    """What is attached to ``unikernel`` when it runs: the words ``net:NAME=…`` and ``block:NAME=…``, its own or not."""
    return {name: found[-1] for name, found in _meant(unikernel, words).items() if _is_device(name)}


def _meant(unikernel: str, words: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """What is given to ``unikernel``, by names without it."""
    found: dict[str, list[tuple[tuple[int, bool], str]]] = {}
    for name, word in words:
        own = name.removeprefix(f"{unikernel}.")
        found.setdefault(own, []).append(((origin_of(word).rank, own != name), word))
    return {name: [word for rank, word in given if rank == max(given)[0]] for name, given in found.items()}


def _is_device(name: str) -> bool:
    return name.startswith(("net:", "block:"))


def word_of(name: str, words: Words) -> str | None:
    """The word for the tool's own variable ``name``, the last where it is repeated; ``None`` if nothing gives it."""
    found = strongest((one, word) for one, word in words if one == name)
    return found[-1][1] if found else None


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
        allowed = {*OWN, *plain, *dotted, *outputs, *devices, *own_devices}
        for name, word in words:
            where = origin_of(word).where
            if name not in allowed and (where or name not in host):
                choices = sorted({*OWN, *(dotted | own_devices if "." in name else plain | devices)})
                hint = nearest(name, choices) or "scons -h lists all keys."
                raise ConfigError(f"unknown key {name} in {name}={word}", where, hint)


def output_of(unikernel: str, words: Words) -> str | None:
    """The name of what is built for ``unikernel``, if one is given; :class:`ConfigError` if it cannot be one."""
    given = _meant(unikernel, [pair for pair in words if origin_of(pair[1]).rank != SCONSTRUCT]).get("output")
    output = given[-1] if given else None
    if output is not None and not check.is_name(output):
        raise ConfigError(f"output={output} cannot be the name of what is built", origin_of(output).where, check.NAMES)
    return output


def target_words(words: Words, environ: Mapping[str, str]) -> list[str]:
    """What says which targets to build for: the strongest of ``words``, else the environment's.

    The environment has ``MODE``, and ``MIRAGE_DEFAULT_TARGET``; without them it is this machine's own kind of process.
    """
    asked = [word for _, word in strongest((name, word) for name, word in words if name in ("target", "t"))]
    if asked:
        return asked
    for name in ("MODE", "MIRAGE_DEFAULT_TARGET"):
        if environ.get(name):
            return [Word(environ[name], Origin(ENVIRONMENT, f"{name} in the environment"))]
    return [Word(host_target(), Origin(MACHINE, "this machine"))]


def chosen_targets(asked: Sequence[str]) -> list[str]:
    """The targets that the words of :func:`target_words` name, each once, without what ``all`` stands for."""
    targets = [_target(word, group) for group in asked for word in group.split(",") if word != ALL]
    return list(dict.fromkeys(targets))


def are_all(asked: Sequence[str]) -> bool:
    """Whether the words of :func:`target_words` ask for every target that can be had."""
    return any(ALL in group.split(",") for group in asked)


def all_targets() -> list[str]:
    """What ``target=all`` builds for, as far as it can be had: the kind of process that runs here, and every guest."""
    return [name for name, target in TARGETS.items() if not target.is_process or name == host_target()]


def extra_repositories(
    words: Words, environ: Mapping[str, str], default: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """The name and URL of each repository of opam that is needed beside its own.

    They are those of ``words``, else of ``MIRAGE_EXTRA_REPOS`` in the environment, else ``default``.
    """
    given = word_of("extra-repos", words)
    if given is None:
        given = environ.get("MIRAGE_EXTRA_REPOS")
    if given is None:
        return tuple(default)
    pairs = [text.partition(":") for text in given.split(",") if text]
    for name, colon, url in pairs:
        if not (re.fullmatch(r"[A-Za-z0-9_.+-]+", name) and url):
            what = f"extra-repos: {name}{colon}{url} is no repository"
            raise ConfigError(what, origin_of(given).where, "Write NAME:URL,NAME:URL.")
    return tuple((name, url) for name, _, url in pairs)


def repositories(words: Words, default: Sequence[str], pinned: Sequence[str]) -> list[str]:
    """The addresses of the repositories that packages are looked for in, the first before the others.

    They are those of ``words``, else ``default``, which may be none; ``opam`` stands for ``pinned``, those that the
    release was made with.
    """
    given = word_of("repositories", words)
    named = [word for word in given.split(",") if word] if given is not None else [str(word) for word in default]
    return [address for word in named for address in (pinned if word == "opam" else [word])]


def is_locked_by_monorepo(words: Words) -> bool:
    """Whether ``lock_with=opam-monorepo`` was given; :class:`ConfigError` for the name of any other program."""
    given = word_of("lock_with", words) or ""
    if given not in ("", "opam-monorepo"):
        hint = "Write lock_with=opam-monorepo, or leave it out."
        raise ConfigError(f"lock_with={given}: no such program makes locks", origin_of(given).where, hint)
    return given != ""


def config_reader(words: Words, asked: str | None, config: str, where: Location | None) -> str:
    """What reads the configuration called ``config``: ``ocaml``, or nothing for what is usual.

    The command line wins over what the SConstruct ``asked`` for at ``where``; it is for each config.ml of the build.
    :class:`ConfigError` for any other reader, and for an SConstruct that has OCaml read a config.py.
    """
    given = word_of("config_with", words)
    word, place = (asked or "", where) if given is None else (given, origin_of(given).where)
    if word not in ("", *CONFIG_READERS):
        hint = nearest(word, list(CONFIG_READERS)) or f"One of {' and '.join(CONFIG_READERS)}."
        raise ConfigError(f"config_with={word}: nothing called so reads a configuration", place, hint)
    if word == "ocaml" and not config.endswith(".ml"):
        if given is None:
            raise ConfigError(f"config_with=ocaml is for a config.ml, and {config} is Python's", place, "Leave it out.")
        return ""
    return word if word == "ocaml" else ""


CONFIG_READERS = ("python", "ocaml")
"""What reads a config.ml: this package alone, or OCaml."""


def overrides(words: Words, default: Mapping[str, str]) -> dict[str, str]:
    """The directory that is used for each of some packages: those of ``words`` after ``default``."""
    asked = strongest((name, word) for name, word in words if name == "override")
    given = [(*text.partition(":"), word) for _, word in asked for text in word.split(",") if text]
    for name, colon, directory, word in given:
        if not (name and colon and directory):
            what = f"override={name}{colon}{directory} is no package with a directory"
            raise ConfigError(what, origin_of(word).where, "Write NAME:DIRECTORY.")
    return {**default, **{name: directory for name, _, directory, _ in given}}


def host_target() -> str:
    """The target whose programs run on this machine."""
    return "macosx" if platform.system() == "Darwin" else "unix"


def _target(word: str, group: str) -> str:
    if word in TARGETS:
        return word
    from mirage_scons.devices.keys import TARGET  # only wanted on the way to an error

    try:
        target: str = TARGET.arg.converter.parse(word)
    except ValueError as error:
        where = origin_of(group).where
        raise ConfigError(f'target={word}: invalid value "{word}", {error}', where) from None
    return target
