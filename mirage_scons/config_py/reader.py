"""Reading a config.py: it runs as Python, and what it read to do so is known afterwards.

No state survives: modules that a configuration imports from its own directory are forgotten when it has been read, so
that two configurations in one process never meet.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

from mirage_scons.model.errors import ConfigError, Location
from mirage_scons.model.unikernel import READING, Registry, Unikernel

_opened: set[str] | None = None
"""The files opened by the configuration that is being read, ``None`` while none is."""
_hooked = False

_PLACES = ("stdlib", "platstdlib", "purelib", "platlib")
_INSTALLED = (*(sysconfig.get_paths()[place] for place in _PLACES), str(Path(__file__).parent.parent))
"""Where Python's own modules, installed ones and this package lie: no inputs of a configuration."""


@dataclass(frozen=True)
class Configuration:
    """A configuration that has been read: its unikernel and the files that it was read from, sorted."""

    unikernel: Unikernel
    inputs: tuple[Path, ...]


def read(path: Path) -> Configuration:
    """Read the configuration at ``path``.

    Whatever stops it is a :class:`ConfigError` with the line: the language's own errors, an exception, a syntax error,
    a configuration that registers nothing or asks to exit.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from None
    registry = Registry()
    reading = READING.set(registry)
    try:
        with _isolated(path.parent), _recorded() as opened:
            _run(source, path)
    finally:
        READING.reset(reading)
    if registry.unikernel is None:
        raise ConfigError("registers no unikernel", Location(str(path), 1), 'End with register("NAME", [JOB, …]).')
    inputs = {path, *(Path(file) for file in opened)}
    return Configuration(registry.unikernel, tuple(sorted(inputs)))


def _run(source: bytes, path: Path) -> None:
    try:
        code: CodeType = compile(source, str(path), "exec", dont_inherit=True)
        exec(code, {"__name__": "config", "__file__": str(path)})
    except ConfigError:
        raise
    except SyntaxError as error:
        raise ConfigError(f"{error.msg}", Location(error.filename or str(path), error.lineno or 1)) from None
    except (Exception, SystemExit) as error:
        raise ConfigError(f"{type(error).__name__}: {error}", _line_of(error, path)) from error


def _line_of(error: BaseException, path: Path) -> Location:
    """The innermost line below the configuration's directory that led to ``error``."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(path.parent)]
    return Location(own[-1].filename, own[-1].lineno or 1) if own else Location(str(path), 1)


@contextmanager
def _isolated(directory: Path) -> Iterator[None]:
    """Imports find the modules of ``directory`` first, as their source says, and are forgotten afterwards.

    Bytecode is neither written nor read: Python takes it for that of a source which changed within a second.
    """
    before, search = dict(sys.modules), list(sys.path)
    bytecode = sys.dont_write_bytecode, sys.pycache_prefix
    sys.path.insert(0, str(directory))
    sys.dont_write_bytecode, sys.pycache_prefix = True, os.devnull
    for name in [name for name, module in before.items() if name != "__main__" and _is_below(module, directory)]:
        del sys.modules[name]
    try:
        yield
    finally:
        sys.path[:] = search
        sys.dont_write_bytecode, sys.pycache_prefix = bytecode
        for name in [
            name for name, module in sys.modules.items() if name not in before and _is_below(module, directory)
        ]:
            del sys.modules[name]
        sys.modules.update({name: module for name, module in before.items() if _is_below(module, directory)})


def _is_below(module: Any, directory: Path) -> bool:
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and Path(file).is_relative_to(directory) and not _is_pythons(Path(file))


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


def _on_audit(event: str, args: tuple[Any, ...]) -> None:
    if _opened is None or event != "open" or not isinstance(args[0], str):
        return
    mode, flags = args[1], args[2]
    writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
    path = Path(args[0]).absolute()
    if not writes and not (flags or 0) & 3 and path.suffix != ".pyc" and not _is_pythons(path):
        _opened.add(str(path))


def _is_pythons(path: Path) -> bool:
    return any(path.is_relative_to(place) for place in ("/dev", *_INSTALLED))
