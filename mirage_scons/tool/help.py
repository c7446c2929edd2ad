"""What ``scons -h`` says: goals, variables and every key, with its value and who gives it."""

from __future__ import annotations

import inspect
import os
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from SCons.Environment import Base as Environment

from mirage_scons.model.word import Words, origin_of, strongest
from mirage_scons.tool.goals import GOALS
from mirage_scons.tool.plan_file import Entry, KeyHelp
from mirage_scons.tool.variables import OWN, given_to, target_words

_WIDTH = 80
_GROUPS = {
    "What is built": ("target", "arch", "output", "config_with", "cache"),
    "Packages": ("repositories", "override", "lock", "lock_with", "update", "fetch", "install", "extra-repos"),
    "Tools for guests": ("switch", "OPAMSWITCH", "SOLO5_TOOLCHAIN"),
    "Running and installing": ("args", "mem", "tender", "PREFIX"),
    "What is said, and what is saved": ("query", "why", "diff", "format", "eval", "verbose", "forget"),
}
"""The variables of the tool, as they are shown; others are shown in the last group."""

_OF_ENVIRONMENTS = {
    "arch": "MIRAGE_ARCH",
    "cache": "MIRAGE_CACHE",
    "repositories": "MIRAGE_REPOSITORIES",
    "OPAMSWITCH": "OPAMSWITCH",
    "SOLO5_TOOLCHAIN": "SOLO5_TOOLCHAIN",
    "PREFIX": "PREFIX",
}
"""The construction variables that say what nobody gives."""


def show(env: Environment, text: str) -> None:
    """Add ``text`` to what ``scons -h`` shows, after what the host build's own options are.

    Until 4.6 SCons can only put all its own options before it.
    """
    only_local = (True,) if len(inspect.signature(env.Help).parameters) > 2 else ()
    env.Help(text.replace("$", "$$"), True, *only_local)


def common(env: Environment, words: Words, environ: Mapping[str, str]) -> str:
    """What all unikernels of a build have in common: goals, and the variables of the tool."""
    lines = ["", "MirageOS: scons [GOAL…] [NAME=VALUE…]", "", "GOALS"]
    lines += [line for goal in GOALS for line in _row(f"scons {goal.name}", goal.doc)]
    listed = {name for names in _GROUPS.values() for name in names}
    for group, names in _GROUPS.items():
        others = [name for name in OWN if name not in listed] if group == list(_GROUPS)[-1] else []
        lines += ["", group.upper()]
        for name in (*names, *others):
            lines += [*_row(f"{name}=", OWN[name]), *_row("", _variable(name, env, words, environ))]
    return "\n".join([*lines, ""])


def describe(entries: Sequence[Entry], config: str, before: Sequence[Entry], words: Words) -> str:
    """The help of the unikernel of ``entries``, one for each target, of the configuration ``config``.

    Of a key that one of the entries ``before`` has just so, only the name and a value that is given are shown.
    """
    entry = entries[0]
    asked = target_words(words, os.environ)
    targets = ", ".join(one.target for one in entries)
    lines = ["", f"UNIKERNEL {entry.name} ({config}) for {targets} ({origin_of(asked[-1]).text})"]
    lines += [f"  scons {entry.name}", *(f"  scons {entry.name}:{one.target}:run" for one in entries), ""]
    keys = {key.name: key for one in entries for key in one.keys if key.name != "target"}
    known = {key.name: (one, key) for one in reversed(before) for key in one.keys}
    again = {name: known[name][0] for name, key in keys.items() if name in known and _is_like(key, known[name][1])}
    for section in _sections(keys.values()):
        own = [key for key in keys.values() if key.docs == section and key.name not in again]
        lines += [f"  {section}"] * bool(own)
        for key in own:
            lines += _key(key, _value(key, entry, words))
    lines += _again(keys, again, entry, words)
    return "\n".join([*lines, ""])


