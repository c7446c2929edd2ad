"""Reading a config.py: it runs as Python, and what it read to do so is known afterwards.

No state survives: modules that a configuration imports from its own directory are forgotten when it has been read, so
that two configurations in one process never meet.
"""

from __future__ import annotations

import os
import re
import sys
import sysconfig
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import mirage_scons.dsl  # noqa: F401 - what configurations import is there, from bytecode, before one is read
from mirage_scons.config_py.version import check_version
from mirage_scons.model.configuration import Configuration
from mirage_scons.model.errors import WARNINGS, ConfigError, Location, nearest
from mirage_scons.model.unikernel import READING, Registry
from mirage_scons.releases import Release
from mirage_scons.releases.r4_4 import R4_4

_opened: set[str] | None = None
"""The files opened by the configuration that is being read, ``None`` while none is."""
_hooked = False

_PLACES = ("stdlib", "platstdlib", "purelib", "platlib")
_INSTALLED = tuple(
    f"{place}{os.sep}" for place in ("/dev", *map(sysconfig.get_path, _PLACES), str(Path(__file__).parent.parent))
)
"""Where Python's own modules, installed ones and this package lie: no inputs of a configuration."""
_OF_PACKAGES = re.compile(r"/(site|dist)-packages/|\.(egg|dist)-info/|/__editable__[^/]*$|/python\d+\.zip$")
"""Where modules of other installations lie, and what is looked at by a module that asks which packages there are."""


def read(path: Path, release: Release = R4_4) -> Configuration:
    """Read the configuration at ``path``, which may say that it is for certain releases.

    Whatever stops it is a :class:`ConfigError` with the line: the language's own errors, an exception, a syntax error,
    a configuration that registers nothing or asks to exit.
    """
    path = path.absolute()
    try:
        source = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from None
    first = source.partition(b"\n")[0].decode("utf-8", "replace")
    check_version(first, release, Location(str(path), 1))
    registry, warnings = Registry(), list[str]()
    reading, warning = READING.set(registry), WARNINGS.set(warnings)
    try:
        with _isolated(path.parent), _recorded() as opened:
            _run(source, path)
    finally:
        READING.reset(reading)
        WARNINGS.reset(warning)
    if registry.unikernel is None:
        raise ConfigError("registers no unikernel", Location(str(path), 1), 'End with register("NAME", [JOB, …]).')
    inputs = {path, *(Path(file) for file in opened)}
    return Configuration(registry.unikernel, tuple(sorted(inputs)), tuple(warnings))


def _run(source: bytes, path: Path) -> None:
    module = ModuleType("config")
    module.__file__ = str(path)
    sys.modules["config"] = module
    with blamed():
        exec(compile(source, str(path), "exec", dont_inherit=True), module.__dict__)


@contextmanager
def blamed() -> Iterator[None]:
    """Make what a user's code raises a :class:`ConfigError` with the innermost line of it that led there.

    That is also for what runs after a configuration has been read, as a function of a key's value does. An exception
    to which no user's line led is a fault of this package, and passes.
    """
    try:
        yield
    except ConfigError:
        raise
    except (Exception, SystemExit) as error:
        if isinstance(error, SyntaxError) and os.path.exists(error.filename or ""):
            raise ConfigError(error.msg, Location(str(error.filename), error.lineno or 1)) from None
        where = _line_of(error)
        if where is None:
            raise
        raise ConfigError(f"{type(error).__name__}: {error}", where, _meant(error)) from error


def _meant(error: BaseException) -> str:
    """A sentence that offers a name for one that there is not, as Python does where it shows a traceback."""
    if not isinstance(error, NameError) or not error.name:
        return ""
    *_, (frame, _line) = traceback.walk_tb(error.__traceback__)
    known = {**frame.f_builtins, **frame.f_globals, **frame.f_locals}
    return nearest(error.name, [name for name in known if not name.startswith("_")])


def _line_of(error: BaseException) -> Location | None:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith("<") and not _is_installed(frame.filename)]
    return Location(own[-1].filename, own[-1].lineno or 1) if own else None


@contextmanager
def _isolated(directory: Path) -> Iterator[None]:
    """Imports find the modules of ``directory`` first, as their source says, and are forgotten afterwards.

    A user's modules that were imported before are put away meanwhile: they may be others of the same name, and what a
    configuration imports is read, so that it is known to be an input. Bytecode is neither written nor read: Python
    takes it for that of a source which changed within a second.
    """
    before, search = _users_modules(), list(sys.path)
    bytecode = sys.dont_write_bytecode, sys.pycache_prefix
    _forget(before)
    sys.path.insert(0, str(directory))
    sys.dont_write_bytecode, sys.pycache_prefix = True, os.devnull
    try:
        yield
    finally:
        sys.path[:] = search
        sys.dont_write_bytecode, sys.pycache_prefix = bytecode
        _forget(_users_modules())
        sys.modules.update(before)


def _users_modules() -> dict[str, ModuleType]:
    """The modules that are neither Python's own nor installed, by name, and the one in a configuration's place."""
    modules = [(name, module) for name, module in sys.modules.items() if name != "__main__"]
    return {name: module for name, module in modules if name == "config" or _is_users(module)}


def _is_users(module: ModuleType) -> bool:
    file = getattr(module, "__file__", None)
    places = [file] if file else list(getattr(module, "__path__", None) or ())
    return any(isinstance(place, str) and not _is_installed(place) for place in places)


def _forget(modules: Iterable[str]) -> None:
    """Take ``modules`` out of those that are imported, and what is remembered of the directories of users' modules."""
    for name in modules:
        sys.modules.pop(name, None)
    for place in [place for place in sys.path_importer_cache if not _is_installed(place + os.sep)]:
        del sys.path_importer_cache[place]


@contextmanager
def _recorded() -> Iterator[set[str]]:
    """The set of files that are opened meanwhile, beside Python's own and installed packages'."""
    global _opened, _hooked
    if not _hooked:  # an audit hook stays for the life of the process, so there is one, idle between readings
        sys.addaudithook(_on_audit)
        _hooked = True
    opened: set[str] = set()
    outer, _opened = _opened, opened
    try:
        yield opened
    finally:
        _opened = outer
        if outer is not None:  # what a configuration reads through another is read for it too
            outer |= opened


def _on_audit(event: str, args: tuple[Any, ...]) -> None:
    if _opened is None or event != "open" or not isinstance(args[0], (str, bytes)):
        return
    mode, flags = args[1], args[2]
    writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
    path = os.path.join(os.getcwd(), os.fsdecode(args[0]))
    if not writes and not (flags or 0) & 3 and not path.endswith(".pyc") and not _is_installed(path):
        _opened.add(path)


def _is_installed(path: str) -> bool:
    return path.startswith(_INSTALLED) or _OF_PACKAGES.search(path) is not None
