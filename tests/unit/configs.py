"""Configurations as texts: read, planned for a target, rendered, or refused."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mirage_scons.config_py.reader import blamed, read
from mirage_scons.model.errors import ConfigError
from mirage_scons.model.unikernel import Unikernel
from mirage_scons.plan.plan import Plan, make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import render

MAIN = 'register("app", [main("Unikernel.Main", job >> job)(noop)])\n'
"""The end of a configuration that is about something else."""


@dataclass(frozen=True)
class Mistake:
    """A configuration with a command line and an environment, and the message with which it is refused."""

    what: str
    text: str
    message: str
    given: Mapping[str, str | list[str]] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=dict)
    target: str = "unix"


def write(directory: Path, text: str) -> Path:
    """Write ``text`` as a config.py: its first line imports the language, so ``text`` begins on line 2.

    A text that begins with a comment for mirage keeps it on the first line.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / "config.py"
    first, rest = text.split("\n", 1) if text.startswith("# mirage") else ("", text)
    path.write_text(f"{first}{first and chr(10)}from mirage_scons.dsl import *\n" + textwrap.dedent(rest))
    return path


def unikernel(directory: Path, text: str) -> Unikernel:
    """What the configuration ``text`` registers."""
    return read(write(directory, text)).unikernel


def plan(
    directory: Path,
    text: str,
    target: str = "unix",
    given: Mapping[str, str | list[str]] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Plan:
    """The plan of the configuration ``text``, with the words of a command line and an environment."""
    words = {option: [word] if isinstance(word, str) else word for option, word in (given or {}).items()}
    return make(unikernel(directory, text), target, R4_4, words, environ or {}, directory)


def refusal(
    directory: Path,
    text: str,
    given: Mapping[str, str | list[str]] | None = None,
    environ: Mapping[str, str] | None = None,
    target: str = "unix",
) -> str:
    """The message with which the configuration ``text`` is refused, its paths relative to ``directory``."""
    with pytest.raises(ConfigError) as caught, blamed():
        render(plan(directory, text, target, given, environ))
    return str(caught.value).replace(f"{directory}/", "")
