"""Key-value stores: directories in the program, in the system's files, in memory and on block devices."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal
from urllib.parse import urlsplit

from mirage_scons.devices import standard_keys
from mirage_scons.devices.block import block
from mirage_scons.devices.choice import family
from mirage_scons.devices.clock import default_posix_clock, pclock
from mirage_scons.devices.connect import connecting, verbatim
from mirage_scons.devices.keys import TARGET
from mirage_scons.model import check, ocaml
from mirage_scons.model.device import Attachment, Device, needs
from mirage_scons.model.errors import ConfigError, caller, warn
from mirage_scons.model.impl import Impl, match_impl, of_device
from mirage_scons.model.install import Install
from mirage_scons.model.key import Key, key, opt
from mirage_scons.model.package import released
from mirage_scons.model.types import Type
from mirage_scons.model.value import Value, pure, value

kv_ro = Type("kv_ro")
"""A store of values by key that is only read: ``Mirage_kv.RO``."""
kv_rw = Type("kv_rw")
"""A store of values by key: ``Mirage_kv.RW``."""

_MEMORY = released("mirage-kv-mem")
_SYSTEM = needs(released("mirage-kv-unix"))


def crunch(directory: str) -> Impl:
    """The files of ``directory``, compiled into the program; a new device at each call."""
    name = "static_" + re.sub(r"[^A-Za-z0-9]", "", check.text(directory, "the directory")).lower()
    rule = f"""\
