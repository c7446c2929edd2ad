"""Inspection: ``scons describe``, ``scons graph`` and ``scons query=…`` say what is there, and write nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
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
from mirage_scons.tool.variables import is_true

GOALS = ("describe", "graph")
_ALIAS = "mirage:inspection"


class Subject(NamedTuple):
    """A unikernel for one target, of which something may be asked."""

    name: str
    target: str
    place: Place
    words: Words
    check: Callable[[], None]


_subjects: list[Subject] = []


def is_asked() -> bool:
    """Whether this run is to say what is there, instead of building."""
    return bool(_goals()) and not GetOption("clean") and not GetOption("help")


def _goals() -> list[str]:
    return [*(goal for goal in GOALS if goal in COMMAND_LINE_TARGETS), *(["query"] if "query" in ARGUMENTS else [])]


def add(env: Environment, subjects: Sequence[Subject]) -> None:
    """Take in what may be asked of, and make saying it all that this run does."""
    if not _subjects:
        alias = env.Alias(_ALIAS, [], SAY)
        env.AlwaysBuild(alias)
        BUILD_TARGETS[:] = [_ALIAS]
        BUILD_TARGETS._add_Default = BUILD_TARGETS._clear = BUILD_TARGETS._do_nothing  # a Default may follow
    _subjects.extend(subjects)


def _say(target: list[Node], source: list[Node], env: Environment) -> None:
    try:
        chosen = _chosen([name for name in COMMAND_LINE_TARGETS if name not in (*GOALS, _ALIAS)])
        for subject in chosen:
            subject.check()
        texts = [_answer(goal, subject) for goal in _goals() for subject in chosen]
    except ConfigError as error:
        raise BuildError(node=target[0], errstr=str(error)) from None
    sys.stdout.write("\n".join(dict.fromkeys(texts)) if "describe" in _goals() else "".join(dict.fromkeys(texts)))
    sys.stdout.flush()


SAY = Action(_say, cmdstr=None)


def _chosen(names: list[str]) -> list[Subject]:
    """The subjects called ``names``, by unikernel or UNIKERNEL:TARGET; all of them if there is no name."""
    known = {name for subject in _subjects for name in (subject.name, f"{subject.name}:{subject.target}")}
    for name in names:
        if name not in known:
            hint = nearest(name, sorted(known)) or f"There are {', '.join(sorted(known))}."
            raise ConfigError(f"no unikernel is called {name}", None, hint)
    return [s for s in _subjects if not names or s.name in names or f"{s.name}:{s.target}" in names]


def _answer(goal: str, subject: Subject) -> str:
    from mirage_scons.render.dot import dot  # plans and renders: not wanted where something is built
    from mirage_scons.render.query import answer
    from mirage_scons.tool.render import described, rendered

    place, target, words = subject.place, subject.target, subject.words
    full = is_true(ARGUMENTS.get("eval", "1"))
    if goal == "query":
        done = rendered(place, target, words, os.environ)
        return answer(done.plan, done.files, ARGUMENTS["query"])
    resolved, text = described(place, target, words, os.environ, full, given.is_on("verbose"))
    return dot(resolved.root) if goal == "graph" else text
