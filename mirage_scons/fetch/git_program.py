"""The program git: it asks the user nothing, and touches no repository but the one that it is given."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from mirage_scons.fetch.errors import FetchError

_OF_ANOTHER = {
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
}
"""Variables that name a repository: in a hook of git they name the user's own, which must not be written to."""

_SETTINGS = (
    "core.autocrlf=false",  # a commit is the same files for everybody
    "core.eol=lf",
    "core.hooksPath=/dev/null",
    "gc.auto=0",  # it would go on in the background, while others use the repository
    "http.lowSpeedLimit=1",  # bytes a second: a server that says nothing for so many seconds is given up
    "http.lowSpeedTime=60",
)


_SSH = "ssh -oBatchMode=yes -oConnectTimeout=30 -oServerAliveInterval=30"
"""How git reaches servers unless the user has said how: it asks for nothing, and does not wait without end."""


def run(repository: Path, *arguments: str, index: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run git on a bare ``repository``, with ``index`` for its index; what it said, whether it failed or not.

    :class:`FetchError` if git is not installed.
    """
    command, environ = _command(repository, arguments), _environ(index)
    if arguments[0] == "fetch" and not {"GIT_SSH", "GIT_SSH_COMMAND"} & environ.keys():
        chosen = run(repository, "config", "--get", "core.sshCommand").stdout.strip()
        environ["GIT_SSH_COMMAND"] = chosen or _SSH
    with _installed():
        done = subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    # not as lines of text: names may hold what ends these
    out, err = (said.decode("utf-8", "surrogateescape") for said in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(command, done.returncode, out, err)


def converse(repository: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start git on a bare ``repository``, for questions to its input that it answers on its output."""
    pipe = subprocess.PIPE
    with _installed():
        return subprocess.Popen(
            _command(repository, arguments), env=_environ(), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
        )


def _command(repository: Path, arguments: Sequence[str]) -> list[str]:
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    return ["git", *settings, "--git-dir", str(repository), *arguments]


def _environ(index: Path | None = None) -> dict[str, str]:
    environ = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    environ.update({"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"})
    if index is not None:
        environ["GIT_INDEX_FILE"] = str(index)
    return environ


@contextlib.contextmanager
def _installed() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise FetchError("git is not installed", hint="On Debian: sudo apt-get install git") from None
