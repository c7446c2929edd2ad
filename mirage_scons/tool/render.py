"""Rendering a configuration for one target: everything that the plan file keeps of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace

from mirage_scons.config_py.reader import blamed, read
from mirage_scons.model.key import Key
from mirage_scons.model.value import lookup
from mirage_scons.plan.plan import Plan, make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render import layout
from mirage_scons.render.files import Files, render
from mirage_scons.tool.place import Place
from mirage_scons.tool.plan_file import Entry, KeyHelp, digest
from mirage_scons.tool.variables import Words, given_to


def entry(place: Place, target: str, words: Words, environ: Mapping[str, str]) -> Entry:
    """Read the configuration at ``place`` and render it for ``target``; :class:`ConfigError` if it is wrong."""
    config = place.source / "config.py"
    configuration = read(config)
    unikernel = configuration.unikernel
    for warning in configuration.warnings:
        sys.stderr.write(f"{warning}\n")
    given = given_to(unikernel.name, words)
    origin, deciding = place.origin(environ)
    with blamed():
        plan = make(unikernel, target, R4_4, given, environ, config.parent)
        options = sorted({option for key in plan.keys if key.is_configure for option in (key.name, *key.names)})
        said = {option: list(given[option]) for option in options if option in given}
        files = render(plan, replace(origin, words=_words(plan.name, said)))
    return Entry(
        name=plan.name,
        target=target,
        program=plan.target.program,
        image=plan.target.image.format(plan.name),
        inputs={os.path.relpath(path, config.parent): digest(path) for path in (*configuration.inputs, *deciding)},
        environ={key.env: environ.get(key.env) for key in plan.keys if key.env and key.name != "target"},
        given=said,
        options=options,
        keys=[_help(plan, key) for key in plan.keys],
        workspace=dict(files.workspace),
        files=dict(files.target),
        origins=_origins(plan),
        place=place.words,
        modules=list(files.modules),
        installs=_installs(files),
    )


def _words(name: str, given: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(f"{name}.{option}={word}" for option, words in given.items() for word in words)


def _installs(files: Files) -> dict[str, str]:
    pairs = [*((name, built) for built, name in files.install.bin), *((path, path) for path in files.install.etc)]
    return {name: f"{layout.APP}/{built}" for name, built in pairs}


def _help(plan: Plan, key: Key) -> KeyHelp:
    default, current = _shown(key, key.arg.default), _shown(key, lookup(key, plan.context))
    return KeyHelp(key.name, key.docs, key.docv or "", _doc(key), default, current, key.is_configure)


def _doc(key: Key) -> str:
    sets = ", ".join(other.name for other, _ in key.sets)
    return " ".join(filter(None, [key.doc, f"Sets {sets}." if sets else ""]))


def _shown(key: Key, value: object) -> str:
    if value is None:
        return ""
    if key.arg.kind == "opt_all":
        return " ".join(key.arg.converter.show(item) for item in value)  # type: ignore[attr-defined]
    return key.arg.converter.show(value)


def _origins(plan: Plan) -> dict[str, str]:
    """For each library, who asks for it, as a line below dune's error that it is missing."""
    origins = {}
    for package in plan.packages:
        where = plan.line(package.where)
        place = f'File "{where.file}", line {where.line}' if where else "A device of MirageOS"
        for library in package.libs:
            origins[library] = f"{place}: asks for {library} of the opam package {package.name}"
    for library, device in plan.local_libraries.items():
        where = plan.line(device.where)
        place = f'File "{where.file}", line {where.line}' if where else f"The device {device.module}"
        origins[library] = f"{place}: asks for {library} among the libraries beside it; no dune file there has it"
    return origins
