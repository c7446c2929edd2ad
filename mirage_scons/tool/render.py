"""Rendering a configuration for one target: everything that the plan file keeps of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mirage_scons.config_py.reader import blamed, read
from mirage_scons.model.configuration import Configuration
from mirage_scons.model.device import Attachment, Info
from mirage_scons.model.errors import ConfigError
from mirage_scons.model.key import Key
from mirage_scons.model.unikernel import Unikernel
from mirage_scons.model.value import lookup
from mirage_scons.model.word import Words
from mirage_scons.plan.packages import collect, libraries
from mirage_scons.plan.plan import Plan, Resolved, make, resolve
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render import layout
from mirage_scons.render.describe import shown
from mirage_scons.render.files import Files, render
from mirage_scons.render.opam import lock_name, needs
from mirage_scons.targets import TARGETS
from mirage_scons.tool.place import Place
from mirage_scons.tool.plan_file import Entry, KeyHelp, digest, located, state
from mirage_scons.tool.variables import given_to, output_of


@dataclass(frozen=True)
class Rendered:
    """A configuration planned and rendered for one target.

    ``given`` are the words for its keys by their options, ``inputs`` the files that decide it all, ``asked`` what the
    configuration itself asked of the environment, and ``tools`` the programs and libraries that read it.
    """

    unikernel: Unikernel
    plan: Plan
    files: Files
    options: list[str]
    given: dict[str, list[str]]
    inputs: tuple[Path, ...]
    asked: Mapping[str, str | None]
    tools: Collection[str]


def rendered(
    configuration: Configuration, place: Place, target: str, words: Words, environ: Mapping[str, str]
) -> Rendered:
    """Render ``configuration``, that at ``place``, for ``target``; :class:`ConfigError` if it is wrong."""
    unikernel = configuration.unikernel
    given = given_to(unikernel.name, words)
    origin, deciding = place.origin(environ)
    with blamed():
        output = output_of(unikernel.name, words)
        plan = make(unikernel, target, R4_4, given, environ, place.source, output)
        options = sorted({option for key in plan.keys if key.is_configure for option in (key.name, *key.names)})
        said = {option: list(map(str, given[option])) for option in options if option in given}
        files = render(plan, origin._replace(words=_words(plan, said)))
    inputs = (*configuration.inputs, *deciding)
    return Rendered(unikernel, plan, files, options, said, inputs, dict(configuration.environ), configuration.tools)


@dataclass(frozen=True)
class Described:
    """A unikernel with its choices made, or some left open, and what a device is told in it."""

    unikernel: Unikernel
    image: str
    resolved: Resolved
    info: Info


def described(
    configuration: Configuration, target: str, words: Words, environ: Mapping[str, str], *, full: bool, packages: bool
) -> Described:
    """The unikernel of a configuration for ``target`` with its choices made, or without ``full`` where keys were given.

    Its ``packages`` and libraries are among it if they are wanted: those of branches may exclude each other.
    :class:`ConfigError` if the configuration is wrong.
    """
    unikernel = configuration.unikernel
    with blamed():
        resolved = resolve(unikernel, target, given_to(unikernel.name, words), environ, full=full)
        needed = collect(resolved.devices, unikernel.packages, resolved.context, R4_4) if packages else ()
        local = {name for device in resolved.devices for name in device.local_libs}
        image = TARGETS[target].image.format(output_of(unikernel.name, words) or unikernel.name)
        found = tuple(sorted({*libraries(needed), *local}))
        info = Info(unikernel.name, target, resolved.context, resolved.keys, needed, found)
        return Described(unikernel, image, resolved, replace(info, attachments=tuple(_attached(resolved, info))))


def _attached(resolved: Resolved, info: Info) -> Iterator[Attachment]:
    """What devices have attached, those of open branches, too."""
    for device in resolved.devices:
        if not device.targets or info.target in device.targets:
            yield from device.attach(info)


_warned: set[str] = set()
"""The warnings of this run: a configuration is read for each of its targets."""


@contextmanager
def reading(place: Place) -> Iterator[Configuration]:
    """The configuration at ``place``, for as long as its functions are needed; then its warnings are shown."""
    configuration = _read(place)
    try:
        yield configuration._replace(unikernel=configuration.unikernel.called(place.name))
    finally:
        configuration.end()
        for warning in configuration.warnings:
            if warning not in _warned:
                sys.stderr.write(f"{warning}\n")
                _warned.add(warning)


def _read(place: Place) -> Configuration:
    if place.graph is not None:
        return Configuration(place.graph, (Path(place.graph.where.file),) if place.graph.where else ())
    return _reader(place)(place.source / place.config)


def _reader(place: Place) -> Callable[[Path], Configuration]:
    """What reads a configuration: that is for the end of its name to say, and for what was asked for."""
    if place.config_with == "ocaml":
        from mirage_scons.config_ocaml import reader as with_ocaml  # starts processes

        return with_ocaml.read
    if not place.config.endswith(".ml"):
        return read
    from mirage_scons.config_ml import reader  # with a parser of OCaml, where there is OCaml to parse

    return reader.read


def entries(
    place: Place, targets: Collection[str], words: Words, environ: Mapping[str, str], known: Iterable[Entry]
) -> list[Entry]:
    """What the plan file keeps of the configuration at ``place`` for each of ``targets``; see :func:`rendered`.

    ``known`` are those that it has already for other targets.
    """
    with reading(place) as configuration:

        def render(target: str) -> Rendered:
            return rendered(configuration, place, target, words, environ)

        done = {target: render(target) for target in targets}
        settled = {entry.program for entry in known if TARGETS[entry.target].is_shared}
        programs = _programs(done, settled, render)
    return [_entry(one, programs[target], place, environ) for target, one in done.items()]


def _programs(done: Mapping[str, Rendered], settled: Set[str], render: Callable[[str], Rendered]) -> dict[str, str]:
    """The directory of the workspace of each target: one for those that have equal workspaces.

    It depends on all that could share one, not on those that are asked for: else a workspace would move. ``settled``
    are those of other targets that could: where one has the plain name, it is that of all.
    """
    programs = {target: one.plan.target.program for target, one in done.items()}
    shared = {target for target in done if TARGETS[target].is_shared}
    if shared and settled.isdisjoint(programs[target] for target in shared):
        workspaces = {name: _workspace(name, done, render) for name, one in TARGETS.items() if one.is_shared}
        if any(workspace != workspaces[min(shared)] for workspace in workspaces.values() if workspace is not None):
            alike = {target: _first_like(workspaces, target) for target in shared}
            programs.update({target: f"{programs[target]}-{first}" for target, first in alike.items()})
    return programs


def _workspace(
    target: str, done: Mapping[str, Rendered], render: Callable[[str], Rendered]
) -> Mapping[str, str] | None:
    """What dune sees for ``target``; ``None`` if the unikernel cannot be had for it."""
    try:
        return (done.get(target) or render(target)).files.workspace
    except ConfigError:
        return None


def _first_like(workspaces: Mapping[str, Mapping[str, str] | None], target: str) -> str:
    return next(name for name, workspace in workspaces.items() if workspace == workspaces[target])


def _entry(done: Rendered, program: str, place: Place, environ: Mapping[str, str]) -> Entry:
    plan, files = done.plan, done.files
    return Entry(
        name=plan.name,
        target=plan.target.name,
        program=program,
        image=plan.image,
        output=plan.output,
        inputs={os.path.relpath(path, place.source): digest(path) for path in done.inputs},
        environ={
            **done.asked,
            **{key.env: environ.get(key.env) for key in plan.keys if key.env and key.name != "target"},
        },
        tools={tool: state(located(tool, environ)) for tool in done.tools},
        given=done.given,
        options=done.options,
        keys=[_help(plan, key) for key in plan.keys],
        workspace=dict(files.workspace),
        files=dict(files.target),
        origins=_origins(plan),
        place=place.words,
        modules=list(files.modules),
        lock=f"{lock_name(plan)}.opam.locked",
        asks=_asks(plan),
        installs=_installs(files),
        data=list(files.install.etc),
        beside=dict(files.beside),
        needs=needs(plan),
        attached={attachment.name: attachment.kind for attachment in plan.attachments},
    )


def _words(plan: Plan, given: Mapping[str, list[str]]) -> tuple[str, ...]:
    output = [f"{plan.name}.output={plan.output}"] if plan.output else []
    return (*output, *(f"{plan.name}.{option}={word}" for option, words in given.items() for word in words))


def _installs(files: Files) -> dict[str, str]:
    pairs = [*((name, built) for built, name in files.install.bin), *((path, path) for path in files.install.etc)]
    return {name: f"{layout.APP}/{built}" for name, built in pairs}


def _help(plan: Plan, key: Key) -> KeyHelp:
    default, current = shown(key, key.arg.default), shown(key, lookup(key, plan.context))
    return KeyHelp(
        name=key.name,
        docs=key.docs,
        docv=key.docv or "",
        doc=_doc(key),
        default=default,
        current=current,
        configure=key.is_configure,
        names=list(dict.fromkeys((key.name, *key.names))),
        env=key.env,
        sets=[other.name for other, _ in key.sets],
        required=key.arg.kind == "required",
    )


def _doc(key: Key) -> str:
    sets = ", ".join(other.name for other, _ in key.sets)
    return " ".join(filter(None, [key.doc, f"Sets {sets}." if sets else ""]))


def _asks(plan: Plan) -> dict[str, str]:
    """For each opam package that a line of the configuration asks for, the line."""
    lines = ((package.name, plan.line(package.where)) for package in plan.packages)
    return {name: f"{line.file}:{line.line}" for name, line in lines if line}


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
