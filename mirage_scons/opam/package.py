"""What an opam file says of one version of a package."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mirage_scons.opam.blame import blamed
from mirage_scons.opam.conditions import Variables, holds
from mirage_scons.opam.formula import Formula, formula
from mirage_scons.opam.syntax import File, Group, Ident, Logic, Option, Prefix, Section, Value, listed

_LEGACY = frozenset(("jbuilder", "dune", "ocamlbuild", "ocamlmod", "oasis", "ocamlify"))
"""Build tools: they need not be built with dune (``opam-monorepo``, ``config.ml``)."""


class Summary(NamedTuple):
    """What a solver asks of a version of a package.

    ``needs`` and ``conflicts`` are its formulas in the surroundings that it was summarized for, ``classes`` its
    conflict classes. ``is_avoided`` versions come last. ``is_dune`` says that dune builds it, ``is_safe`` that nothing
    of it has to be built; ``is_cross`` that it is known to be cross-compiled.
    """

    needs: Formula | None
    conflicts: Formula | None
    classes: tuple[str, ...]
    is_available: bool
    is_avoided: bool
    is_dune: bool
    is_safe: bool
    is_cross: bool


class Url(NamedTuple):
    """Where the sources of a package come from: the first place, mirrors, and checksums such as ``md5=…``."""

    src: str
    mirrors: tuple[str, ...]
    checksums: tuple[str, ...]


def summarize(file: File, name: str, version: str, env: Variables) -> Summary:
    """The summary of the opam file of ``name``, where the variables of ``env`` hold.

    :class:`OpamSyntaxError` for a field that has not the form it should have.
    """
    own = of_package(name, version, env)
    flags = set(words(file.get("flags")))
    depends = file.get("depends")
    with blamed(file, "depends"):
        needs = formula(depends, own)
    with blamed(file, "conflicts"):
        conflicts = formula(file.get("conflicts"), own, alternatives=True)
    with blamed(file, "available"):
        is_available = holds(file.get("available"), own, undefined=False)
    return Summary(
        needs,
        conflicts,
        tuple(words(file.get("conflict-class"))),
        is_available,
        bool(flags & {"avoid-version", "deprecated"}),
        "dune" in {*names(depends), *names(file.get("depopts"))},
        "compiler" in flags or name == "ocaml" or name in _LEGACY or _is_virtual(file, flags),
        "cross-compile" in words(file.get("tags")),
    )


def of_package(name: str, version: str, env: Variables) -> Variables:
    """The variables of ``env``, and those of a package itself: ``name`` and ``version``, or ``_:name``."""
    own = {"name": name, "version": version, "_:name": name, "_:version": version}
    return lambda variable: own.get(variable) or env(variable)


def _is_virtual(file: File, flags: set[str]) -> bool:
    """Whether nothing is fetched or built for it (``opam-monorepo``, ``Package_summary.is_virtual``)."""
    if url(file) is None or ("conf" in flags and not file.get("dev-repo")):
        return True
    return not listed(file.get("build")) and not listed(file.get("install"))


def words(value: Value | None) -> list[str]:
    """The strings and names of a list."""
    return [one.name if isinstance(one, Ident) else str(one) for one in listed(value)]


def names(value: Value | None) -> Iterator[str]:
    """The packages that a formula speaks of, whatever its conditions."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, Group)):
        for one in value if isinstance(value, list) else value.values:
            yield from names(one)
    elif isinstance(value, Logic):
        yield from names(value.left)
        yield from names(value.right)
    elif isinstance(value, (Option, Prefix)):
        yield from names(value.value)


def url(file: File) -> Url | None:
    """The section ``url``, or the field of that name of old files; ``None`` if there is none."""
    section = next(file.sections("url"), None)
    found = File(section.items) if section is not None else File([])
    src = next((found.get(name) for name in ("src", "archive", "http", "git") if found.get(name)), file.get("url"))
    if not isinstance(src, str):
        return None
    return Url(src, tuple(words(found.get("mirrors"))), tuple(words(found.get("checksum"))))


def extra_sources(file: File) -> list[tuple[str, Url]]:
    """Files fetched beside the sources: where they are put, and where they come from."""
    return [(section.name or "", _source(section)) for section in file.sections("extra-source")]


def _source(section: Section) -> Url:
    inner = File(section.items)
    src = inner.get("src")
    return Url(str(src), tuple(words(inner.get("mirrors"))), tuple(words(inner.get("checksum"))))
