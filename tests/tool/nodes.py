"""The nodes of vendored sources in a project: its lock, the stamps of what is fetched, and what joins them."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

from packages import Packages
from project import Project

LOCK = "greeter-unix.opam.locked"
DUNIVERSE = "build/greeter/workspace/unix/duniverse"
JOINED = f"{DUNIVERSE}/.sources"
"""The node to ask for where dune need not run."""

NODES = ("Locking", "Fetching", "Placing")
"""What the lines begin with that say that these nodes are made."""


def locked(project: Project, name: str, lock: str = LOCK) -> str | None:
    """The version of a package in a lock."""
    match = re.search(rf'^  "{name}" {{= "([^"]*)"', project.read(lock), re.MULTILINE)
    return match[1] if match else None


def tree_of(project: Project, directory: str) -> Path:
    """Where the source that was placed in a directory of the duniverse is unpacked."""
    placed = json.loads(project.read(f"{DUNIVERSE}/.placed"))
    return project.path(f"build/sources/{placed[directory]['key']}")


def other_lock(project: Project, packages: Packages) -> str:
    """Another lock that fits the configuration, with version 1.0 of ``words``."""
    text = project.read(LOCK)
    old, new = (hashlib.sha256(packages.archive("words", of).read_bytes()).hexdigest() for of in ("2.0", "1.0"))
    for was, is_now in (('"words" {= "2.0"', '"words" {= "1.0"'), ("words.2.0", "words.1.0"), (old, new)):
        assert was in text
        text = text.replace(was, is_now)
    return text.replace("words-2.0", "words-1.0")


def command(project: Project, name: str, body: str) -> None:
    """A command that is found before the real one."""
    path = project.root.parent / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    project.environ["PATH"] = f"{path.parent}{os.pathsep}{os.environ['PATH']}"