def _row(name: str, doc: str) -> list[str]:
    """A name with what is said of it beside it; nothing if that is nothing."""
    if not doc:
        return []
    head = f"  {name}".ljust(20)
    if len(head) > 20 or not head.endswith(" "):
        return [head.rstrip(), *_wrapped(doc, 20)]
    first, *others = _wrapped(doc, 20)
    return [head + first.lstrip(), *others]


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _variable(name: str, env: Environment, words: Words, environ: Mapping[str, str]) -> str:
    """The value of a variable of the tool, if anything gives it."""
    if name == "target":
        given = target_words(words, environ)
        return f"= {','.join(given)} ({origin_of(given[-1]).text})"
    found = strongest((one, word) for one, word in words if one == name)
    if found:
        return "; ".join(f"= {word} ({origin_of(word).text})" for _, word in found)
    if name == "extra-repos" and "MIRAGE_EXTRA_REPOS" in environ:
        return f"= {environ['MIRAGE_EXTRA_REPOS']} (MIRAGE_EXTRA_REPOS in the environment)"
    value = env.get(_OF_ENVIRONMENTS.get(name, ""))
    shown = ",".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return f"= {shown} ({_OF_ENVIRONMENTS[name]} of the SConstruct)" if shown else ""


def _is_like(key: KeyHelp, other: KeyHelp) -> bool:
    return key._replace(current="") == other._replace(current="")


def _key(key: KeyHelp, value: str) -> list[str]:
    head = f"{key.name}={key.docv or 'VALUE'}"
    lines = [f"    {head if key.configure else f'--{head}'}", *_wrapped(_plain(key), 8)]
    return [*lines, *_wrapped(value, 8)]


def _again(keys: Mapping[str, KeyHelp], again: Mapping[str, Entry], entry: Entry, words: Words) -> Iterator[str]:
    """The keys that one before has, too: sections that are all like that, names, and the values that are given here."""
    for other in {one.name: one for one in again.values()}.values():
        names = [name for name, one in again.items() if one is other]
        mine = [keys[name] for name in names]
        whole = [docs for docs in _sections(mine) if _of(docs, mine) == _of(docs, other.keys)]
        others = [f"{name}=" for name in names if keys[name].docs not in whole]
        yield from _wrapped(f"{', '.join([*whole, *others])}: as in {other.name}", 2)
        for name in names:
            if _origin(keys[name], entry, words) != "default":
                yield from _wrapped(f"{name} {_value(keys[name], entry, words)}", 4)


def _sections(keys: Iterable[KeyHelp]) -> list[str]:
    return sorted({key.docs for key in keys if key.name != "target"})


def _of(section: str, keys: Iterable[KeyHelp]) -> list[str]:
    return [key.name for key in keys if key.docs == section]


def _value(key: KeyHelp, entry: Entry, words: Words) -> str:
    """The value of a key, who gives it, and what it is else."""
    default = "it has to be given" if key.required else f"default {key.default or 'none'}"
    if not key.configure:
        return f"{default}; for the program, as in scons run args=--{key.name}={key.docv or 'VALUE'}"
    origin = _origin(key, entry, words)
    if origin == "default":
        return f"= {default}" if key.required else f"= {key.default or 'none'} (default)"
    return f"= {key.current} ({origin}); {default}"


def _origin(key: KeyHelp, entry: Entry, words: Words) -> str:
    """Who gives the value of a key."""
    given = given_to(entry.name, words)
    found = strongest((name, word) for name in key.names for word in given.get(name, ()))
    if found:
        return origin_of(found[-1][1]).text
    if key.env and key.env in entry.environ and entry.environ[key.env] is not None:
        return f"{key.env} in the environment"
    setters = [one.name for one in entry.keys if key.name in one.sets and _is_set(one, entry, words)]
    return f"by {setters[0]}" if setters else "default"


def _is_set(alias: KeyHelp, entry: Entry, words: Words) -> bool:
    return alias.current == "true" and _origin(alias, entry, words) != "default"


def _plain(key: KeyHelp) -> str:
    """The doc without cmdliner's markup."""
    text = key.doc.replace("$(docv)", key.docv or "VALUE")
    return re.sub(r"\$\([bi],([^)]*)\)", r"\1", text)