(rule
 (targets {name}.ml {name}.mli)
 (deps (source_tree {directory}))
 (action
  (run ocaml-crunch -o {name}.ml {directory})))"""
    return of_device(
        Device(
            name.capitalize(),
            kv_ro,
            packages=needs(_MEMORY, released("crunch", build=True)),
            connect=connecting("{m}.connect ()"),
            dune=lambda _info: [rule],
            files=lambda _info: [f"{name}.ml", f"{name}.mli"],
            where=caller(),
        )
    )


def _in_system(directory: str, type: Type) -> Impl:
    text = ocaml.string(check.text(directory, "the directory"))
    connect = connecting("{m}.connect " + verbatim(text))
    return of_device(Device("Mirage_kv_unix", type, packages=_SYSTEM, connect=connect, where=caller()))


def direct_kv_ro(directory: str) -> Impl:
    """The files of ``directory``, read where the program runs; compiled into it where there is no system to ask."""
    compiled = [(family, crunch(directory)) for family in ("solo5", "xen")]
    return match_impl(value(TARGET).map(family), compiled, default=_in_system(directory, kv_ro))


def generic_kv_ro(directory: str, *, group: str = "", key: Value[str] | None = None) -> Impl:
    """The files of ``directory`` as the key ``kv_ro`` says: crunch compiles them in, direct reads them."""
    kind = key or value(standard_keys.kv_ro(group=group))
    choices = [("crunch", crunch(directory)), ("direct", direct_kv_ro(directory))]
    return match_impl(kind, choices, default=direct_kv_ro(directory))


def direct_kv_rw(directory: str) -> Impl:
    """The files of ``directory``, read and written where the program runs; a new device at each call."""
    return _in_system(directory, kv_rw)


_kv_rw_mem = of_device(
    Device("Mirage_kv_mem.Make", pclock >> kv_rw, packages=needs(_MEMORY), connect=connecting("{m}.connect ()"))
)


def kv_rw_mem(clock: Impl = default_posix_clock) -> Impl:
    """A store in memory, empty at the start."""
    return _kv_rw_mem(clock)


_tar_ro = of_device(
    Device(
        "Tar_mirage.Make_KV_RO",
        block >> kv_ro,
        packages=needs(released("tar-mirage")),
        connect=connecting("{m}.connect {0}"),
    )
)
_tar_rw = of_device(
    Device(
        "Tar_mirage.Make_KV_RW",
        pclock >> block >> kv_rw,
        packages=needs(released("tar-mirage", "rw")),
        connect=connecting("{m}.connect {1}"),
    )
)
_fat = of_device(
    Device(
        "Fat.KV_RO",
        block >> kv_ro,
        packages=needs(released("fat-filesystem")),
        connect=connecting("{m}.connect {0}"),
    )
)


def tar_kv_ro(block: Impl) -> Impl:
    """The files of a tar archive on a block device."""
    return _tar_ro(block)


def archive(block: Impl) -> Impl:
    """The old name of :func:`tar_kv_ro`."""
    warn("archive is deprecated: write tar_kv_ro")
    return tar_kv_ro(block)


def tar_kv_rw(block: Impl, *, pclock: Impl = default_posix_clock) -> Impl:
    """The files of a tar archive on a block device, to which more can be added."""
    return _tar_rw(pclock, block)


def fat_ro(block: Impl) -> Impl:
    """The files of a FAT file system on a block device."""
    return _fat(block)


_CHAMELON = block >> pclock >> kv_rw


def chamelon(block: Impl, *, program_block_size: Key, pclock: Impl = default_posix_clock) -> Impl:
    """A littlefs file system on a block device, whose blocks have the bytes that a key says."""
    template = (
        "{m}.connect ~program_block_size:{size} {0}\n"
        '  >|= Result.map_error (Fmt.str "%a" {m}.pp_error)\n'
        "  >|= Result.fold ~ok:Fun.id ~error:failwith"
    )
    device = Device(
        "Kv.Make",
        _CHAMELON,
        keys=(program_block_size,),
        packages=needs(released("chamelon", sublibs=["kv"])),
        connect=connecting(template, size=program_block_size),
        where=caller(),
    )
    return of_device(device)(block, pclock)


_DISK = key(
    "disk",
    opt(str, "disk", stage="configure"),
    doc="The name of the disk image; for Solo5 it holds letters and digits only.",
)
_ANALYZE = key("analyze", opt(bool, True), doc="Check the disk image when the unikernel starts.")

Mode = Literal["Fast", "Light"]
"""How docteur keeps files: to be read fast, or to take little memory."""


def docteur(
    remote: str,
    *,
    mode: Mode = "Fast",
    disk: Key = _DISK,
    analyze: Key = _ANALYZE,
    branch: str | None = None,
    extra_deps: Sequence[str] = (),
) -> Impl:
    """The files of a git repository or a directory, as an image that is made by a rule and attached as a block device.

    ``remote`` is a URL that git can clone, ``file://DIR`` for an absolute directory or ``relativize://DIR`` for one
    beside the configuration; ``mode`` ``"Light"`` saves memory and costs time. ``branch`` is one of git, ``extra_deps``
    are files that have to be there first.
    """
    if mode not in ("Fast", "Light"):
        raise ConfigError(f'"{mode}" is not a mode of docteur', caller(), 'Modes are "Fast" and "Light".')
    dependencies = check.items("extra_deps", extra_deps, str, "a file", 'Write extra_deps=["file"].')
    needed = "".join(f" {word}" for word in [*dependencies, *_source_tree(remote)])
    options = f" -b {branch}" if branch else ""

    def rule(disk: str) -> str:
        return (
            f'(rule\n (targets {disk})\n (enabled_if (= %{{context_name}} "default"))\n'
            f" (deps (:make %{{bin:docteur.make}}){needed})\n (action (run %{{make}} {remote}{options} {disk})))"
        )

    made = [_docteur(name, mode, disk, analyze, rule) for name in ("unix", "solo5")]
    return match_impl(value(TARGET).map(family), [("unix", made[0])], default=made[1])


def _source_tree(remote: str) -> list[str]:
    """What a local source depends on."""
    parts = urlsplit(remote)
    path = f"{parts.netloc}{parts.path}"
    return {"file": [f"(source_tree /{path})"], "relativize": [f"(source_tree {path})"]}.get(parts.scheme, [])


def _docteur(kind: str, mode: Mode, disk: Key, analyze: Key, rule: Callable[[str], str]) -> Impl:
    template = (
        "let ( <.> ) f g = fun x -> f (g x) in\n"
        '  let f = Rresult.R.(failwith_error_msg <.> reword_error (msgf "%a" {m}.pp_error)) in\n'
        "  Lwt.map f ({m}.connect ~analyze:{analyze} {disk})"
    )
    return of_device(
        Device(
            f"Docteur_{kind}.{mode}",
            kv_ro,
            keys=(disk, analyze),
            packages=needs(released(f"docteur-{kind}")),
            connect=connecting(template, analyze=analyze, disk=disk),
            dune=lambda info: [rule(info.get(disk))],
            files=lambda info: [info.get(disk)],
            install=lambda info: pure(Install(etc=(info.get(disk),))),
            attach=lambda info: [Attachment("block", info.get(disk))],
            where=caller(),
        )
    )
