"""``env.Unikernel(directory)``: the nodes of one unikernel."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import SCons
from SCons.Environment import Base as Environment
from SCons.Errors import StopError
from SCons.Script import ARGUMENTS, COMMAND_LINE_TARGETS, GetOption

from mirage_scons.model import check
from mirage_scons.model.errors import ConfigError, Location, caller, nearest
from mirage_scons.model.word import SCONSTRUCT, Origin, Word, Words
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.targets import TARGETS
from mirage_scons.tool import depext, describe, every_target, given, save, switch
from mirage_scons.tool.build import Build, build_at
from mirage_scons.tool.describe import Subject
from mirage_scons.tool.environment import architecture, process_environment, target_environment
from mirage_scons.tool.generated import Generated, Placed, placed, split
from mirage_scons.tool.image import Unikernel
from mirage_scons.tool.images import Images, Made, shown
from mirage_scons.tool.lock import GOAL, is_all_that_is_asked, lock_node
from mirage_scons.tool.mirror import Source
from mirage_scons.tool.place import Place
from mirage_scons.tool.plan_file import Entry
from mirage_scons.tool.variables import (
    all_targets,
    are_all,
    chosen_targets,
    config_reader,
    extra_repositories,
    given_to,
    is_locked_by_monorepo,
    output_of,
    overrides,
    repositories,
    target_words,
)
from mirage_scons.tool.wanted import Wanted

if TYPE_CHECKING:
    from mirage_scons.model.unikernel import Unikernel as Graph

_SCONS = f"{Path(SCons.__file__).parent}{os.sep}"


def unikernel(
    env: Environment,
    directory: str = ".",
    *,
    target: str | Sequence[str] | None = None,
    keys: Mapping[str, Any] | None = None,
    name: str = "",
    graph: Graph | Callable[[], Graph] | None = None,
    generated: Generated = (),
    config_with: str | None = None,
) -> Images:
    """The images of the unikernel whose configuration is ``directory``/config.py or config.ml, one for each target.

    ``directory`` may also be the path of a configuration that is called otherwise, with ``.py`` or ``.ml`` at its end.
    ``target`` and ``keys`` (by option, without dashes) are what is built where the command line says nothing. ``name``
    is another name than that which the configuration registers, so that it can be built several times. ``graph`` is
    what ``register`` gives, or a function that gives it, where there is no configuration: ``directory`` then holds the
    program. ``generated`` are files that this build makes for the program: nodes or paths below ``directory``, or by
    their places in it. ``config_with="ocaml"`` has OCaml itself run a config.ml that only it can compute, where the
    command line says nothing else. Images go to ``dist/``, everything else to ``build/``, both beside the SConscript
    that calls, in its variant directory if it has one. A configuration that cannot be used stops SCons, with the line
    that is wrong.
    """
    where = caller(_SCONS)
    build = build_at(Path(env.Dir("$MIRAGE_BUILD_DIR").abspath))
    build.host.update(map(str, env["MIRAGE_HOST_ARGUMENTS"]), env.Dictionary())
    try:
        place = _place(env, str(directory), name, graph, where)
        place = place._replace(config_with=config_reader(given.words(), config_with, place.config, where))
        made = placed(env, str(directory), place.source, generated, where)
        words = _words(keys or {}, target, where)
        entries = _entries(env, build, place, words)
        _check_keys(keys or {}, entries, where)
        images = Images(_image(env, build, place, entry, made) for entry in entries)
        if describe.is_asked():
            check = build.check_words
            subjects = [Subject(one.name, one.target, one.image, place, words, env, check) for one in entries]
            describe.add(env, subjects)
        save.add(env, build)
    except ConfigError as error:
        return _refuse(env, error)
    if GetOption("help"):
        _show_help(env, _help(env, build, entries, place, words))
    return images


def _help(env: Environment, build: Build, entries: list[Entry], place: Place, words: Words) -> str:
    """What the help says of a unikernel, for the first after what all have in common."""
    from mirage_scons.tool import help as help_text  # not wanted where something is built

    first = help_text.common(env, given.words(), os.environ) if build.is_first(entries) else ""
    before = [entry for name, others in build.unikernels.items() if name != entries[0].name for entry in others]
    return first + help_text.describe(entries, os.path.relpath(place.title), before, words)


def _show_help(env: Environment, text: str) -> None:
    from mirage_scons.tool.help import show

    show(env, text)


def _place(
    env: Environment, path: str, name: str, graph: Graph | Callable[[], Graph] | None, where: Location | None
) -> Place:
    directory, config = split(path)
    source, top, dist = (
        Path(node.abspath) for node in (env.Dir(directory).srcnode(), env.Dir("#"), env.Dir("$MIRAGE_DIST_DIR"))
    )
    repositories = extra_repositories(given.words(), os.environ, R4_4.repositories)
    if name:
        check.unikernel_name(name, where)
    if graph is None:
        return Place(source, top, dist, config or _config_in(source), repositories, name)
    from mirage_scons.model.fingerprint import fingerprint  # here the SConstruct has imported the language
    from mirage_scons.model.unikernel import Unikernel as Registered

    said = graph() if callable(graph) else graph
    if not isinstance(said, Registered):
        raise ConfigError(f"graph is {said!r}, which is no unikernel", where, 'Write graph=register("NAME", [JOB, …]).')
    return Place(source, top, dist, config, repositories, name, said, fingerprint(said))


def _config_in(directory: Path) -> str:
    """The name of the configuration in ``directory``: a config.ml may stay beside the config.py that it became."""
    return next((name for name in ("config.py", "config.ml") if (directory / name).exists()), "config.py")


def _words(
    keys: Mapping[str, Any], target: str | Sequence[str] | None, where: Location | None
) -> list[tuple[str, str]]:
    """What is given by name: what the SConstruct gives in the line ``where``, then what wins over it."""
    targets = {"target": target} if target is not None else {}
    values = [(name, value) for name, said in {**keys, **targets}.items() for value in _several(said)]
    origin = Origin(SCONSTRUCT, f"{os.path.relpath(where.file)}:{where.line}" if where else "SConstruct", where)
    return [*((name, Word(_text(value), origin)) for name, value in values), *given.words()]


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else [value]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check_keys(keys: Mapping[str, Any], entries: list[Entry], where: Location | None) -> None:
    options = sorted({option for entry in entries for option in entry.options})
    for name in keys:
        if name not in options:
            raise ConfigError(f"unikernel {entries[0].name} has no key {name}", where, nearest(name, options))


def _refuse(env: Environment, error: ConfigError) -> Images:
    """Stop; but where help is asked for show it, and what is wrong below it; and where all is cleaned only warn."""
    if GetOption("help"):
        _show_help(env, f"\n{error}\n")
    elif GetOption("clean"):
        sys.stderr.write(f"scons: warning: not cleaned: {error}\n")
    else:
        raise StopError(str(error))
    return Images()


def _entries(env: Environment, build: Build, place: Place, words: Words) -> list[Entry]:
    """What the configuration is rendered to, for each target that is asked for."""
    config = os.path.relpath(place.title, build.root)  # a tree that is moved keeps its plan
    asked = describe.compared() or target_words(words, os.environ)
    targets = chosen_targets(asked)
    entries = _rendered(build, config, place, targets, words)
    if are_all(asked):
        others = [target for target in all_targets() if target not in targets]
        if not (describe.is_asked() or is_all_that_is_asked() or GetOption("clean") or GetOption("help")):
            others = every_target.with_tools_here(others, env, build, process_environment(env["ENV"], os.environ))
        entries += every_target.possible(
            others, config, build, words, lambda some: _rendered(build, config, place, some, words)
        )
    goals = [target for target in _of_goals(entries[0].name) if all(entry.target != target for entry in entries)]
    entries += _rendered(build, config, place, goals, words)
    build.add(entries, place.title, place.dist)
    return entries


def _of_goals(name: str) -> list[str]:
    """The targets for which the unikernel ``name`` is asked for by goals, as in ``hello:hvt``."""
    goals = {str(goal).removesuffix(":run") for goal in COMMAND_LINE_TARGETS}
    return [target for target in TARGETS if f"{name}:{target}" in goals]


def _rendered(build: Build, config: str, place: Place, targets: Sequence[str], words: Words) -> list[Entry]:
    """What is rendered for each of ``targets``: as it was last time, or anew."""
    found = _known(build, config, targets, place, words)
    missing = [target for target in targets if target not in found]
    if missing:
        from mirage_scons.tool import render  # plans, too: not imported while nothing changes

        others = _known(build, config, [target for target in TARGETS if target not in targets], place, words)
        known = [*found.values(), *others.values()]
        for made in render.entries(place, missing, words, os.environ, known):
            build.plans.put(f"{config} {made.target}", made)
            found[made.target] = made
    return [found[target] for target in targets]


def _known(build: Build, config: str, targets: Iterable[str], place: Place, words: Words) -> dict[str, Entry]:
    """What was rendered for ``targets``, as far as it is of use."""
    known = {target: build.plans.entries.get(f"{config} {target}") for target in targets}
    return {target: one for target, one in known.items() if one is not None and _is_of_use(one, place, words)}


def _is_of_use(known: Entry, place: Place, words: Words) -> bool:
    """Whether a configuration was rendered to ``known``; what was made is cleaned, whatever it says by now."""
    return GetOption("clean") or _holds(known, place, words)


def _holds(known: Entry, place: Place, words: Words) -> bool:
    output = output_of(known.name, words)
    return known.holds(place.source, place.words, given_to(known.name, words), output, os.environ)


def _image(env: Environment, build: Build, place: Place, entry: Entry, generated: Placed) -> Made:
    if describe.is_asked():  # nothing is built, whatever the target
        return shown(env, build.root, place, entry)
    own = target_environment(env, TARGETS[entry.target], build, architecture(env))
    own["MIRAGE_OVERRIDES"] = _overrides(env)
    read = {place.config, *(path for path in entry.inputs if not path.endswith((".ml", ".mli")))}  # these are sources
    without = frozenset({build.root, place.dist, *(place.source / path for path in read)})
    paths = tuple((name, Path(node.abspath)) for name, node in generated.items())
    files = Source(place.source, without, tuple(map(str, env["MIRAGE_EXCLUDE"])), placed=paths)
    tools = build.tools(own)
    lock = lock_node(own, place.source / entry.lock, _wanted(own, entry, files), tools)
    own.Requires(lock, tools)
    own.Alias(GOAL, lock)
    depext.add(own, lock)
    switch.add(own, build.state / f"switch-{TARGETS[entry.target].program}", _opam(entry))
    if is_all_that_is_asked():
        return shown(env, build.root, place, entry)
    return Unikernel(own, build, place, entry, files, lock, list(generated.values())).made()


def _overrides(env: Environment) -> dict[str, Path]:
    """The directory that is used for each of some packages."""
    named = overrides(given.words(), {str(name): str(path) for name, path in env["MIRAGE_OVERRIDES"].items()})
    top = Path(env.Dir("#").abspath)
    found = {name: Path(os.path.normpath(top / path)) for name, path in named.items()}
    for name, path in found.items():
        if not path.is_dir():
            raise ConfigError(f"override={name}: there is no directory {path}", None, "Write NAME:DIRECTORY.")
    return found


def _opam(entry: Entry) -> str:
    """The text of the opam file."""
    return next(text for name, text in entry.files.items() if name.endswith(".opam"))


def _wanted(env: Environment, entry: Entry, files: Source) -> Wanted:
    """What is to be locked for a unikernel."""
    update = ARGUMENTS.get("update", "")
    return Wanted(
        entry.lock.removesuffix(".opam.locked"),
        [entry.needs],
        entry.asks,
        frozenset(Path(name).stem for name in files.files() if name.endswith(".opam")),
        repositories(given.words(), env["MIRAGE_REPOSITORIES"], R4_4.pinned),
        "" if TARGETS[entry.target].is_process else TARGETS[entry.target].context,
        frozenset(update.split(",") if update else ()),
        given.word("lock") == "frozen",
        is_locked_by_monorepo(given.words()),
    )
