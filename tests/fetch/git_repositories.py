"""Git repositories, as tests make them."""

from __future__ import annotations

import subprocess
from pathlib import Path


def git(repository: Path, *arguments: str) -> str:
    """Run git in a repository; what it says."""
    settings = ["-c", "user.name=n", "-c", "user.email=e", "-c", "protocol.file.allow=always"]
    command = ["git", "-C", str(repository), *settings, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(repository: Path, content: str, message: str = "m") -> str:
    """A commit of a file; its name."""
    repository.mkdir(exist_ok=True)
    git(repository, "-c", "init.defaultBranch=main", "init", "-q")
    (repository / "a.ml").write_text(content)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", message)
    return git(repository, "rev-parse", "HEAD")


def add_submodule(repository: Path, url: str, path: str) -> None:
    """Another repository as a part of this one."""
    git(repository, "submodule", "--quiet", "add", "--name", path, url, path)
    git(repository, "commit", "-q", "-m", "m")
