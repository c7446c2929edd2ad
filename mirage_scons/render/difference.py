"""What differs between two plans of one unikernel, such as those for two targets."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mirage_scons.model.device import Device
from mirage_scons.plan.plan import Plan
from mirage_scons.render.describe import setting
from mirage_scons.render.diagram import Places
from mirage_scons.render.files import Files
from mirage_scons.render.opam import dependency


@dataclass(frozen=True)
class Part:
    """What of one kind is only before, and what only after: pairs of a name and all that is said of it."""

    kind: str
    removed: tuple[tuple[str, str], ...]
    added: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Difference:
    """What differs between the unikernel ``name`` for the target ``before`` and the target ``after``.

    ``files`` are generated files that both have, with the lines that differ as ``diff -u`` shows them.
    """

    name: str
    before: str
    after: str
    parts: tuple[Part, ...]
    files: Mapping[str, tuple[str, ...]]


def difference(before: tuple[Plan, Files], after: tuple[Plan, Files], places: Places) -> Difference:
    """What differs between two plans and what is rendered of them."""
    (one, texts), (other, others) = before, after
    parts = (
        _part("devices", _devices(one, places), _devices(other, places)),
        _part("keys", _keys(one), _keys(other)),
        _part("packages", _packages(one), _packages(other)),
        _part("libraries", _named(one.libraries), _named(other.libraries)),
        _part("files", _named(texts.target), _named(others.target)),
    )
    common = sorted(texts.target.keys() & others.target.keys())
    files = {name: tuple(_lines(name, texts.target[name], others.target[name])) for name in common}
    targets = (one.target.name, other.target.name)
    return Difference(one.name, *targets, parts, {name: lines for name, lines in files.items() if lines})


def _part(kind: str, before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]) -> Part:
    one, other = Counter(before), Counter(after)
    return Part(kind, tuple(sorted((one - other).elements())), tuple(sorted((other - one).elements())))


def _devices(plan: Plan, places: Places) -> Iterator[tuple[str, str]]:
    """The devices but the one that holds them all, which is called as the unikernel."""
    devices = dict.fromkeys(vertex.device for vertex in plan.graph.collection() if vertex is not plan.graph.root)
    return ((device.module, _device(device, places)) for device in devices)


def _device(device: Device, places: Places) -> str:
    where = places(device.where)
    return f"{device.module}: {device.type}{f' ({where})' if where else ''}"


def _keys(plan: Plan) -> Iterator[tuple[str, str]]:
    return ((key.name, setting(key, plan.context)) for key in plan.keys)


def _packages(plan: Plan) -> Iterator[tuple[str, str]]:
    return ((package.name, dependency(package)) for package in plan.packages)


def _named(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((name, name) for name in names)


def _lines(name: str, before: str, after: str) -> Iterator[str]:
    return difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="")


def show(difference: Difference, *, verbose: bool) -> str:
    """A difference for a person, as ``diff -u`` shows one; ``verbose`` shows the lines of files, too."""
    name = difference.name
    lines = [f"--- {name}:{difference.before}", f"+++ {name}:{difference.after}"]
    for part in difference.parts:
        said = [
            *((name, f"- {text}") for name, text in part.removed),
            *((name, f"+ {text}") for name, text in part.added),
        ]
        said.sort(key=lambda one: (one[0], one[1][0] == "+"))
        if part.kind == "files":
            said += [(name, f"~ {name}: {_counted(lines)}") for name, lines in difference.files.items()]
        lines += [f"@@ {part.kind} @@"] * bool(said) + [text for _, text in said]
    if verbose:
        lines += [line for changed in difference.files.values() for line in changed]
    return "".join(f"{line}\n" for line in lines)


def _counted(lines: Iterable[str]) -> str:
    """How many lines are other ones; the first two name the file."""
    signs = Counter(line[0] for line in list(lines)[2:])
    return f"-{signs['-']} +{signs['+']}"


def facts(difference: Difference) -> dict[str, Any]:
    """A difference for other programs: of each kind what is removed, added, and there with other words."""
    found = {part.kind: _facts(part) for part in difference.parts}
    found["files"]["changed"] = [{"name": name, "lines": list(lines)} for name, lines in difference.files.items()]
    return {"unikernel": difference.name, "from": difference.before, "to": difference.after, **found}


def _facts(part: Part) -> dict[str, Any]:
    removed, added = dict(part.removed), dict(part.added)
    both = [] if part.kind == "devices" else [name for name in removed if name in added]
    return {
        "removed": [text for name, text in part.removed if name not in both],
        "added": [text for name, text in part.added if name not in both],
        "changed": [{"name": name, "from": removed[name], "to": added[name]} for name in both],
    }
