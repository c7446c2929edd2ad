"""The plan file: what was rendered last time, with everything that it was rendered from.

While nothing of that changes, configurations are not read again, and the libraries that plan and render are not
imported.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from mirage_scons.tool.durable import write_text


class KeyHelp(NamedTuple):
    """A key as the help shows it: ``name``, section, word for the value, doc, default and current value as text.

    ``names`` are all that give it, ``env`` the environment variable that does, and ``sets`` the keys that it sets. It
    may be one that ``configure`` gives, and one for which a value is ``required``.
    """

    name: str
    docs: str
    docv: str
    doc: str
    default: str
    current: str
    configure: bool
    names: list[str]
    env: str | None
    sets: list[str]
    required: bool


class Entry(NamedTuple):
    """One unikernel for one target, rendered.

    ``inputs`` maps each file that was read, relative to the configuration's directory, to the digest of its content,
    ``environ`` each environment variable that a key names to its value, and ``given`` each option that was given to
    its words; ``options`` are all that it has. ``tools`` maps each program and library that read the configuration to
    what shows that it is another one now. ``origins`` says for a library which line of the configuration asks for
    it, ``asks`` for an opam package. ``place`` are the directories and repositories of which the opam file speaks;
    ``modules`` are the names of files that devices bring to the user's, ``lock`` is that of the lock, and ``installs``
    maps what is installed beside the image to what dune builds for it; ``data`` names what of it is no program.
    ``beside`` maps what else lies there to the generated file that it is. ``needs`` is what of the opam file decides
    the lock, and ``attached`` are the kinds of the devices that are attached to the image, by their names.
    """

    name: str
    target: str
    program: str
    image: str
    output: str | None
    inputs: Mapping[str, str | None]
    environ: Mapping[str, str | None]
    tools: Mapping[str, list[str | int]]
    given: Mapping[str, list[str]]
    options: list[str]
    keys: list[KeyHelp]
    workspace: Mapping[str, str]
    files: Mapping[str, str]
    origins: Mapping[str, str]
    place: list[str]
    modules: list[str]
    lock: str
    asks: Mapping[str, str]
    installs: Mapping[str, str]
    data: list[str]
    beside: Mapping[str, str]
    needs: str
    attached: Mapping[str, str]

    def holds(
        self,
        directory: Path,
        place: list[str],
        given: Mapping[str, list[str]],
        output: str | None,
        environ: Mapping[str, str],
    ) -> bool:
        """Whether rendering the configuration in ``directory`` with what else is given would give the same."""
        return (
            self.place == place
            and self.output == output
            and self.given == {option: words for option, words in given.items() if option in self.options}
            and all(environ.get(name) == value for name, value in self.environ.items())
            and all(digest(directory / path) == known for path, known in self.inputs.items())
            and all(state(located(tool, environ)) == known for tool, known in self.tools.items())
        )


@dataclass
class PlanFile:
    """The plan file at ``path`` in memory.

    ``toolchains`` holds what the tools of an environment said of themselves, ``installed`` the directories into which
    something was installed: what lies there is no source. ``locks`` holds what each lock names, ``refused`` why a
    unikernel cannot be built for a target. ``asked`` is of this run alone: what was found of tools that nothing here
    changes.
    """

    path: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    toolchains: dict[str, Any] = field(default_factory=dict)
    installed: list[str] = field(default_factory=list)
    locks: dict[str, Any] = field(default_factory=dict)
    refused: dict[str, Any] = field(default_factory=dict)
    asked: dict[object, dict[str, Any]] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def load(cls, path: Path) -> PlanFile:
        """Read the file; one that is missing, unreadable or of another version of this package counts as empty."""
        try:
            stored = json.loads(path.read_bytes())
            if stored["product"] != product():
                return cls(path)
            entries = {name: _entry(entry) for name, entry in stored["entries"].items()}
            return cls(path, entries, stored["toolchains"], stored["installed"], stored["locks"], stored["refused"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(path)

    def put(self, name: str, entry: Entry) -> None:
        """Remember ``entry`` under ``name``."""
        self.entries[name] = entry
        self.changed = True

    def put_toolchain(self, name: str, said: dict[str, Any]) -> None:
        """Remember what the tools called ``name`` said of themselves."""
        self.toolchains[name] = said
        self.changed = True

    def put_lock(self, name: str, said: dict[str, Any]) -> None:
        """Remember what the lock ``name`` names."""
        self.locks[name] = said
        self.changed = True

    def put_refused(self, name: str, said: dict[str, Any]) -> None:
        """Remember why the configuration and target ``name`` cannot be built."""
        self.refused[name] = said
        self.changed = True

    def put_installed(self, directory: str) -> None:
        """Remember that something is installed in ``directory``."""
        if directory not in self.installed:
            self.installed.append(directory)
            self.changed = True

    def save(self) -> None:
        """Write the file if anything changed."""
        if self.changed:
            entries = {name: _stored(entry) for name, entry in self.entries.items()}
            stored = {
                "product": product(),
                "entries": entries,
                "toolchains": self.toolchains,
                "installed": self.installed,
                "locks": self.locks,
                "refused": self.refused,
            }
            write_text(self.path, json.dumps(stored, indent=1, sort_keys=True))
            self.changed = False


def _stored(entry: Entry) -> dict[str, Any]:
    return {**entry._asdict(), "keys": [key._asdict() for key in entry.keys]}


def _entry(stored: dict[str, Any]) -> Entry:
    return Entry(**{**stored, "keys": [KeyHelp(**key) for key in stored["keys"]]})


def digest(path: Path) -> str | None:
    """The digest of a file's content, ``None`` if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def located(tool: str, environ: Mapping[str, str]) -> str | None:
    """The path of the program ``tool`` by that name, or of the file by that path."""
    return tool if os.sep in tool else shutil.which(tool, path=environ.get("PATH", ""))


def state(path: str | None) -> list[str | int]:
    """What shows that the file ``path`` is another one now; its name only, if there is none."""
    real = os.path.realpath(path or "")
    try:
        stat = os.stat(real)
    except OSError:
        return [real]
    return [real, stat.st_size, stat.st_mtime_ns]


@cache
def product() -> str:
    """Identifies this package: another version, or an edited file of it, renders anew."""
    root = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    return hashlib.sha256(repr(sorted(_sources(root, ""))).encode()).hexdigest()


def _sources(directory: str, prefix: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".j2", ".ml", ".mli")):
                stat = entry.stat()
                yield prefix + entry.name, stat.st_size, stat.st_mtime_ns
            elif entry.is_dir() and entry.name not in ("__pycache__", "ocaml"):
                yield from _sources(entry.path, f"{prefix}{entry.name}/")
