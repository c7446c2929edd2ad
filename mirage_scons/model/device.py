"""Devices: OCaml modules that a unikernel is made of, with everything that using them takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mirage_scons.model import ocaml
from mirage_scons.model.errors import ConfigError, Location
from mirage_scons.model.install import Install
from mirage_scons.model.key import Key
from mirage_scons.model.package import Package
from mirage_scons.model.types import Functor, Signature
from mirage_scons.model.value import Context, Value, lookup, pure


def needs(*packages: Package) -> Value[tuple[Package, ...]]:
    """The packages of a device that needs the same ones everywhere."""
    return pure(packages)


@dataclass(frozen=True)
class Attachment:
    """What has to be attached to an image when it runs: a network interface or a block device, by its name."""

    kind: Literal["network", "block"]
    name: str


@dataclass(frozen=True)
class Info:
    """What a device may know when its code is written.

    The unikernel's name, its target, all its keys and the values that they were given, its packages and libraries,
    and what is attached to it, in order.
    """

    name: str
    target: str
    context: Context
    keys: tuple[Key, ...] = ()
    packages: tuple[Package, ...] = ()
    libraries: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def number(self, kind: str, name: str) -> int:
        """Which of the attachments of a ``kind`` is called ``name``, from 1."""
        return [attached.name for attached in self.attachments if attached.kind == kind].index(name) + 1

    def get(self, key: Key) -> Any:
        """The value of ``key``, its default if it was not given."""
        return lookup(key, self.context)


Attach = Callable[[Info], Sequence[Attachment]]
"""What has to be attached for a device."""
Connect = Callable[[Info, str, Sequence[str]], str]
"""From the info, the module expression's name and the variables of arguments and dependencies, to OCaml text."""
Dune = Callable[[Info], Sequence[str]]
"""Stanzas of dune."""
Configure = Callable[[Info], Mapping[str, str]]
"""The texts of files to generate, by their names."""
Files = Callable[[Info], Sequence[str]]
"""The names of files that something else than ``configure`` makes, such as a rule of dune."""
Installs = Callable[[Info], Value[Install]]
"""What is installed."""


def nothing_to_build(_info: Info) -> Sequence[str]:
    """No stanza, and no file."""
    return ()


def nothing_to_attach(_info: Info) -> Sequence[Attachment]:
    """No attachment."""
    return ()


def nothing_to_generate(_info: Info) -> Mapping[str, str]:
    """No file."""
    return {}


def nothing_to_install(_info: Info) -> Value[Install]:
    """No installation."""
    return pure(Install())


def connect_nothing(_info: Info, _module: str, args: Sequence[str]) -> str:
    """The connect text of a device that says none: the arguments themselves."""
    return f"return ({', '.join(args)})"


def connect_start(_info: Info, module: str, args: Sequence[str]) -> str:
    """The connect text of a user's program: its ``start``, applied to everything."""
    return " ".join([f"{module}.start", *args])


_NOTHING = needs()


@dataclass(frozen=True, eq=False)
class Device:
    """A module with its type, keys, packages and the text that connects it.

    ``dune``, ``configure``, ``files`` and ``install`` are what it brings beside; ``local_libs`` are libraries to link
    that lie in the unikernel's own directory and are no package's. ``attach`` says what has to be attached to the
    image, and ``targets`` where it works, if that is not everywhere; ``deprecated`` is what takes its place.

    Two devices are the same only if they are the same object: the uses of one device with the same arguments are
    shared in a unikernel, those of two equal-looking ones are not.
    """

    module: str
    type: Signature
    keys: tuple[Key, ...] = ()
    packages: Value[tuple[Package, ...]] = _NOTHING
    connect: Connect = connect_nothing
    dune: Dune = nothing_to_build
    configure: Configure = nothing_to_generate
    files: Files = nothing_to_build
    install: Installs = nothing_to_install
    local_libs: tuple[str, ...] = ()
    attach: Attach = nothing_to_attach
    targets: tuple[str, ...] = ()
    deprecated: str = ""
    where: Location | None = None

    def __post_init__(self) -> None:
        is_named = self.connect is not connect_nothing or isinstance(self.type, Functor)
        if is_named and not ocaml.is_module_path(self.module):
            raise ConfigError(
                f'"{self.module}" is not a module path of OCaml', self.where, 'Write it as in "Unikernel.Hello".'
            )

    @property
    def nice_name(self) -> str:
        """The module's name as the beginning of a variable's: ``Unikernel.Hello`` gives ``unikernel_hello``."""
        return ocaml.identifier(self.module.lower())
