"""Making a lock: which packages a unikernel needs, in which versions, and which of them are compiled with it.

As opam-monorepo does (``opam_solve.ml``) in two rounds: first the packages that dune builds with the unikernel, without
what the switch provides; then everything, with the versions of the first round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from mirage_scons.opam import version as order
from mirage_scons.opam.blame import blamed
from mirage_scons.opam.conditions import variables
from mirage_scons.opam.explain import Origin, explain
from mirage_scons.opam.fields import PROVIDED
from mirage_scons.opam.formula import Every, Formula, Need, formula
from mirage_scons.opam.lock import Extra, Lock, Locked, Source
from mirage_scons.opam.package import Url, extra_sources, names, url, words
from mirage_scons.opam.parser import parse
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
    vendored = [one for one in chosen if one.name in versions and one.name not in provided and _is_vendored(one)]
    return _lock(request, universe, chosen, vendored, sorted(provided))


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


def _is_vendored(candidate: Candidate) -> bool:
    return candidate.repository is not None and not candidate.summary.is_safe


def _lock(
    request: Request,
    universe: Universe,
    chosen: Sequence[Candidate],
    vendored: Sequence[Candidate],
    provided: list[str],
) -> Lock:
    files = {candidate.name: _opam_file(universe, candidate) for candidate in chosen}
    pins, sources = _sources(vendored, files)
    urls = dict(pins)
    extras = (extra for one in vendored for extra in _extras(universe, one, files[one.name], urls))
    compiled = {candidate.name for candidate in vendored}
    return Lock(
        roots=(request.name,),
        packages=tuple(
            Locked(one.name, one.version, one.name in compiled) for one in sorted(chosen, key=lambda one: one.name)
        ),
        pins=tuple(pins),
        sources=tuple(sorted(sources, key=lambda source: source.url)),
        depexts=tuple(sorted({depext for file in [request.file, *files.values()] for depext in _depexts(file)})),
        provided=tuple(provided),
        repositories=tuple(_repository(one.url, one.revision) for one in universe.repositories if one.url),
        asked=tuple(sorted(set(names(request.file.get("depends"))))),
        extras=tuple(extras),
        system=tuple(sorted(candidate.name for candidate in chosen if candidate.repository is None)),
    )


def _repository(url: str, revision: str) -> str:
    return f"{url}#{revision}" if revision else url


def _opam_file(universe: Universe, candidate: Candidate) -> File:
    if candidate.repository is None:
        return File([])
    repository = universe.repositories[candidate.repository]
    return parse(
        repository.read(candidate.name, candidate.version), repository.place(candidate.name, candidate.version)
    )


def _depexts(file: File) -> list[tuple[tuple[str, ...], str]]:
    return [
        (
            tuple(words(value.value if isinstance(value, Option) else value)),
            " ".join(map(show_value, value.conditions)) if isinstance(value, Option) else "",
        )
        for value in listed(file.get("depexts"))
    ]


def _extras(universe: Universe, candidate: Candidate, file: File, urls: Mapping[str, str]) -> Iterator[Extra]:
    """Patches and other files that a package puts among its sources."""
    home = urls.get(f"{candidate.name}.{candidate.version}")
    if home is None or candidate.repository is None:
        return
    patches = set(words([one.value if isinstance(one, Option) else one for one in listed(file.get("patches"))]))
    for name, place in extra_sources(file):
        yield Extra(home, name, name in patches, (place.src, *place.mirrors), place.checksums)
    attached = universe.repositories[candidate.repository].attached(candidate.name, candidate.version)
    for name, content in sorted(attached.items()):
        yield Extra(home, name, name in patches, content=content.decode("latin-1"))


def _sources(vendored: Sequence[Candidate], files: Mapping[str, File]) -> tuple[list[tuple[str, str]], list[Source]]:
    """The pins of the vendored packages and their sources: packages of one repository share one directory."""
    families: dict[str, list[tuple[Candidate, Url]]] = {}
    for candidate in vendored:
        found = url(files[candidate.name])
        if found is not None:
            home = files[candidate.name].get("dev-repo")
            families.setdefault(str(home or candidate.name), []).append((candidate, found))
    pins, sources, taken = [], [], dict[str, str]()
    for home, members in sorted(families.items()):
        _, newest = max(members, key=lambda member: order.key(member[0].version))
        directory = _directory(home, taken)
        sources.append(Source(newest.src, directory, newest.checksums))
        pins += [(f"{candidate.name}.{candidate.version}", newest.src) for candidate, _ in members]
    return sorted(pins, key=lambda pin: pin[0].partition(".")), sources


def _directory(home: str, taken: dict[str, str]) -> str:
    """The name of the directory for a repository of sources (``dev_repo.ml``); ``dune`` means something to dune."""
    last = urlsplit(home).path.rstrip("/").rpartition("/")[2].lstrip(".").partition(".")[0] or "source"
    name = re.sub(r"[^\w.+-]", "_", "dune_" if last == "dune" else last)
    while taken.setdefault(name, home) != home:
        name += "_"
    return name
