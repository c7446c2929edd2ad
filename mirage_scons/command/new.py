"""``mirage-scons new NAME``: a project that builds."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from mirage_scons.model.errors import ConfigError

_HELP = """Writes a unikernel that builds as it is, to begin with: its configuration, its program, an SConstruct and
what git is to ignore. Nothing that is there already is changed."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of a command line."""
    parser = commands.add_parser("new", help="write a project that builds", description=_HELP)
    parser.add_argument("directory", metavar="NAME", help="the unikernel's name, and the directory that it gets")
    parser.add_argument(
        "--config", choices=("py", "ml"), default="py", help="the language of the configuration: Python, or OCaml"
    )
    parser.add_argument(
        "--target", default="", help="what to build for, several with commas; else this machine's own programs"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write a project as the ``arguments`` say; :class:`ConfigError` if that cannot be, and nothing is written."""
    from mirage_scons.render.project import project  # with the templates, which other commands do without

    directory, target = Path(arguments.directory), arguments.target
    files = project(_name(directory), arguments.config, target, guest=_is_of_guest(target))
    _write(directory, files)
    goal = "build" if target else "run"
    command = ["scons", goal] if directory == Path() else ["scons", "-C", str(directory), goal]
    sys.stdout.write(f"Wrote {', '.join(files)} in {directory}\nNext: {shlex.join(command)}\n")
    return 0


def _name(directory: Path) -> str:
    """The name of the unikernel in ``directory``; :class:`ConfigError` if it cannot be one."""
    from mirage_scons.model.check import unikernel_name
    from mirage_scons.tool.build import RESERVED  # and SCons with it

    name = directory.absolute().name if directory != Path() else Path.cwd().name
    unikernel_name(name, None)
    if name in RESERVED:
        what = f'"{name}" is a word of scons itself, and cannot be the name of a unikernel'
        raise ConfigError(what, None, "Take another name.")
    return name


def _is_of_guest(target: str) -> bool:
    """Whether a guest is among what is built; :class:`ConfigError` for what is no target."""
    from mirage_scons.targets import TARGETS
    from mirage_scons.tool.variables import are_all, chosen_targets

    return bool(target) and (are_all([target]) or any(TARGETS[one].abi for one in chosen_targets([target])))


def _write(directory: Path, files: Mapping[str, str]) -> None:
    """Write all of ``files`` to ``directory`` or none; :class:`ConfigError` if one of them is there already."""
    from mirage_scons.tool.durable import write_text

    there = [str(directory / name) for name in (*files, "config.py", "config.ml") if os.path.lexists(directory / name)]
    if there:
        hint = "Take another name, or another directory."
        verb = "is" if len(set(there)) == 1 else "are"
        raise ConfigError(f"{', '.join(dict.fromkeys(there))} {verb} there already", None, hint)
    made: list[Path] = []
    try:
        for name, text in files.items():
            write_text(directory / name, text)
            made.append(directory / name)
    except OSError as error:
        for path in made:
            path.unlink(missing_ok=True)
        raise ConfigError(f"cannot write {error.filename}: {error.strerror}") from None
