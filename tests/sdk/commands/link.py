"""The linker of the SDK: objects and the bindings of an ABI become an image, which is an ordinary Linux program.

``link.py ld ARGUMENT...`` takes the arguments of ld, ``link.py cc ARGUMENT...`` those of a compiler that links.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
TRIPLE = "x86_64-solo5-none-static"
BINDINGS = HERE.parents[1] / "lib" / TRIPLE
HOST_LIBRARIES = ("-lm", "-ldl")

# Options of ld whose value is the next argument, beside those that gcc takes as well.
_WITH_VALUE = frozenset({"-e", "-m", "-rpath", "-soname", "-Map", "--defsym", "-y"})
_FOR_BOTH = ("-L", "-l", "-u")


@dataclass
class Line:
    """A command line: the ABI that it asks for, and what is left of it."""

    abi: str | None = None
    rest: list[str] = field(default_factory=list)


def read(arguments: Iterable[str]) -> Line:
    """Take ``-z solo5-abi=ABI`` out of the arguments."""
    line = Line()
    remaining = iter(arguments)
    for argument in remaining:
        if argument != "-z":
            line.rest.append(argument)
            continue
        keyword = next(remaining, "")
        if keyword.startswith("solo5-abi="):
            line.abi = keyword.partition("=")[2]
        else:
            line.rest += ["-z", keyword]
    return line


def for_gcc(arguments: Iterable[str]) -> Iterator[str]:
    """The arguments of ld as gcc takes them. A linker script is left out: it describes a machine that is not there."""
    remaining = iter(arguments)
    for argument in remaining:
        if argument in ("-T", "--script"):
            next(remaining, None)
        elif argument.startswith(("-T", "--script=")) or argument in ("-static", "-nostdlib"):
            continue
        elif argument == "-o" or argument in _FOR_BOTH:
            yield from (argument, next(remaining, ""))
        elif argument == "-z" or argument in _WITH_VALUE:
            yield f"-Wl,{argument},{next(remaining, '')}"
        elif argument.startswith("-") and not argument.startswith(("-o", *_FOR_BOTH)):
            yield f"-Wl,{argument}"
        else:
            yield argument


def image(role: str, abi: str, arguments: list[str]) -> NoReturn:
    """Link the image of an ABI."""
    bindings = BINDINGS / f"solo5_{abi}.o"
    if not bindings.exists():
        sys.stderr.write(f"ld: cannot open linker script file solo5_{abi}.lds: No such file or directory\n")
        raise SystemExit(1)
    rest = list(for_gcc(arguments)) if role == "ld" else arguments
    os.execvp("gcc", ["gcc", "-no-pie", "-L", str(BINDINGS), str(bindings), *rest, *HOST_LIBRARIES])


def main(role: str, arguments: list[str]) -> NoReturn:
    """Link, as ld or as the compiler; without an ABI only ld does, as the host's."""
    line = read(arguments)
    if line.abi is not None:
        image(role, line.abi, line.rest)
    if role == "ld":
        os.execvp("ld", ["ld", "-nostdlib", *arguments])
    sys.stderr.write(f"{TRIPLE}-cc: the stand-in links nothing without -z solo5-abi=ABI\n")
    raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
