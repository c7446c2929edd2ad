"""What packages put among their sources before they are compiled: files, and patches in the order of opam."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mirage_scons.opam.blame import blamed
from mirage_scons.opam.conditions import Variables, holds
from mirage_scons.opam.lock import Extra, LockError
from mirage_scons.opam.package import extra_sources
from mirage_scons.opam.syntax import File, Option, Value, listed


def extras_of(file: File, attached: Mapping[str, bytes], home: str, env: Variables) -> Iterator[Extra]:
    """The files of a package whose sources are at ``home``; those that are ``attached`` lie beside its opam file.

    First those that are only put there, then the patches that are applied where the variables of ``env`` hold; one that
    is in neither place has to be among the sources.
    """
    found = {name: Extra(home, name, content=content.decode("latin-1")) for name, content in sorted(attached.items())}
    for name, place in extra_sources(file):
        found[name] = Extra(home, name, False, (place.src, *place.mirrors), place.checksums)
    with blamed(file, "patches"):
        patches = dict.fromkeys(_patches(file, env))
    yield from (extra for name, extra in found.items() if name not in patches)
    for name in patches:
        extra = found.get(name, Extra(home, name, content=None))
        yield Extra(home, name, True, extra.urls, extra.checksums, extra.content)


def _patches(file: File, env: Variables) -> Iterator[str]:
    for value in listed(file.get("patches")):
        conditions: list[Value] = []
        while isinstance(value, Option):
            conditions += value.conditions
            value = value.value
        if all(holds(one, env, undefined=False) for one in conditions):
            yield str(value)


def merged(extras: Iterable[tuple[str, Extra]]) -> tuple[Extra, ...]:
    """The files of several packages, by their names: what two of them have alike is one.

    :class:`LockError` if they have two files for one place.
    """
    owners: dict[Extra, str] = {}
    places: dict[tuple[str, str], Extra] = {}
    for package, extra in extras:
        owner = owners.setdefault(extra, package)
        other = places.setdefault((extra.url, extra.name), extra)
        if other != extra:
            raise LockError(
                f"{extra.name}, among the sources of {extra.url}, is one file of {owners[other]} and another of {owner}"
                "\n  Bound one of them to another version."
            )
    return tuple(owners)
