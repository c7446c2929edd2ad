"""The answers of inspection: the chosen unikernels are planned and rendered anew, and said as text or as JSON."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from mirage_scons.config_py.reader import blamed
from mirage_scons.model.configuration import Configuration
from mirage_scons.model.errors import ConfigError, Location
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render import difference, facts, picture
from mirage_scons.render.describe import describe
from mirage_scons.render.diagram import Diagram, of_plan, of_terms
from mirage_scons.render.dot import dot
from mirage_scons.render.query import GRAPH, answers, question
from mirage_scons.render.why import unknown
from mirage_scons.targets import TARGETS
from mirage_scons.tool.describe import Question, Subject, compared
from mirage_scons.tool.place import Place
from mirage_scons.tool.registry import registered, show_registered
from mirage_scons.tool.render import Described, Rendered, described, reading, rendered
from mirage_scons.tool.why import Inquiry

Subjects = Sequence[Subject]


class Readings:
    """The configurations that are asked about, each read once; their functions can be called until ``stack`` ends."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._known: dict[Place, Configuration] = {}

    def _of(self, place: Place) -> Configuration:
        if place not in self._known:
            self._known[place] = self._stack.enter_context(reading(place))
        return self._known[place]

    def rendered(self, subject: Subject) -> Rendered:
        """A subject with everything that is generated of it."""
        place = subject.place
        return rendered(self._of(place), place, subject.target, subject.words, os.environ)

    def described(self, subject: Subject, question: Question, *, packages: bool = False) -> Described:
        """A subject, with choices left open if the question wants that, and its packages if they are wanted."""
        configuration, full = self._of(subject.place), question.full
        return described(configuration, subject.target, subject.words, os.environ, full=full, packages=packages)

    def diagram(self, subject: Subject, question: Question) -> Diagram:
        """The device graph of a subject."""
        if question.full:
            return of_plan(self.rendered(subject).plan, R4_4, _places)
        found = self.described(subject, question)
        return of_terms(subject.name, found.resolved, found.info, R4_4, _places)

    def dot(self, subject: Subject, question: Question) -> str:
        """The device graph of a subject in Graphviz' language."""
        return dot(self.described(subject, question).resolved.root)


def answer(question: Question, subjects: Subjects) -> str:
    """What is asked, of ``subjects``; :class:`ConfigError` for what cannot be answered."""
    with ExitStack() as stack, blamed():
        return _ANSWERS[question.word](question, subjects, Readings(stack))


def _places(location: Location | None) -> str:
    """A place in a configuration, seen from where SCons runs."""
    return f"{os.path.relpath(location.file)}:{location.line}" if location else ""


def _of(subject: Subject, said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a subject to other programs, and of which."""
    return {"unikernel": subject.name, "target": subject.target, **said}


def _describe(question: Question, subjects: Subjects, readings: Readings) -> str:
    is_json = question.format == "json"
    found = [readings.described(subject, question, packages=question.verbose or is_json) for subject in subjects]
    if is_json:
        return facts.show([_of(*pair) for pair in zip(subjects, map(_description, found), strict=True)])
    texts = [
        describe(one.unikernel.name, one.info.target, one.image, one.resolved, one.info.packages, one.info.libraries)
        for one in found
    ]
    return "\n".join(dict.fromkeys(texts))


def _description(found: Described) -> dict[str, Any]:
    return {
        "image": found.image,
        "keys": [facts.key(key, found.resolved.context, _places) for key in found.resolved.keys],
        "libraries": list(found.info.libraries),
        "packages": [facts.package(package) for package in found.info.packages],
    }


def _graph(question: Question, subjects: Subjects, readings: Readings) -> str:
    if question.format == "dot":
        texts = [readings.dot(subject, question) for subject in subjects]
        return "".join(dict.fromkeys(texts))
    diagrams = [readings.diagram(subject, question) for subject in subjects]
    if question.format == "html":
        return picture.page(diagrams)
    if question.format == "json":
        said = ({"graph": facts.graph(diagram)} for diagram in diagrams)
        return facts.show([_of(*pair) for pair in zip(subjects, said, strict=True)])
    if len(diagrams) > 1:
        names = ", ".join(f"{subject.name}:{subject.target}" for subject in subjects)
        hint = f"Name one of {names}, or write format=html."
        raise ConfigError("format=svg: a picture shows one graph", None, hint)
    return picture.svg(diagrams[0])


def _query(asked: Question, subjects: Subjects, readings: Readings) -> str:
    texts, said = [], []
    for subject in subjects:
        done = readings.rendered(subject)
        known = {**answers(done.plan, done.files), GRAPH: ""}
        word = question(asked.what, known, TARGETS[subject.target])
        if asked.format == "json":
            is_graph = word == GRAPH
            found = facts.graph(readings.diagram(subject, asked)) if is_graph else _facts(done)[word]
            said.append(_of(subject, {word: found}))
        else:
            texts.append(readings.dot(subject, asked) if word == GRAPH else known[word])
    return facts.show(said) if asked.format == "json" else "".join(dict.fromkeys(texts))


def _facts(done: Rendered) -> dict[str, Any]:
    return facts.facts(done.plan, done.files, _places)


def _why(question: Question, subjects: Subjects, readings: Readings) -> str:
    inquiries = [Inquiry(subject, readings.rendered(subject)) for subject in subjects]
    whole = question.verbose or question.format == "json"
    found = [(inquiry, why) for inquiry in inquiries for why in inquiry.ask(question.what, whole=whole)]
    if not found:
        names = list(dict.fromkeys(subject.name for subject in subjects))
        known = set[str]().union(*(inquiry.known() for inquiry in inquiries))
        raise unknown(question.what, names, known, is_locked=all(inquiry.is_locked for inquiry in inquiries))
    if question.format == "json":
        return facts.show([inquiry.facts(why, _places) for inquiry, why in found])
    return "\n".join(inquiry.say(why, _places) for inquiry, why in found)


def _diff(question: Question, subjects: Subjects, readings: Readings) -> str:
    before, after = compared()
    found = []
    for name in dict.fromkeys(subject.name for subject in subjects):
        own = {subject.target: readings.rendered(subject) for subject in subjects if subject.name == name}
        one, other = own[before], own[after]
        found.append(difference.difference((one.plan, one.files), (other.plan, other.files), _places))
    if question.format == "json":
        return facts.show([difference.facts(one) for one in found])
    return "\n".join(difference.show(one, verbose=question.verbose) for one in found)


def _targets(question: Question, subjects: Subjects, _readings: Readings) -> str:
    found = registered(subjects, goals=not question.names)
    return facts.show([one._asdict() for one in found]) if question.format == "json" else show_registered(found)


_ANSWERS: Mapping[str, Callable[[Question, Subjects, Readings], str]] = {
    "describe": _describe,
    "graph": _graph,
    "targets": _targets,
    "query": _query,
    "why": _why,
    "diff": _diff,
}
