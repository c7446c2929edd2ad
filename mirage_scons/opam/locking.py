"""Making a lock: which packages a unikernel needs, in which versions, and which of them are compiled with it.

As opam-monorepo does (``opam_solve.ml``) in two rounds: first the packages that dune builds with the unikernel, without
what the switch provides; then everything, with the versions of the first round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from mirage_scons.opam import version as order
from mirage_scons.opam.blame import blamed
from mirage_scons.opam.conditions import Variables, variables
from mirage_scons.opam.explain import Origin, explain
from mirage_scons.opam.extras import extras_of, merged
from mirage_scons.opam.fields import PROVIDED
from mirage_scons.opam.formula import Every, Formula, Need, formula
from mirage_scons.opam.lock import Extra, Lock, Locked, LockError, Source
from mirage_scons.opam.package import Url, names, of_package, url, words
from mirage_scons.opam.pinned import PinnedRepository
from mirage_scons.opam.printer import show_value
from mirage_scons.opam.solver import Problem, Rules, UnsolvableError
from mirage_scons.opam.syntax import File, Option, listed
from mirage_scons.opam.universe import Candidate, Universe


@dataclass(frozen=True)
class Request:
    """What is locked: the opam file of the unikernel ``name``, and what is known of versions beforehand.

    ``fixed`` are versions that are given, as that of ``ocaml``; ``preferred`` those of the last lock that are to stay.
    ``cross`` asks for versions that can be cross-compiled where such are known.
    """

    name: str
    file: File
    fixed: Mapping[str, str] = field(default_factory=dict)
    preferred: Mapping[str, str] = field(default_factory=dict)
    cross: bool = True


class UnlockableError(Exception):
    """No versions fit together; the message says why, in a few lines."""


def make_lock(
    request: Request, universe: Universe, env: Mapping[str, str | bool], origin: Origin = lambda _: None
) -> Lock:
    """The lock for a request; :class:`UnlockableError` if no versions fit together.

    ``origin`` says what asks for a package of the opam file.
    """
    root = _root(request.file, env)
    provided = frozenset(words(request.file.get(PROVIDED)))
    first = Rules(True, request.cross, provided, request.fixed, request.preferred)
    built = _solution(request.name, universe, first, root, origin)
    versions = {candidate.name: candidate.version for candidate in built}
    unknown = frozenset(name for name in provided if not universe.candidates(name))
    second = Rules(provided=unknown, fixed={**request.fixed, **versions}, preferred=request.preferred)
    chosen = _solution(request.name, universe, second, root, origin) if provided else built
    vendored = [
        one for one in chosen if one.name in versions and one.name not in provided and _is_vendored(one, universe)
    ]
    return _lock(request, universe, chosen, vendored, sorted(provided), env)


def _solution(name: str, universe: Universe, rules: Rules, root: Formula, origin: Origin) -> list[Candidate]:
    try:
        return Problem(universe, rules, root).solution()
    except UnsolvableError:
        raise UnlockableError(explain(universe, rules, name, root, origin)) from None


def _root(file: File, env: Mapping[str, str | bool]) -> Formula:
    """What the unikernel needs, and the compiler that is not a variant."""
    with blamed(file, "depends"):
        needs = formula(file.get("depends"), variables(env))
    compiler = Need("ocaml-base-compiler", None)
    return compiler if needs is None else Every((compiler, needs))


def _is_vendored(candidate: Candidate, universe: Universe) -> bool:
    is_built = not candidate.summary.is_safe or _pinned([candidate], universe)
    return candidate.repository is not None and bool(is_built)


def _pinned(candidates: Sequence[Candidate], universe: Universe) -> list[str]:
    """The names of those that are pinned."""
    places = {place for place, one in enumerate(universe.repositories) if isinstance(one, PinnedRepository)}
    return [candidate.name for candidate in candidates if candidate.repository in places]


def _lock(
    request: Request,
    universe: Universe,
    chosen: Sequence[Candidate],
    vendored: Sequence[Candidate],
    provided: list[str],
    env: Mapping[str, str | bool],
) -> Lock:
    pins, sources = _sources(universe, vendored)
    files = [request.file, *map(universe.opam_file, chosen)]
    compiled = {candidate.name for candidate in vendored}
    lock = Lock(
        roots=(request.name,),
        packages=tuple(
            Locked(one.name, one.version, one.name in compiled) for one in sorted(chosen, key=lambda one: one.name)
        ),
        pins=tuple(pins),
        sources=tuple(sorted(sources, key=lambda source: source.url)),
        depexts=tuple(sorted({depext for file in files for depext in _depexts(file)})),
        provided=tuple(provided),
    )
    return completed(lock, request, universe, chosen, env)


def completed(
    lock: Lock, request: Request, universe: Universe, chosen: Sequence[Candidate], env: Mapping[str, str | bool]
) -> Lock:
    """A lock of the versions ``chosen``, with where these are from and what opam-monorepo has no fields for."""
    compiled = {package.name for package in lock.packages if package.vendored}
    vendored = [candidate for candidate in chosen if candidate.name in compiled]
    return replace(
        lock,
        repositories=tuple(_repository(one.url, one.revision) for one in universe.repositories if one.url),
        asked=tuple(sorted(set(names(request.file.get("depends"))))),
        extras=merged(_extras(universe, vendored, dict(lock.pins), _installed(chosen, env))),
        system=tuple(sorted(candidate.name for candidate in chosen if candidate.repository is None)),
    )


def _repository(url: str, revision: str) -> str:
    return f"{url}#{revision}" if revision else url


def _depexts(file: File) -> list[tuple[tuple[str, ...], str]]:
    return [
        (
            tuple(words(value.value if isinstance(value, Option) else value)),
            " ".join(map(show_value, value.conditions)) if isinstance(value, Option) else "",
        )
        for value in listed(file.get("depexts"))
    ]


def _extras(
    universe: Universe, vendored: Sequence[Candidate], urls: Mapping[str, str], env: Variables
) -> Iterator[tuple[str, Extra]]:
    """What vendored packages put among their sources, each with the package."""
    for one in vendored:
        file = universe.opam_file(one)
        home, own = urls.get(f"{one.name}.{one.version}"), url(file)
        if own is None or own.src != home or one.repository is None:
            continue  # other sources are used than it was made for
        attached = universe.repositories[one.repository].attached(one.name, one.version)
        for extra in extras_of(file, attached, home, of_package(one.name, one.version, env)):
            yield one.name, extra


def _installed(chosen: Sequence[Candidate], env: Mapping[str, str | bool]) -> Variables:
    """The variables that hold once all that was chosen is installed: those of packages, too."""
    versions = {candidate.name: candidate.version for candidate in chosen}

    def value(variable: str) -> str | bool | None:
        package, colon, asked = variable.rpartition(":")
        if not colon:
            return env.get(variable)
        if asked == "installed" and "+" not in package:
            return package in versions
        return {"installed": package in versions or None, "version": versions.get(package)}.get(asked)

    return value


def _sources(universe: Universe, vendored: Sequence[Candidate]) -> tuple[list[tuple[str, str]], list[Source]]:
    """The pins of the vendored packages and their sources: packages of one repository share one directory."""
    families: dict[str, list[tuple[Candidate, Url]]] = {}
    for candidate in vendored:
        file = universe.opam_file(candidate)
        found = url(file)
        if found is not None:
            home = file.get("dev-repo") or found.src
            families.setdefault(str(home), []).append((candidate, found))
    pinned = _pinned(vendored, universe)
    pins, sources, taken = [], [], dict[str, str]()
    for home, members in sorted(families.items()):
        chosen = _source(members, pinned)
        directory = _directory(min(one.name for one, _ in members) if home == chosen.src else home, taken)
        sources.append(Source(chosen.src, directory, chosen.checksums))
        pins += [(f"{candidate.name}.{candidate.version}", chosen.src) for candidate, _ in members]
    return sorted(pins, key=lambda pin: pin[0].partition(".")), sources


def _source(members: Sequence[tuple[Candidate, Url]], pinned: Sequence[str]) -> Url:
    """The sources of all packages of one repository: where one is pinned to, else those of the newest."""
    places = {found.src: (candidate.name, found) for candidate, found in members if candidate.name in pinned}
    if len(places) > 1:
        (one, first), (other, second), *_ = places.values()
        raise LockError(
            f"{one} is pinned to {first.src} and {other} to {second.src}, but they are of one repository of sources\n"
            "  Pin both to the same place."
        )
    newest = max(members, key=lambda member: order.key(member[0].version))
    return next(iter(places.values()), newest)[1]


def _directory(home: str, taken: dict[str, str]) -> str:
    """The name of the directory for a repository of sources (``dev_repo.ml``); ``dune`` means something to dune."""
    last = urlsplit(home).path.rstrip("/").rpartition("/")[2].lstrip(".").partition(".")[0] or "source"
    name = re.sub(r"[^\w.+-]", "_", "dune_" if last == "dune" else last)
    while taken.setdefault(name, home) != home:
        name += "_"
    return name
