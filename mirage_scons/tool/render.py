"""Rendering a configuration for one target: everything that the plan file keeps of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mirage_scons.config_py.reader import blamed, read
from mirage_scons.model.key import Key
from mirage_scons.model.value import lookup
from mirage_scons.plan.plan import Plan, make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import render
from mirage_scons.tool.plan_file import Entry, KeyHelp, digest
from mirage_scons.tool.variables import Words, given_to


def entry(config: Path, target: str, words: Words, environ: Mapping[str, str]) -> Entry:
    """Read ``config`` and render it for ``target``; :class:`~mirage_scons.model.errors.ConfigError` if it is wrong."""
    configuration = read(config)
    unikernel = configuration.unikernel
    given = given_to(unikernel.name, words)
    with blamed():
        plan = make(unikernel, target, R4_4, given, environ, config.parent)
        files = render(plan)
    options = sorted({option for key in plan.keys if key.is_configure for option in (key.name, *key.names)})
    return Entry(
        name=plan.name,
        target=target,
        program=plan.target.program,
        image=plan.target.image.format(plan.name),
        inputs={os.path.relpath(path, config.parent): digest(path) for path in configuration.inputs},
        environ={key.env: environ.get(key.env) for key in plan.keys if key.env and key.name != "target"},
        given={option: list(given[option]) for option in options if option in given},
        options=options,
        keys=[_help(plan, key) for key in plan.keys],
        workspace=dict(files.workspace),
        files=dict(files.target),
        origins=_origins(plan),
    )


def _help(plan: Plan, key: Key) -> KeyHelp:
    arg = key.arg
    default, current = _shown(key, arg.default), _shown(key, lookup(key, plan.context))
    return KeyHelp(key.name, key.docs, key.docv or "", key.doc or "", default, current, key.is_configure)


def _shown(key: Key, value: object) -> str:
    if value is None:
        return ""
    if key.arg.kind == "opt_all":
        return " ".join(key.arg.converter.show(item) for item in value)  # type: ignore[attr-defined]
    return key.arg.converter.show(value)


def _origins(plan: Plan) -> dict[str, str]:
    """For each library, who asks for its package, as a line below dune's error that it is missing."""
    origins = {}
    for package in plan.packages:
        where = plan.line(package.where)
        place = f'File "{where.file}", line {where.line}' if where else "A device of MirageOS"
        for library in package.libs:
            origins[library] = f"{place}: asks for {library} of the opam package {package.name}"
    return origins
