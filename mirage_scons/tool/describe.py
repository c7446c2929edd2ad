"""Inspection: ``scons describe``, ``scons query=…`` and their like say what is there, and write nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from SCons.Action import Action
from SCons.Environment import Base as Environment
from SCons.Errors import BuildError
from SCons.Node import Node
from SCons.Script import ARGUMENTS, BUILD_TARGETS, COMMAND_LINE_TARGETS, GetOption

from mirage_scons.model.errors import ConfigError, nearest
from mirage_scons.model.word import Words
from mirage_scons.tool import given
from mirage_scons.tool.place import Place
from mirage_scons.tool.variables import chosen_targets, is_true

FORMATS: Mapping[str, tuple[str, ...]] = {
    "describe": ("text", "json"),
    "graph": ("dot", "svg", "html", "json"),
    "targets": ("text", "json"),
    "query": ("text", "json"),
    "why": ("text", "json"),
    "diff": ("text", "json"),
}
"""What may be asked, and how the answer may be written, by default as the first says."""
_GOALS = ("describe", "graph", "targets")
"""What of it is asked by a word alone, not by a variable."""
_ALIAS = "mirage:inspection"


class Subject(NamedTuple):
    """A unikernel for one target, of which something may be asked.

    ``image`` is the path of its image, ``env`` the environment that it is built from; ``check`` raises for a word of
    the command line that no unikernel has.
    """

    name: str
    target: str
    image: str
    place: Place
    words: Words
    env: Environment
    check: Callable[[], None]


class Question(NamedTuple):
    """What is asked: a word of :data:`FORMATS`, ``what`` stands after it if it is a variable, and how to answer.

    ``names`` are the unikernels that are meant, all if there are none. ``full`` makes choices that nobody made, and
    ``verbose`` says more.
    """

    word: str
    what: str
    format: str
    names: tuple[str, ...]
    full: bool
    verbose: bool


_subjects: list[Subject] = []


def is_asked() -> bool:
    """Whether this run is to say what is there, instead of building."""
    return bool(_asked()) and not GetOption("clean") and not GetOption("help")


def _asked() -> list[str]:
    variables = [word for word in FORMATS if word not in _GOALS and word in ARGUMENTS]
    return [*(goal for goal in _GOALS if goal in COMMAND_LINE_TARGETS), *variables]


def compared() -> list[str]:
    """The two targets that ``diff=hvt,unix`` compares, none if something else is asked.

    :class:`ConfigError` if it does not name two.
    """
    if not is_asked() or _asked() != ["diff"]:
        return []
    found = chosen_targets([str(ARGUMENTS["diff"])])
    if len(found) != 2:
        what = f"diff={ARGUMENTS['diff']}: two targets can be compared, not {len(found)}"
        raise ConfigError(what, None, "Write two, as in diff=hvt,unix.")
    return found


def add(env: Environment, subjects: Sequence[Subject]) -> None:
    """Take in what may be asked of, and make saying it all that this run does."""
    if not _subjects:
        alias = env.Alias(_ALIAS, [], SAY)
        env.AlwaysBuild(alias)
        BUILD_TARGETS[:] = [_ALIAS]
        BUILD_TARGETS._add_Default = BUILD_TARGETS._clear = BUILD_TARGETS._do_nothing  # a Default may follow
    _subjects.extend(subjects)


def _say(target: list[Node], source: list[Node], env: Environment) -> None:
    from mirage_scons.tool.answers import answer  # plans and renders: not wanted where something is built

    try:
        question = _question()
        chosen = _chosen(question.names)
        for subject in chosen:
            subject.check()
        text = answer(question, chosen)
    except ConfigError as error:
        raise BuildError(node=target[0], errstr=str(error)) from None
    sys.stdout.write(text)
    sys.stdout.flush()


SAY = Action(_say, cmdstr=None)


def _question() -> Question:
    """What the command line asks; :class:`ConfigError` if that is several things, or the format is none of it."""
    words = _asked()
    if len(words) > 1:
        raise ConfigError(f"{' and '.join(words)} are asked at once", None, "Ask one at a time.")
    (word,) = words
    formats = FORMATS[word]
    format = str(ARGUMENTS.get("format", formats[0]))
    if format not in formats:
        hint = nearest(format, list(formats)) or f"One of {', '.join(formats)}."
        raise ConfigError(f"format={format}: {word} is not answered so", None, hint)
    names = tuple(str(name) for name in COMMAND_LINE_TARGETS if name not in (*_GOALS, _ALIAS))
    what = "" if word in _GOALS else str(ARGUMENTS[word])
    full, verbose = is_true(str(ARGUMENTS.get("eval", "1"))), given.is_on("verbose")
    return Question(word, what, format, names, full, verbose)


def _chosen(names: Sequence[str]) -> list[Subject]:
    """The subjects called ``names``, by unikernel or UNIKERNEL:TARGET; all of them if there is no name."""
    known = {name for subject in _subjects for name in (subject.name, f"{subject.name}:{subject.target}")}
    for name in names:
        if name not in known:
            hint = nearest(name, sorted(known)) or f"There are {', '.join(sorted(known))}."
            raise ConfigError(f"no unikernel is called {name}", None, hint)
    return [s for s in _subjects if not names or s.name in names or f"{s.name}:{s.target}" in names]
