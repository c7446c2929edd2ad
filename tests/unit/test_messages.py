"""What the original says when it refuses something, message by message: where ours says it, or why it cannot occur.

The messages are those of mirage 4.4.2, in the order in which its sources have them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from test_errors import MISTAKES

from mirage_scons.config_py.reader import read
from mirage_scons.model.errors import ConfigError
from mirage_scons.tool.variables import Known, chosen_targets, extra_repositories, target_words

CATALOGUE: dict[str, list[str]] = {
    "Your configuration includes a job without arguments": ["a job without argument", "a branch without argument"],
    "Version mismatch: required is mirage >= V": ["a version that is not there yet"],
    "Version mismatch: required is mirage < V": ["a version that is long gone", "a version that is below in part"],
    "Unknown first line": ["no bound on a version"],
    "Bad comment, multiple constraints": ["two bounds on one side"],
    "Qubes DB invoked for an unsupported target": ["a device of another target without a line"],
    "Unix resolver not supported on non-UNIX targets": ["the system's resolver where there is none"],
    "XenStore IDs are only valid ways of specifying block devices": ["a device of another target"],
    "Block devices not supported on Muen target": ["a block device for Muen"],
    "TCPv4v6 socket, UDPv4v6 socket not supported": ["sockets where there is no system"],
    "Can't parse ip address": ["no address"],
    "The NAME connect expects exactly N arguments": ["a connection that does not take what it is given"],
    "package name S is invalid": ["no name of a package"],
    "dependent package S may either specify ~sublibs or ~ocamlfind": ["both libs and sublibs"],
    "conflicting pin depends for NAME": ["two pins", "two contradictory packages in one line"],
    "key name cannot be the empty string": ["an empty name of a key"],
    "duplicate key, Duplicate key name": ["two keys with one name", "two network devices whose key has one name"],
    "option X: invalid value V": ["no truth value", "no number", "no word of an enumeration, but like one"],
    "option X cannot be repeated": ["an option given twice", "an option given by two names"],
    "required option --X is missing": ["a required key that is not given"],
}
"""Messages that the catalogue of errors has, by the mistakes that show it."""

OTHERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "configuration file FILE missing": (lambda path: read(path / "config.py"), "cannot read .*config.py: No such file"),
    "Invalid extra repository argument": (
        lambda _: extra_repositories([("extra-repos", "mine")], {}, ()),
        "extra-repos: mine is no repository\n  Write NAME:URL,NAME:URL.",
    ),
    "invalid default target": (
        lambda _: chosen_targets(target_words([], {"MIRAGE_DEFAULT_TARGET": "vax"})),
        'target=vax: invalid value "vax", expected one of unix, macosx, .*',
    ),
    "unknown option X, did you mean": (
        lambda _: Known({"app": ["hello"]}, {}).check([("helo", "x")], []),
        "unknown key helo in helo=x\n  Did you mean hello?",
    ),
}
"""Messages about command lines and files, by what shows ours."""

NEVER = {
    "couldn't extract version from V": "The version is data of the release.",
    "cannot find file (context), cannot parse (context line)": "Each build is given its keys; no file holds them.",
    "ambiguous sub-command, unknown command": "There are no sub-commands; an unknown target is SCons' own error.",
    "PATH: invalid language (header)": "Generated files have names of their own, not headers that tell them apart.",
    "The keys connect should receive exactly one argument": "keys takes its argv as a parameter.",
    "dry-run actions": "scons -n says what would be done.",
    "info logs of generated files": "Each generated file is a node, and SCons says when it makes one.",
    "Invalid endpoint, Invalid uri, Invalid SSH pattern": "Every remote that git takes has a URL for opam.",
    "run [dune build] exited with N": "dune's own error is shown, then that it failed and what became of the image.",
    "couldn't open output channel": "SCons says which target could not be written, and why.",
}
"""Messages that cannot occur, and why."""


@pytest.mark.parametrize("message", CATALOGUE, ids=lambda message: message.replace(" ", "-"))
def test_a_message_of_the_original_is_in_the_catalogue(message: str) -> None:
    known = {mistake.what: mistake.message for mistake in MISTAKES}
    for what in CATALOGUE[message]:
        assert re.search(r"^config\.py:\d+: |=|^[a-z]+ is given", known[what]), known[what]


@pytest.mark.parametrize("message", OTHERS, ids=lambda message: message.replace(" ", "-"))
def test_a_message_about_the_command_line_says_what_to_do(message: str, tmp_path: Path) -> None:
    fails, said = OTHERS[message]
    with pytest.raises(ConfigError) as caught:
        fails(tmp_path)
    assert re.match(said, str(caught.value))


def test_no_message_has_two_homes() -> None:
    names = [*CATALOGUE, *OTHERS, *NEVER]
    assert len(names) == len(set(names))
    assert all(reason.endswith(".") for reason in NEVER.values())
