"""Lock files, in opam-monorepo's format 0.3: which version of each package, and where its sources come from.

What opam-monorepo has no field for is in fields of our own, which it passes over: ``x-mirage-scons-system`` names the
packages that are taken from the system, ``x-mirage-scons-extras`` what is put among sources before they are compiled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from mirage_scons.opam import version as order
from mirage_scons.opam.fields import ARGUMENTS, DIRECTORIES, FORMAT, PREFIX, PROVIDED, REPOSITORIES, ROOTS
from mirage_scons.opam.lexer import OpamSyntaxError
from mirage_scons.opam.parser import parse
from mirage_scons.opam.printer import show, show_value
from mirage_scons.opam.syntax import Bound, Field, File, Ident, Item, Logic, Option, Prefix, Value, listed

VERSION = "0.3"
_SYSTEM = "x-mirage-scons-system"
_EXTRAS = "x-mirage-scons-extras"
_ASKED = "x-mirage-scons-asked"


_ANEW = "Remove the file to lock anew."


class LockError(Exception):
    """A lock file that cannot be used, with its name, line and what to do."""


@dataclass(frozen=True)
class Locked:
    """A package in the version that is used; a vendored one is compiled with the unikernel."""

    name: str
    version: str
    vendored: bool = False


@dataclass(frozen=True)
class Source:
    """A place that sources are fetched from, and the directory below ``duniverse/`` that they are unpacked to."""

    url: str
    directory: str
    checksums: tuple[str, ...] = ()
    mirrors: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Extra:
    """A file called ``name`` among the sources of ``url``, and whether it is a patch that is applied to them.

    It is fetched from ``urls``; or its ``content`` is in the lock, a character for each byte; or it is ``None``: the
    file is among the sources already.
    """

    url: str
    name: str
    is_patch: bool = False
    urls: tuple[str, ...] = ()
    checksums: tuple[str, ...] = ()
    content: str | None = ""


@dataclass(frozen=True)
class Lock:
    """What a lock file says.

    ``packages`` are sorted by name, ``pins`` map ``NAME.VERSION`` of the vendored ones to the url of their source,
    ``depexts`` are packages of the system with the condition under which they are needed. ``repositories`` are the
    urls, with revisions, that the versions were found in; ``system`` names the packages that the system provides,
    ``asked`` those that the unikernel itself asks for.
    """

    roots: tuple[str, ...]
    packages: tuple[Locked, ...]
    pins: tuple[tuple[str, str], ...] = ()
    sources: tuple[Source, ...] = ()
    depexts: tuple[tuple[tuple[str, ...], str], ...] = ()
    provided: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()
    system: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    extras: tuple[Extra, ...] = ()
    others: tuple[Field, ...] = field(default=(), compare=False)

    def version(self, name: str) -> str | None:
        """The version of a package, ``None`` if it is not in the lock."""
        return next((package.version for package in self.packages if package.name == name), None)

    def provides(self, source: Source) -> list[str]:
        """The packages, ``NAME.VERSION``, whose sources these are."""
        return [package for package, url in self.pins if url == source.url]


def show_lock(lock: Lock) -> str:
    """The text of a lock file."""
    items: list[Item] = [
        Field("opam-version", "2.0"),
        Field("synopsis", "opam-monorepo generated lockfile"),
        Field("maintainer", "opam-monorepo"),
        Field("depends", [_dependency(package) for package in lock.packages]),
    ]
    if lock.depexts:
        items.append(Field("depexts", [_depext(*depext) for depext in lock.depexts]))
    if lock.pins:
        items.append(Field("pin-depends", [[package, url] for package, url in lock.pins]))
    extensions: dict[str, list[Value]] = {
        ARGUMENTS: list(lock.arguments),
        DIRECTORIES: [_source(source) for source in lock.sources],
        PROVIDED: list(lock.provided),
        REPOSITORIES: list(lock.repositories),
        ROOTS: list(lock.roots),
        _SYSTEM: list(lock.system),
        _ASKED: list(lock.asked),
        _EXTRAS: [_extra(extra) for extra in lock.extras],
    }
    fields = [Field(name, value) for name, value in extensions.items() if value]
    fields += [Field(FORMAT, VERSION), *lock.others]
    return show(File([*items, *sorted(fields, key=lambda one: one.name)]))


def _dependency(package: Locked) -> Value:
    condition: Value = Bound("=", package.version)
    return Option(
        package.name, [Logic("&", condition, Prefix("?", Ident("vendor"))) if package.vendored else condition]
    )


def _extra(extra: Extra) -> Value:
    if extra.content is None:
        return [extra.url, extra.name, extra.is_patch]
    urls: list[Value] = list(extra.urls)
    checksums: list[Value] = list(extra.checksums)
    return [extra.url, extra.name, extra.is_patch, urls, checksums, extra.content]


def _depext(names: Sequence[str], condition: str) -> Value:
    return Option(list(names), [Ident(condition)]) if condition else list(names)


def _source(source: Source) -> Value:
    checksums: list[Value] = list(source.checksums)
    return [source.url, source.directory, checksums] if checksums else [source.url, source.directory]


def load_lock(path: Path, shown: str) -> Lock | None:
    """The lock at ``path``, which is ``shown`` in messages; ``None`` if there is none.

    :class:`LockError` if it cannot be used.
    """
    try:
        return read_lock(path.read_text(encoding="utf-8"), shown)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LockError(f"{shown}: {error.strerror}\n  It has to be a file that can be read.") from None
    except UnicodeDecodeError:
        raise LockError(f"{shown}: it is no text in UTF-8\n  {_ANEW}") from None
    except OpamSyntaxError as error:
        raise LockError(f"{error}\n  {_ANEW}") from None


@lru_cache(maxsize=32)  # each source that is fetched asks for its lock
def read_lock(text: str, file: str) -> Lock:
    """The lock of a file's text.

    :class:`LockError` if it is not of opam-monorepo's format 0.3, :class:`OpamSyntaxError` if not of opam's.
    """
    parsed = parse(text, file)
    _check_version(parsed, file)
    dependencies = parsed.field("depends")
    if dependencies is None:
        raise LockError(f"{file}: the field depends is missing\n  {_ANEW}")
    return Lock(
        roots=_strings(parsed, ROOTS),
        packages=tuple(_locked(one, file, dependencies.line) for one in listed(dependencies.value)),
        pins=tuple(_pair(one, file, parsed.field("pin-depends")) for one in listed(parsed.get("pin-depends"))),
        sources=tuple(_read_sources(parsed, file)),
        depexts=tuple(_read_depext(one) for one in listed(parsed.get("depexts"))),
        provided=_strings(parsed, PROVIDED),
        repositories=_strings(parsed, REPOSITORIES),
        system=_strings(parsed, _SYSTEM),
        asked=_strings(parsed, _ASKED),
        arguments=_strings(parsed, ARGUMENTS),
        extras=tuple(_read_extras(parsed, file)),
        others=tuple(_others(parsed)),
    )


def _check_version(parsed: File, file: str) -> None:
    found = parsed.field(FORMAT)
    if found is None:
        raise LockError(f"{file}: the field {FORMAT} is missing\n  {_ANEW}")
    if found.value != VERSION:
        newer = isinstance(found.value, str) and order.satisfies(found.value, ">", VERSION)
        what = "newer" if newer else "older"
        raise LockError(
            f"{file}:{found.line}: the lock's format {show_value(found.value)} is {what} than {VERSION}\n  {_ANEW}"
        )


def _locked(value: Value, file: str, line: int) -> Locked:
    """``"name" {= "version"}``, or with ``& ?vendor`` on either side."""
    if isinstance(value, Option) and isinstance(value.value, str) and len(value.conditions) == 1:
        (condition,) = value.conditions
        parts = [condition.left, condition.right] if isinstance(condition, Logic) else [condition]
        bounds = [part.right for part in parts if isinstance(part, Bound) and part.operator == "="]
        vendored = [part for part in parts if show_value(part) == "?vendor"]
        if len(bounds) == 1 and len(bounds) + len(vendored) == len(parts) and isinstance(bounds[0], str):
            return Locked(value.value, bounds[0], vendored=bool(vendored))
    raise _wrong(file, line, f'{show_value(value)} is not "NAME" {{= "VERSION"}} or "NAME" {{= "VERSION" & ?vendor}}')


def _pair(value: Value, file: str, found: Field | None) -> tuple[str, str]:
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], str):
        return value[0], value[1]
    raise _wrong(file, found.line if found else 1, f'{show_value(value)} is not ["NAME.VERSION" "URL"]')


def _read_sources(parsed: File, file: str) -> Iterable[Source]:
    found = parsed.field(DIRECTORIES)
    for value in listed(found.value) if found else ():
        match value:
            case [str(url), str(directory)]:
                yield Source(url, directory)
            case [str(url), str(directory), list(checksums)]:
                yield Source(url, directory, tuple(map(str, checksums)))
            case _:
                what = f'{show_value(value)} is not ["URL" "DIRECTORY" [CHECKSUMS]]'
                raise _wrong(file, found.line if found else 1, what)


def _read_extras(parsed: File, file: str) -> Iterable[Extra]:
    found = parsed.field(_EXTRAS)
    for value in listed(found.value) if found else ():
        match value:
            case [str(url), str(name), bool(is_patch), list(urls), list(checksums), str(content)]:
                yield Extra(url, name, is_patch, tuple(map(str, urls)), tuple(map(str, checksums)), content)
            case [str(url), str(name), bool(is_patch)]:
                yield Extra(url, name, is_patch, content=None)
            case _:
                raise _wrong(file, found.line if found else 1, f"{show_value(value)} is no file among sources")


def _read_depext(value: Value) -> tuple[tuple[str, ...], str]:
    condition = " ".join(map(show_value, value.conditions)) if isinstance(value, Option) else ""
    names = value.value if isinstance(value, Option) else value
    return tuple(map(str, listed(names))), condition


def _strings(parsed: File, name: str) -> tuple[str, ...]:
    return tuple(map(str, listed(parsed.get(name))))


_READ = frozenset((ARGUMENTS, DIRECTORIES, FORMAT, PROVIDED, REPOSITORIES, ROOTS))


def _others(parsed: File) -> Iterable[Field]:
    """Fields of opam-monorepo's that we do not read, such as ``x-opam-monorepo-global-opam-vars``."""
    fields = (one for one in parsed.items if isinstance(one, Field))
    return (one for one in fields if one.name.startswith(PREFIX) and one.name not in _READ)


def _wrong(file: str, line: int, what: str) -> LockError:
    return LockError(f"{file}:{line}: {what}\n  {_ANEW}")
