"""``mirage-scons convert config.ml``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from mirage_scons.model.errors import ConfigError

_HELP = """Prints the config.py that means what a config.ml of MirageOS 4.4 means, with its comments and names.

What is printed has been read and compared with the original: the same is generated of both, for every target. What
cannot be said in Python plainly is an error with its line, and nothing is printed.

Modules beside the configuration that it names become modules of Python: then -o says where all of them go, and the
names of what is written are printed."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of a command line."""
    parser = commands.add_parser(
        "convert",
        help="print the config.py of a config.ml",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("config", type=Path, metavar="config.ml", help="the configuration, or its directory")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write to FILE, and modules beside it; FILE is config.py in a directory that is given",
    )
    parser.add_argument("--force", action="store_true", help="replace files that are there and differ")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Translate as the ``arguments`` say; :class:`ConfigError` if that cannot be."""
    from mirage_scons.convert.program import convert  # with a parser and a formatter, which other commands do without

    path: Path = arguments.config
    converted = convert(path / "config.ml" if path.is_dir() else path)
    if arguments.output is None:
        sys.stdout.write(_alone(converted.files, path))
    else:
        _write(_placed(converted.files, arguments.output), arguments.force)
    return 0


def _alone(files: Mapping[str, str], path: Path) -> str:
    """The text of a configuration that is one file."""
    if len(files) > 1:
        what = f"{path} becomes {len(files)} files: {', '.join(files)}"
        raise ConfigError(what, None, "Say where they go: -o DIRECTORY, or -o DIRECTORY/config.py.")
    return files["config.py"]


def _placed(files: Mapping[str, str], output: str) -> dict[Path, str]:
    """Where each file goes."""
    place = Path(output)
    main = place / "config.py" if place.is_dir() or output.endswith("/") else place
    if main.suffix != ".py":
        raise ConfigError(f"{main} is no name of a configuration in Python", None, "Write -o config.py.")
    return {main if name == "config.py" else main.parent / name: text for name, text in files.items()}


def _write(files: Mapping[Path, str], force: bool) -> None:
    """Write all of ``files`` or none: what is there and differs is only replaced by ``force``."""
    from mirage_scons.tool.durable import write_text

    other = [path for path, text in files.items() if _differs(path, text)]
    if other and not force:
        raise ConfigError(f"{', '.join(map(str, other))} is there already", None, "Use --force to replace it.")
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    try:
        for path, text in files.items():
            write_text(path, text)
            sys.stdout.write(f"{path}\n")
    except OSError as error:
        _put_back(before)
        raise ConfigError(f"cannot write {error.filename}: {error.strerror}") from None


def _differs(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() != text.encode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return False
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}") from None


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    """Have what was there before."""
    for path, data in before.items():
        if data is None:
            path.unlink(missing_ok=True)
        elif path.read_bytes() != data:
            path.write_bytes(data)
