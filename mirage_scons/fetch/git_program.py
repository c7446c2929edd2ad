"""The program git: it asks the user nothing, and touches no repository but the one that it is given."""

from __future__ import annotations

import os
import subprocess
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


def command(repository: Path, *arguments: str) -> list[str]:
    """The command that runs git on a bare ``repository``."""
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    return ["git", *settings, "--git-dir", str(repository), *arguments]


def environment() -> dict[str, str]:
    """The environment of the process."""
    own = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    return {**own, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}


def run(repository: Path, *arguments: str, index: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run git on a bare ``repository``, with ``index`` for its index; what it said, whether it failed or not.

    :class:`FetchError` if git is not installed.
    """
    environ = environment() if index is None else {**environment(), "GIT_INDEX_FILE": str(index)}
    try:
        return subprocess.run(
            command(repository, *arguments),
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except FileNotFoundError:
        raise FetchError("git is not installed", hint="On Debian: sudo apt-get install git") from None
