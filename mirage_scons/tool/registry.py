"""Everything that SCons can be asked for in a build: the goals, and what each unikernel adds to them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mirage_scons.targets import TARGETS
from mirage_scons.tool.describe import FORMATS, Subject
from mirage_scons.tool.goals import GOALS
from mirage_scons.tool.variables import OWN


class Registered(NamedTuple):
    """Something that SCons can be asked for: the word, what it does, and the ``group`` that it is shown in."""

    group: str
    name: str
    doc: str


def registered(subjects: Sequence[Subject], *, goals: bool) -> list[Registered]:
    """What ``subjects`` can be asked for, after the ``goals`` that are for all, by groups."""
    common = [Registered(goal.group, goal.name, goal.doc) for goal in GOALS] if goals else []
    asked = [Registered("Inspection", f"{word}=…", OWN[word]) for word in FORMATS if word in OWN] if goals else []
    return [*common, *asked, *_of_unikernels(subjects)]


def _of_unikernels(subjects: Sequence[Subject]) -> Iterator[Registered]:
    for name in dict.fromkeys(subject.name for subject in subjects):
        own = [subject for subject in subjects if subject.name == name]
        group = f"Unikernel {name}, of {os.path.relpath(own[0].place.title)}"
        images = [os.path.relpath(one.place.dist / one.image) for one in own]
        yield Registered(group, name, f"builds {' and '.join(images)}")
        for one, image in zip(own, images, strict=True):
            yield Registered(group, f"{name}:{one.target}", f"builds {image}, {TARGETS[one.target].doc}")
            yield Registered(group, f"{name}:{one.target}:run", f"builds and runs {image}")


def show_registered(found: Sequence[Registered]) -> str:
    """What can be asked for, a line for each below the title of its group."""
    width = max(len(one.name) for one in found) + 2
    groups = dict.fromkeys(one.group for one in found)
    parts = ([group, *(f"  {one.name:<{width}}{one.doc}" for one in found if one.group == group)] for group in groups)
    return "\n".join("".join(f"{line}\n" for line in lines) for lines in parts)
