"""What was translated is read, and has to mean what the configuration means: for all targets, and for other keys."""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from mirage_scons.config_py import reader
from mirage_scons.config_py.reader import blamed
from mirage_scons.model.configuration import Configuration
from mirage_scons.model.errors import ConfigError, Location
from mirage_scons.model.key import Key
from mirage_scons.plan.plan import Plan, make, resolve
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import render
from mirage_scons.targets import TARGETS

_FAULT = "This is a fault of the translation: please report it, with the configuration."
_NOWHERE = Path("/nowhere")
"""The directory of configurations, of which one is in none: what is generated depends on it in places only."""
_LINE = re.compile(r'^# \d+ ".*"\n', re.MULTILINE)
"""The place in a configuration that a line of OCaml comes from."""


def verify(configuration: Configuration, files: Mapping[str, str], path: Path) -> None:
    """:class:`ConfigError` if the Python in ``files`` does not mean what ``configuration`` does, that at ``path``."""
    with tempfile.TemporaryDirectory() as directory:
        for name, text in files.items():
            (Path(directory) / name).write_text(text, encoding="utf-8", errors="surrogateescape")
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                translated = reader.read(Path(directory) / "config.py")
                difference = next(differences(configuration, translated), "")
            except ConfigError as error:
                if error.message.startswith("RecursionError"):
                    what = "the configuration recurses more deeply than Python does"
                    raise ConfigError(what, Location(str(path), 1), "Look at its recursion.") from None
                difference = str(error).replace(f"{directory}/", "")
    if difference:
        what = f"the translation does not mean the same: {difference}"
        raise ConfigError(what, Location(str(path), 1), _FAULT)


def differences(one: Configuration, other: Configuration) -> Iterator[str]:
    """What is generated of two configurations that differs, in words."""
    for target in TARGETS:
        others = _choices(one, target) if target in _TRIED else []
        for given in ({}, *others):
            first, second = _generated(one, target, given), _generated(other, target, given)
            for name in sorted(first.keys() | second.keys()):
                if first.get(name) != second.get(name):
                    words = "".join(f" with {key}={value[0]}" for key, value in given.items())
                    yield f"for {target}{words}, {name} is\n{_shown(first.get(name), second.get(name))}"


def _shown(one: str | None, other: str | None) -> str:
    """The first lines that differ."""
    if one is None or other is None:
        return f"{one or 'nothing'}\nwhere there is\n{other or 'nothing'}"
    pairs = zip([*one.splitlines(), ""], [*other.splitlines(), ""], strict=False)
    first, second = next(((a, b) for a, b in pairs if a != b), (one, other))
    return f"{first}\nin the one, in the other\n{second}"


_TRIED = ("unix", "hvt", "xen")
"""The targets for which other values of keys are tried: those between which devices choose."""
_MOST = 40
"""How many values of keys are tried for each target."""


def _choices(configuration: Configuration, target: str) -> list[dict[str, list[str]]]:
    """Values of keys that are not their defaults, as words of the command line."""
    try:
        keys = resolve(configuration.unikernel, target, {}, {}).keys
    except ConfigError:
        return []
    own = [key for key in keys if key.is_configure and key.name != "target"]
    return [{key.name: [word]} for key in own for word in _words(key)][:_MOST]


def _words(key: Key) -> list[str]:
    """Some values of a key, as the command line has them."""
    found = []
    for word in ("true", "socket", "direct", "crunch", "ramdisk", "file", "xenstore", "7", "other"):
        try:
            value = key.converter.parse(word)
        except ValueError:
            continue
        if value != key.arg.default:
            found.append(word)
    return found[:3]


def _generated(configuration: Configuration, target: str, given: Mapping[str, list[str]]) -> Mapping[str, str]:
    """The texts of all that is generated, by its names; an error is one, too, whatever it says."""
    try:
        with blamed():
            plan = make(configuration.unikernel, target, R4_4, given, {}, _NOWHERE)
            files = render(plan)
    except ConfigError:
        return {"error": "refused"}
    texts = {**files.workspace, **files.target, "keys": _keys(plan)}
    return {name: _LINE.sub("", text) for name, text in texts.items()}


def _keys(plan: Plan) -> str:
    """What the help says of keys."""
    return "\n".join(
        f"{key.name} {key.names} {key.doc} {key.docs} {key.docv} {key.env} {key.arg.kind} {key.arg.stage} "
        f"{[other.name for other, _ in key.sets]}"
        for key in plan.keys
    )
