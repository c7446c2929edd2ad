"""Locks made by opam-monorepo in the place of our own solver: what it is given, and what is made of what it writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mirage_scons.opam.fields import PROVIDED, REPOSITORIES, VARIABLES
from mirage_scons.opam.lock import Lock, Locked
from mirage_scons.opam.locking import Request, completed
from mirage_scons.opam.package import names, words
from mirage_scons.opam.printer import show
from mirage_scons.opam.syntax import Bound, Field, File, Option, Value, listed
from mirage_scons.opam.universe import Candidate, Universe


class MonorepoError(Exception):
    """opam-monorepo makes no lock that can be used: what is wrong, and what to do."""


def lock_file(request: Request) -> str:
    """The name of the lock, beside the opam file of the same name."""
    return f"{request.name}.opam.locked"


def arguments(request: Request) -> list[str]:
    """Its command line, as mirage's own (``functoria/lib/functoria/makefile.ml``); versions that are to stay are those
    of the lock that it finds.
    """
    words = ["lock", "--require-cross-compile", "--build-only", request.name, "-l", lock_file(request)]
    if "ocaml" in request.fixed:
        words += ["--ocaml-version", request.fixed["ocaml"]]
    return [*words, "--minimal-update"] if request.preferred else words


def opam_file(request: Request, universe: Universe, env: Mapping[str, str | bool], repositories: Sequence[str]) -> str:
    """The opam file that it locks, with the urls of its ``repositories`` and the variables of this machine.

    It looks for what the switch provides, too: what no repository has is left out. Bounds hold the versions of the
    tools that compile, and of what is pinned.
    """
    provided = words(request.file.get(PROVIDED))
    unknown = {name for name in provided if not any(_found(universe, name))}
    fixed: list[Value] = [
        Option(name, [Bound("=", version)])
        for name, version in request.fixed.items()
        if name != "ocaml" and any(one.version == version for one in _found(universe, name))
    ]
    depends = [one for one in listed(request.file.get("depends")) if not unknown.issuperset(names(one))]
    machine: list[Value] = [[name, value] for name, value in sorted(env.items()) if isinstance(value, str)]
    return show(
        File(
            [
                Field("opam-version", "2.0"),
                Field("depends", [*depends, *fixed]),
                Field(PROVIDED, [name for name in provided if name not in unknown]),
                Field(REPOSITORIES, list(repositories)),
                Field(VARIABLES, machine),
            ]
        )
    )


def kept(request: Request) -> Lock:
    """A lock of the versions that are to stay, for it to find."""
    return Lock((request.name,), tuple(Locked(*one) for one in sorted(request.preferred.items())))


def adopted(lock: Lock, request: Request, universe: Universe, env: Mapping[str, str | bool]) -> Lock:
    """The lock that it wrote, as one of ours. :class:`MonorepoError` if what it locks would not all be fetched."""
    pinned = {package for package, _ in lock.pins}
    vendored = [f"{one.name}.{one.version}" for one in lock.packages if one.vendored]
    left = [package for package in vendored if package not in pinned]
    if left:
        hint = "Their opam files name no dev-repo, without which it takes none: look elsewhere (repositories=)."
        raise MonorepoError(f"opam-monorepo leaves out the sources of {', '.join(left)}\n  {hint}")
    provided = tuple(sorted(words(request.file.get(PROVIDED))))
    chosen = [_candidate(universe, package) for package in lock.packages]
    return completed(replace(lock, provided=provided), request, universe, chosen, env)


def _candidate(universe: Universe, package: Locked) -> Candidate:
    for candidate in _found(universe, package.name):
        if candidate.version == package.version:
            return candidate
    raise MonorepoError(
        f"opam-monorepo locks {package.name}.{package.version}, which no repository has\n"
        "  Did repositories change meanwhile? Lock again."
    )


def _found(universe: Universe, name: str) -> Iterator[Candidate]:
    """The versions of a package that repositories have: it knows nothing of what the system has."""
    return (candidate for candidate in universe.candidates(name) if candidate.repository is not None)
