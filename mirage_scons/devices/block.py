"""Block devices: files, devices of Xen, memory, and one that encrypts another."""

from __future__ import annotations

from collections.abc import Sequence

from mirage_scons.devices import standard_keys
from mirage_scons.devices.choice import family, packages_by_target
from mirage_scons.devices.connect import connecting
from mirage_scons.model import check, ocaml
from mirage_scons.model.device import Attachment, Device, Info, needs
from mirage_scons.model.errors import caller
from mirage_scons.model.impl import Impl, match_impl, of_device
from mirage_scons.model.key import Key
from mirage_scons.model.package import released
from mirage_scons.model.types import Type
from mirage_scons.model.value import Value, pure, value

block = Type("block")
"""A block device: ``Mirage_block.S``."""

_XEN = (released("mirage-block-xen", sublibs=["front"]),)
_PACKAGES = packages_by_target(unix=(released("mirage-block-unix"),), solo5=(released("mirage-block-solo5"),), xen=_XEN)
_BUT_MUEN = ("unix", "macosx", "hvt", "spt", "virtio", "genode", "xen", "qubes")


def xenstore_id(number: int) -> int:
    """Xen's identifier of the block device ``number``; 0 is the one to boot from (mirage-block-xen, device_number)."""
    return 202 << 8 | number << 4 if number < 16 else 1 << 28 | number << 8


def block_of_file(file: str) -> Impl:
    """The block device ``file``: a file for unix, else the name by which it is attached; a new one at each call."""
    check.text(file, "the name of a block device")

    def connect(info: Info, module: str, _args: Sequence[str]) -> str:
        number = info.number("block", file)
        name = str(xenstore_id(number)) if family(info.target) == "xen" else file
        return f"{module}.connect {ocaml.string(name)}"

    return of_device(
        Device(
            "Block",
            block,
            packages=_PACKAGES,
            connect=connect,
            attach=lambda _info: [Attachment("block", file)],
            targets=_BUT_MUEN,
            where=caller(),
        )
    )


def block_of_xenstore_id(id: str) -> Impl:
    """The block device that Xen knows by ``id``, such as /dev/xvdi1 or 51760; a new one at each call."""
    text = ocaml.string(check.text(id, "the id of a block device"))
    return of_device(
        Device(
            "Block",
            block,
            packages=pure(_XEN),
            connect=lambda _info, module, _args: f"{module}.connect {text}",
            targets=("xen", "qubes"),
            where=caller(),
        )
    )


def ramdisk(name: str) -> Impl:
    """A block device in memory called ``name``; a new one at each call."""
    text = ocaml.string(check.text(name, "the name of a block device"))
    return of_device(
        Device(
            "Ramdisk",
            block,
            packages=needs(released("mirage-block-ramdisk")),
            connect=lambda _info, module, _args: f"{module}.connect ~name:{text}",
            where=caller(),
        )
    )


def generic_block(name: str, *, group: str = "", key: Value[str] | None = None) -> Impl:
    """The block device ``name`` of the kind that the key ``block`` says: xenstore, file or ramdisk."""
    kind = key or value(standard_keys.block(group=group))
    choices = [("xenstore", block_of_xenstore_id(name)), ("file", block_of_file(name)), ("ramdisk", ramdisk(name))]
    return match_impl(kind, choices, default=ramdisk(name))


_CCM = block >> block


def ccm_block(key: Key, block: Impl, *, nonce_len: int | None = None) -> Impl:
    """``block`` encrypted with the hexadecimal value of ``key``; a new one at each call."""
    length = ocaml.option(None if nonce_len is None else str(nonce_len))
    lines = [
        "let key = {key} in",
        '  let key = match Astring.String.cut ~sep:"0x" key with',
        '  | Some ("", key) -> key',
        "  | _ -> key in",
        f"  {{m}}.connect ?nonce_len: {length} ~key:(Cstruct.of_hex key) {{0}}",
    ]
    device = Device(
        "Block_ccm.Make",
        _CCM,
        keys=(key,),
        packages=needs(released("mirage-block-ccm"), released("astring")),
        connect=connecting("\n".join(lines), key=key),
        where=caller(),
    )
    return of_device(device)(block)
