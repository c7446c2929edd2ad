"""The submodules of a commit: where in its tree which commits of other repositories belong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mirage_scons.fetch.git_program import run


def submodules(address: str, known: Path, commit: str) -> Iterator[tuple[str, str]]:
    """Where each submodule belongs, and its url with its commit.

    ``known`` has the ``commit`` of the repository at ``address``, to which urls of submodules may be relative.
    """
    listing = run(known, "ls-tree", "-r", "-z", commit).stdout
    commits = {line.partition("\t")[2]: line.split()[2] for line in listing.split("\0") if line.startswith("160000")}
    said = _said(known, commit) if commits else {}
    for one in said.values():
        if one.get("path") in commits and one.get("url"):  # a path that the commit does not have may be anywhere
            yield one["path"], f"{_beside(address, one['url'])}#{commits[one['path']]}"


def _said(known: Path, commit: str) -> dict[str, dict[str, str]]:
    """What ``.gitmodules`` says of each submodule; of what it says twice the last is meant."""
    pattern = r"^submodule\..*\.(path|url)$"
    listing = run(known, "config", "--blob", f"{commit}:.gitmodules", "-z", "--get-regexp", pattern).stdout
    said: dict[str, dict[str, str]] = {}
    for key, _, value in (line.partition("\n") for line in listing.split("\0") if line):
        name, _, field = key.removeprefix("submodule.").rpartition(".")
        said.setdefault(name, {})[field] = value
    return said


def _beside(address: str, url: str) -> str:
    """The address of a submodule, which may be said relative to that of what it is part of."""
    while url.startswith(("./", "../")):
        if url.startswith("../"):
            address = address.rstrip("/").rpartition("/")[0]
        url = url.partition("/")[2]
        if not url.startswith(("./", "../")):
            return f"{address}/{url}"
    return url
