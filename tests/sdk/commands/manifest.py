"""What solo5-elftool accepts as a manifest, and the C that it makes of it."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator

from json_lines import NotJsonError, Value, parse
from notes import MANIFEST_VERSION, MAX_ENTRIES, MAX_NAME

_ALPHANUMERIC = frozenset(string.ascii_letters + string.digits)


class RefusedError(Exception):
    """The manifest is not accepted; the message says where and why."""


def devices(text: str, source: str) -> list[tuple[str, str]]:
    """The names and types of the devices of a manifest. Whether a type exists is left to the C compiler."""
    try:
        root = parse(text)
    except NotJsonError:
        raise RefusedError(f"{source}: JSON parse error") from None
    _expect("OBJECT", root, source, "(root)")
    fields = _fields(root, source, "(root)", {"type": "STRING", "version": "INTEGER", "devices": "ARRAY"}, ".{}")
    for name, shown in {"type": ".type", "version": ".version", "devices": ".devices[]"}.items():
        if name not in fields:
            raise RefusedError(f"{source}:{root.line}: missing {shown}")
    entries = fields["devices"].items
    for entry in entries:
        _expect("OBJECT", entry, source, ".devices[]")
    if fields["type"].text != "solo5.manifest":
        raise RefusedError(f'{source}:{fields["type"].line}: .type: invalid value, expected "solo5.manifest"')
    if int(fields["version"].text) != MANIFEST_VERSION:
        version = fields["version"]
        problem = f".version: invalid version {version.text}, expected {MANIFEST_VERSION}"
        raise RefusedError(f"{source}:{version.line}: {problem}")
    if len(entries) + 1 > MAX_ENTRIES:  # the first entry is not a device
        where = f"{source}:{fields['devices'].line}: .devices[]"
        raise RefusedError(f"{where}: too many entries, maximum {MAX_ENTRIES}")
    return [_device(entry, source) for entry in entries]


def _device(entry: Value, source: str) -> tuple[str, str]:
    place = ".devices[...]"
    fields = _fields(entry, source, place, {"name": "STRING", "type": "STRING"}, place)
    if "name" not in fields:
        raise RefusedError(f"{source}:{entry.line}: {place}: missing .name")
    name = fields["name"]
    for is_wrong, problem in (
        (not name.text, ".name may not be empty"),
        (len(name.text.encode()) > MAX_NAME, "name too long"),
        (not _ALPHANUMERIC.issuperset(name.text), "name is not alphanumeric"),
    ):
        if is_wrong:
            raise RefusedError(f"{source}:{name.line}: {place}: {problem}")
    if "type" not in fields:
        raise RefusedError(f"{source}:{entry.line}: {place}: missing .type")
    return name.text, fields["type"].text


def _fields(value: Value, source: str, place: str, kinds: dict[str, str], shown: str) -> dict[str, Value]:
    for name, member in value.members:
        if name not in kinds:
            raise RefusedError(f"{source}:{member.line}: {place}: unknown key: {name}")
        _expect(kinds[name], member, source, shown.format(name))
    return dict(value.members)


def _expect(kind: str, value: Value, source: str, place: str) -> None:
    if value.kind != kind:
        raise RefusedError(f"{source}:{value.line}: {place}: expected {kind}, got {value.kind}")


def c_source(devices: Iterable[tuple[str, str]], version: str) -> str:
    """The C that puts a manifest into an object as a note."""
    entries = ['    { "", MFT_RESERVED_FIRST },', *_entries(devices)]
    head = [
        f"/* Made by the stand-in for solo5-elftool version {version}. */",
        "",
        f"#define MANIFEST_ENTRIES {len(entries)}",
        '#include "mft_abi.h"',
        "",
    ]
    return "\n".join([*head, "MANIFEST_BEGIN", *entries, "MANIFEST_END", ""])


def _entries(devices: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, type in devices:
        yield f'    {{ "{name}", MFT_DEV_{type} }},'
