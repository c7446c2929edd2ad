"""The command ``mirage-scons``: what is done beside builds."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from mirage_scons import __version__
from mirage_scons.command import new
from mirage_scons.convert import command as convert
from mirage_scons.model.errors import ConfigError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with its ``arguments``, else those of the process; gives the exit status.

    What is wrong with what was given is said on standard error, and the status is 1; with the command line, it is 2.
    """
    parser = argparse.ArgumentParser("mirage-scons", description="Works on projects of MirageOS unikernels.")
    parser.add_argument("--version", action="version", version=f"mirage-scons {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    new.add(commands)
    convert.add(commands)
    given = parser.parse_args(arguments)
    try:
        status: int = given.run(given)
        sys.stdout.flush()
    except ConfigError as error:
        sys.stderr.write(f"mirage-scons: {error}\n")
        return 1
    except BrokenPipeError:  # who reads has seen enough
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
