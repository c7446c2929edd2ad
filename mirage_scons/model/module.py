"""OCaml modules as implementations: a user's program, and devices of all kinds (``lib/functoria/DSL.ml``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mirage_scons.model import check
from mirage_scons.model.device import (
    Configure,
    Connect,
    Device,
    Dune,
    Files,
    Info,
    connect_nothing,
    connect_start,
    nothing_to_build,
    nothing_to_generate,
)
from mirage_scons.model.errors import ConfigError, Location, called, caller, warn
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.install import NOTHING, Install
from mirage_scons.model.key import Key
from mirage_scons.model.package import Package
from mirage_scons.model.types import Signature, Type, check_signature
from mirage_scons.model.value import Value, both, check_value, pure

Packages = Sequence[Package]
"""Packages of a device."""


def typ(name: str) -> Type:
    """A new module type, for devices of your own; ``name`` is for messages."""
    return Type(check.text(name, "the name of a type"))


def dep(impl: Impl) -> Impl:
    """A data dependency: connected first and handed to ``start``, but no argument of the functor."""
    if not isinstance(impl, Impl):
        raise ConfigError(f"{impl!r} is not an implementation", caller(), "dep takes a device, such as default_time.")
    return impl


def abstract(impl: Impl) -> Impl:
    """The old name of :func:`dep`."""
    warn("abstract is deprecated: write dep")
    return dep(impl)


def main(
    module: str,
    type: Signature,
    *,
    packages: Packages = (),
    packages_v: Value[Packages] | None = None,
    keys: Sequence[Key] = (),
    extra_deps: Sequence[Impl] = (),
    local_libs: Sequence[str] = (),
) -> Impl:
    """The user's own functor: a module path such as ``Unikernel.Hello``, of a type such as ``time >> job``.

    Its ``start`` is called with its arguments, then with ``extra_deps``. ``packages`` and ``packages_v`` are linked,
    ``keys`` can be read as ``Key_gen.NAME ()``; ``local_libs`` are libraries to link that lie in directories beside it.
    """
    return impl(
        module,
        type,
        packages=packages,
        packages_v=packages_v,
        keys=keys,
        extra_deps=extra_deps,
        connect=connect_start,
        local_libs=local_libs,
    )


def foreign(
    module: str,
    type: Signature,
    *,
    packages: Packages = (),
    packages_v: Value[Packages] | None = None,
    keys: Sequence[Key] = (),
    deps: Sequence[Impl] = (),
    local_libs: Sequence[str] = (),
) -> Impl:
    """:func:`main` with ``deps`` for ``extra_deps``."""
    return main(
        module,
        type,
        packages=packages,
        packages_v=packages_v,
        keys=keys,
        extra_deps=deps,
        local_libs=local_libs,
    )


def impl(
    module: str,
    type: Signature,
    *,
    packages: Packages = (),
    packages_v: Value[Packages] | None = None,
    install: Callable[[Info], Install] | None = None,
    install_v: Callable[[Info], Value[Install]] | None = None,
    keys: Sequence[Key] = (),
    extra_deps: Sequence[Impl] = (),
    connect: Connect = connect_nothing,
    dune: Dune = nothing_to_build,
    configure: Configure = nothing_to_generate,
    files: Files = nothing_to_build,
    local_libs: Sequence[str] = (),
) -> Impl:
    """A device of your own: :func:`device`, with ``extra_deps`` that are connected before it."""
    hint = "Write extra_deps=[dep(default_time), …]."
    deps = check.items("extra_deps", extra_deps, Impl, "an implementation", hint)
    made = device(
        module,
        type,
        packages=packages,
        packages_v=packages_v,
        install=install,
        install_v=install_v,
        keys=keys,
        connect=connect,
        dune=dune,
        configure=configure,
        files=files,
        local_libs=local_libs,
    )
    return of_device(made, deps)


def device(
    module: str,
    type: Signature,
    *,
    packages: Packages = (),
    packages_v: Value[Packages] | None = None,
    install: Callable[[Info], Install] | None = None,
    install_v: Callable[[Info], Value[Install]] | None = None,
    keys: Sequence[Key] = (),
    connect: Connect = connect_nothing,
    dune: Dune = nothing_to_build,
    configure: Configure = nothing_to_generate,
    files: Files = nothing_to_build,
    local_libs: Sequence[str] = (),
) -> Device:
    """A device: the OCaml ``module`` of a ``type``, with everything that using it takes. Each call makes another one.

    ``connect(info, module, args)`` gives the OCaml expression of type ``_ Lwt.t`` that connects it, from the module's
    name and the variables of its arguments and dependencies. ``dune(info)`` gives stanzas that stand in the directory
    of the configuration; ``configure(info)`` the texts of files to generate, by name; ``files(info)`` the names of
    files that its stanzas make; ``install(info)`` and ``install_v(info)`` what is installed.
    """
    where = caller()
    check_signature(type)
    return Device(
        check.text(module, "the module"),
        type,
        check.items("keys", keys, Key, "a key", 'Write keys=[key("hello", …), …].'),
        _packages(packages, packages_v),
        check.function(connect, "connect", "It takes info, the module's name and the arguments' names."),
        check.function(dune, "dune", "It takes info and gives a list of stanzas."),
        check.function(configure, "configure", "It takes info and gives a dict of file names to texts."),
        check.function(files, "files", "It takes info and gives a list of file names."),
        _installs(install, install_v, where),
        _local_libs(local_libs, where),
        where=where,
    )


def check_packages(packages: Packages) -> tuple[Package, ...]:
    """``packages``, if they are a list of packages; else :class:`ConfigError`."""
    return check.items("packages", packages, Package, "a package", 'Write packages=[package("duration"), …].')


def _packages(fixed: Packages, chosen: Value[Packages] | None) -> Value[tuple[Package, ...]]:
    first = pure(check_packages(fixed))
    if chosen is None:
        return first
    return both(first, check_value(chosen, "packages_v")).map(lambda pair: (*pair[0], *check_packages(pair[1])))


def _installs(
    fixed: Callable[[Info], Install] | None, chosen: Callable[[Info], Value[Install]] | None, where: Location | None
) -> Callable[[Info], Value[Install]]:
    hint = "It takes info and gives install(…)."
    functions = [check.function(function, "install", hint) for function in (fixed, chosen) if function is not None]

    def together(*installs: Install) -> Install:
        for given in installs:
            if not isinstance(given, Install):
                raise ConfigError(f"install gives {given!r}, not install(…)", where)
        return sum(installs, NOTHING)

    def installs(info: Info) -> Value[Install]:
        given = [called(where, function, info) for function in functions]
        return pure(together)(*(one if isinstance(one, Value) else pure(one) for one in given))

    return installs


def _local_libs(names: Sequence[str], where: Location | None) -> tuple[str, ...]:
    libs = check.items("local_libs", names, str, "a name", 'Write local_libs=["mylib"].')
    for name in libs:
        if not re.fullmatch(r"[A-Za-z0-9_.-]+", name):
            raise ConfigError(f'"{name}" is not the name of a library', where, "It is that in the library's dune file.")
    return libs
