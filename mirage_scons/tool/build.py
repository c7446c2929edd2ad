"""One build directory in one run of SCons: what is in it, and the state of it between runs."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import sys
from pathlib import Path

from SCons.Environment import Base as Environment
from SCons.Node import Node
from SCons.Script import GetOption

from mirage_scons.model.errors import ConfigError
from mirage_scons.tool import describe, given
from mirage_scons.tool.check import sdk_node, tools_node
from mirage_scons.tool.decide import by_content
from mirage_scons.tool.digest import Digests
from mirage_scons.tool.goals import GOALS
from mirage_scons.tool.mirror import STATE
from mirage_scons.tool.plan_file import Entry, PlanFile
from mirage_scons.tool.summary import Summary
from mirage_scons.tool.sweep import STORE, remove, sweep
from mirage_scons.tool.tender import device_word
from mirage_scons.tool.variables import Known

RESERVED = tuple(goal.name for goal in GOALS)
"""The aliases that are for all unikernels of a build."""


class Build:
    """The build directory ``root``.

    While actions run, a mark lies in it: if the run is killed, what SCons knows of the files is older than they are,
    and the next run makes them all again.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.state = root / STATE
        self.store = root / STORE
        self.stamps: dict[str, Node] = {}
        self.plans = PlanFile.load(self.state / "plan.json")
        self.digests = Digests.load(self.state / "digests.json")
        self.signatures = Digests.load(self.state / "signatures.json")
        self.decider = by_content(self.signatures)
        self.unikernels: dict[str, list[Entry]] = {}
        self.sources: dict[str, str] = {}
        self.images: dict[Path, str] = {}
        self.host: set[str] = set()
        self.mark = self.state / "unsettled"
        self.is_unsettled = self.mark.exists()
        self.summary = Summary()
        self.programs: dict[Path, list[Node]] = {}
        self.shared: dict[Path, Node] = {}
        self._tools: list[tuple[object, Node]] = []
        self._sdks: list[tuple[object, Node]] = []
        self._cleaned: set[Path] = set()
        self._checked: list[ConfigError | None] = []
        self.directories: set[Path] = {self.state, self.store, root, *map(Path, self.plans.installed)}
        atexit.register(self._leave)

    def begin(self) -> None:
        """Set the mark, before an action changes a file."""
        if not self.mark.exists():
            self.mark.parent.mkdir(parents=True, exist_ok=True)
            self.mark.touch()

    def add(self, entries: list[Entry], source: str, dist: Path) -> None:
        """Take in the unikernel of the configuration ``source``, whose images lie in ``dist``.

        :class:`ConfigError` if its name is taken or means something else.
        """
        name = entries[0].name
        hint = "Register another name."
        if name in RESERVED:
            raise ConfigError(
                f'the unikernel of {source} is called "{name}", which is an alias of this tool', None, hint
            )
        other = self.sources.setdefault(name, source)
        if other != source or name in self.unikernels:
            raise ConfigError(f'two unikernels are called "{name}": those of {other} and {source}', None, hint)
        for entry in entries:
            owner = self.images.setdefault(dist / entry.image, name)
            if owner != name:
                what = f"the unikernels {owner} and {name} would both be {entry.image}"
                raise ConfigError(what, None, f"Give one of them another name: {name}.output=NAME.")
        self.unikernels[name] = entries

    def is_first(self, entries: list[Entry]) -> bool:
        """Whether these are the first unikernel's."""
        return next(iter(self.unikernels)) == entries[0].name

    def tools(self, env: Environment) -> Node:
        """The node that says which tools the processes of ``env`` find: one for each environment of processes."""
        wanted = (env["ENV"], env.subst("$DUNE"))
        for known, node in self._tools:
            if known == wanted:
                return node
        node = tools_node(env, self.state / f"toolchain-{len(self._tools) + 1}")
        self._tools.append((wanted, node))
        return node

    def sdk(self, env: Environment) -> Node:
        """The node that says what compiles and links for guests: one for each environment and architecture."""
        wanted = (env["ENV"], env["MIRAGE_ARCH"])
        for known, node in self._sdks:
            if known == wanted:
                return node
        node = sdk_node(env, self.state / f"solo5-{len(self._sdks) + 1}")
        self._sdks.append((wanted, node))
        return node

    def stamp(self, key: str) -> Node | None:
        """The node of the source with this key, if one unikernel has asked for it."""
        return self.stamps.get(key)

    def owns(self, directory: Path) -> None:
        """Let ``-c`` remove ``directory`` once it is empty."""
        self.directories.add(directory)

    def installs_in(self, directory: Path) -> None:
        """Take what lies in ``directory`` for no source, in later runs, too."""
        self.owns(directory)
        self.plans.put_installed(str(directory))

    def cleans(self, duniverse: Path) -> None:
        """What needs ``duniverse`` is cleaned, and the sources in it are needed only where others have them."""
        self._cleaned.add(duniverse.parents[2])
        for tree in (duniverse, duniverse.parent / "_build"):
            if tree.is_dir():
                remove(tree)

    def check_words(self) -> None:
        """:class:`ConfigError` if the command line gives what no unikernel has; asked once all of them are known."""
        if not self._checked:
            options = {
                name: {option for entry in entries for option in entry.options}
                for name, entries in self.unikernels.items()
            }
            try:
                Known(options, self._devices()).check(given.words(), self.host)
                self._checked.append(None)
            except ConfigError as error:
                self._checked.append(error)
        if self._checked[0] is not None:
            raise self._checked[0]

    def _devices(self) -> dict[str, set[str]]:
        """The words that attach something to each unikernel."""
        return {
            name: {device_word(kind, device) for entry in entries for device, kind in entry.attached.items()}
            for name, entries in self.unikernels.items()
        }

    def _holds_only_state(self) -> bool:
        try:
            return os.listdir(self.root) == [self.state.name]
        except OSError:
            return False

    def _leave(self) -> None:
        """SCons has written down what it knows: so do we."""
        if GetOption("clean") and self._cleaned:
            sweep(self.root, self._cleaned)
        if GetOption("clean") and not GetOption("no_exec"):
            _remove_if_empty(self.store)
            if self._holds_only_state():
                shutil.rmtree(self.state)
            for directory in sorted(self.directories, key=lambda path: len(path.parts), reverse=True):
                _remove_if_empty(directory)
        elif is_dry():
            return
        else:
            self._save()
            if not GetOption("silent"):
                sys.stdout.write(self.summary.text())

    def _save(self) -> None:
        try:
            self.plans.save()
            self.digests.save()
            self.signatures.save()
            self.mark.unlink(missing_ok=True)
        except OSError as error:
            what = f"{error.filename}: {error.strerror}: the next run will do again what this one did"
            sys.stderr.write(f"scons: warning: {what}\n")


def _remove_if_empty(directory: Path) -> None:
    with contextlib.suppress(OSError):  # it does not exist, or holds what is not ours
        directory.rmdir()


def is_dry() -> bool:
    """Whether this run is to leave every file as it is."""
    return describe.is_asked() or any(GetOption(option) for option in ("no_exec", "question", "clean", "help"))


_builds: dict[Path, Build] = {}


def build_at(root: Path) -> Build:
    """The one :class:`Build` of this run for the directory ``root``."""
    if root not in _builds:
        _builds[root] = Build(root)
    return _builds[root]


def owned() -> frozenset[Path]:
    """The directories of all builds of this run, as far as they are known by now."""
    return frozenset().union(*(build.directories for build in _builds.values()))
