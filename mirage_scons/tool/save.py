"""``scons save NAME=VALUE…``: what is given on the command line is kept in the saved file, for later runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import ARGLIST

from mirage_scons.model.errors import ConfigError
from mirage_scons.model.word import Words
from mirage_scons.tool import given, saved
from mirage_scons.tool.durable import write_text
from mirage_scons.tool.variables import ONE_RUN, OWN

if TYPE_CHECKING:
    from mirage_scons.tool.build import Build

GOAL = "save"
_builds: list[Build] = []
"""The builds of this run, of which one has to know what is saved."""


def add(env: Environment, build: Build) -> None:
    """Let ``scons save`` keep what is given for ``build``; ``scons -c save`` removes the file."""
    if build not in _builds:
        _builds.append(build)
        alias = env.Alias(GOAL, [], SAVE)
        env.AlwaysBuild(alias)
        env.Clean(alias, str(given.saved_file()))


def _save(target: list[Node], source: list[Node], env: Environment) -> None:
    path, gone = given.saved_file(), given.forgotten()
    try:
        known = [] if "all" in gone else saved.saved(path)
        words = _words()
        _refuse_unknown(gone - {"all"}, {name for name, _ in known})
        for build in _builds:
            build.check_words()
        text = path.read_bytes().decode() if path.exists() else ""
        if words or gone:
            text = saved.edited(text, words, gone)
            _write(text)
    except ConfigError as error:
        raise BuildError(node=target[0], errstr=str(error)) from None
    except OSError as error:
        raise BuildError(node=target[0], errstr=f"{error.filename}: {error.strerror}") from None
    shown = [line for line in text.splitlines() if line.strip()]
    sys.stdout.write("".join(f"{line}\n" for line in [f"{path.name}:", *(f"  {line}" for line in shown)] if shown))
    sys.stdout.write("Nothing is saved.\n" * (not shown))


def _write(text: str) -> None:
    path = given.saved_file()
    if text:
        write_text(path, text)
    else:
        path.unlink(missing_ok=True)


def _words() -> Words:
    """What the command line gives to be saved; :class:`ConfigError` for what cannot be, such as a host's variable."""
    words = [(name, word) for name, word in ARGLIST if name != "forget"]
    for name, word in words:
        if name in ONE_RUN:
            raise ConfigError(f"{name}={word} is for one run, and is not saved", None, "Leave it out.")
        if name not in OWN and any(name in build.host for build in _builds):
            hint = "Its own SConstruct reads it, from the command line."
            raise ConfigError(f"{name}={word} is a variable of this build's own, and is not saved", None, hint)
    return words


def _refuse_unknown(gone: set[str], known: set[str]) -> None:
    from mirage_scons.model.errors import nearest

    for name in sorted(gone - known):
        hint = nearest(name, sorted(known)) or "scons save shows what is saved."
        raise ConfigError(f"forget={name}: nothing is saved for {name}", None, hint)


def _said(target: list[Node], source: list[Node], env: Environment) -> str:
    given_now = any(name != "forget" for name, _ in ARGLIST)
    return f"Saving in {given.saved_file().name}" if given_now or given.forgotten() else ""


SAVE = Action(_save, strfunction=_said)
