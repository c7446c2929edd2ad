"""What is said of a unikernel to other programs: facts as JSON has them, in an order that stays."""

from __future__ import annotations

import json
from typing import Any

from mirage_scons.model.key import Key
from mirage_scons.model.package import Package
from mirage_scons.model.value import Context
from mirage_scons.plan.plan import Plan
from mirage_scons.render.diagram import Box, Diagram, Link, Places
from mirage_scons.render.files import Files
from mirage_scons.render.query import answers, installed, names

Fact = Any
"""What JSON can say: texts, numbers, truths, lists and objects of these."""


def show(facts: Fact) -> str:
    """Facts as the text of a JSON document."""
    return f"{json.dumps(facts, indent=2, ensure_ascii=False)}\n"


def facts(plan: Plan, files: Files, places: Places) -> dict[str, Fact]:
    """The answers to a query by what is asked, as :func:`mirage_scons.render.query.answers` has them in text.

    What is a text there, such as a generated file, is one here, too.
    """
    texts = {name: text for name, text in answers(plan, files).items() if name != "manifest"}
    manifest = {"manifest": json.loads(files.target["manifest.json"])} if "manifest.json" in files.target else {}
    return {
        **texts,
        **manifest,
        "name": plan.name,
        "packages": [package(one) for one in plan.packages],
        "libraries": list(plan.libraries),
        "keys": [key(one, plan.context, places) for one in plan.keys],
        "files": names(files),
        "install": [{"directory": directory, "file": file} for directory, file in installed(plan, files)],
    }


def package(package: Package) -> Fact:
    """A package with what is required of it."""
    return {
        "name": package.name,
        "scope": package.scope,
        "build": package.build,
        "min": sorted(package.min),
        "max": sorted(package.max),
        "libraries": sorted(package.libs),
        "pin": {"package": package.pin[0], "url": package.pin[1]} if package.pin else None,
    }


def key(key: Key, context: Context, places: Places) -> Fact:
    """A key with its value; values are words of a command line, lists of them where an option may be repeated."""
    return {
        "name": key.name,
        "options": list(key.names),
        "kind": key.arg.kind,
        "type": key.arg.converter.name,
        "stage": key.arg.stage,
        "section": key.docs,
        "docv": key.docv,
        "doc": key.doc,
        "default": _words(key, key.arg.default),
        "value": _words(key, context.get(key.name, key.arg.default)),
        "given": key.name in context,
        "env": key.env,
        "sets": [other.name for other, _ in key.sets],
        "where": places(key.where) or None,
    }


def _words(key: Key, value: Any) -> Fact:
    if value is None:
        return None
    if key.arg.kind == "opt_all":
        return [key.arg.converter.show(one) for one in value]
    return key.arg.converter.show(value)


def graph(diagram: Diagram) -> Fact:
    """A diagram: its vertices by their numbers, and the edges between them."""
    return {"vertices": [_vertex(box) for box in diagram.boxes], "edges": [_edge(link) for link in diagram.links]}


def _vertex(box: Box) -> Fact:
    return {
        "number": box.number,
        "kind": box.kind,
        "name": box.name or None,
        "module": box.module or None,
        "type": box.type,
        "keys": [{"name": one.name, "value": one.value, "given": one.is_given} for one in box.keys],
        "packages": [package(one) for one in box.packages],
        "code": box.code or None,
        "where": box.where or None,
    }


def _edge(link: Link) -> Fact:
    return {"from": link.above, "to": link.below, "kind": link.kind, "label": link.label or None}
