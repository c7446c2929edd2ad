"""Sources from git: a commit, checked out without its history."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.errors import FetchError

_REVISION = re.compile(r"[\w.][\w./+@-]*")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def is_git(url: str) -> bool:
    """Whether a url names a git repository, as opam reads it."""
    return url.startswith(("git+", "git:", "git@")) or url.partition("#")[0].endswith(".git")


def is_commit(revision: str) -> bool:
    """Whether a revision is the whole name of a commit, which never means another."""
    return _COMMIT.fullmatch(revision) is not None


def resolve(url: str, cache: Cache, *, offline: bool = False) -> str:
    """The commit that ``url``, with ``#REVISION`` or without, names; :class:`FetchError` if there is none."""
    address, _, revision = url.partition("#")
    known = mirror(address, cache)
    with cache.held(f"{known.relative_to(cache.root)}.lock"):
        return _resolved(address, revision, known, offline)


def checkout(url: str, destination: Path, cache: Cache, *, offline: bool = False) -> str:
    """Make ``destination`` hold the files of the commit that ``url`` names, and return the commit.

    Submodules are there too. What is known of the repository is kept in ``cache``, which is not fetched again while it
    has the commit. :class:`FetchError` if it cannot be had.
    """
    address, _, revision = url.partition("#")
    known = mirror(address, cache)
    with cache.held(f"{known.relative_to(cache.root)}.lock"):
        commit = _resolved(address, revision, known, offline)
        new = destination.with_name(f".{destination.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        try:
            _export(address, known, commit, new, cache, offline)
            shutil.rmtree(destination, ignore_errors=True)
            new.rename(destination)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return commit


def read_file(address: str, commit: str, path: str, cache: Cache) -> str | None:
    """The text of a file of a commit that was resolved before; ``None`` if it has no such file."""
    done = _run(["-C", str(mirror(address, cache)), "show", f"{commit}:{path}"])
    return done.stdout if done.returncode == 0 else None


def mirror(address: str, cache: Cache) -> Path:
    """Where ``cache`` keeps what is known of the repository at ``address``, once it was asked for."""
    return cache.root / "git" / hashlib.sha256(address.encode()).hexdigest()


def _plain(address: str) -> str:
    return address.removeprefix("git+")


def _resolved(address: str, revision: str, known: Path, offline: bool) -> str:
    """The commit of a revision, which is then in the repository ``known``: only it, without its history."""
    name = revision or "HEAD"
    if not _REVISION.fullmatch(name):
        raise _nowhere(name, address)
    if _COMMIT.fullmatch(name) and _has(known, name):
        return name
    last = f"refs/fetched/{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    if offline:
        return _commit_of(known, last) or _refuse_offline(address)
    if not known.exists():
        new = known.with_name(f"{known.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        _git(address, "init", "-q", "--bare", str(new))
        _git(address, "-C", str(new), "remote", "add", "origin", _plain(address))
        new.rename(known)
    commit = _fetched(address, name, known)
    _git(address, "-C", str(known), "update-ref", last, commit)
    return commit


def _fetched(address: str, name: str, known: Path) -> str:
    """The commit that the server has for a name; a server that does not give single commits is asked for everything."""
    here = ["-C", str(known)]
    if _run([*here, "fetch", "-q", "--depth", "1", "--no-tags", "origin", name]).returncode == 0:
        return _commit_of(known, "FETCH_HEAD") or ""
    _git(address, *here, "fetch", "-q", "origin", "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
    found = _commit_of(known, name)
    if found is None:
        raise _nowhere(name, address)
    return found


def _commit_of(known: Path, name: str) -> str | None:
    found = _run(["-C", str(known), "rev-parse", "--verify", "-q", "--end-of-options", f"{name}^{{commit}}"])
    return found.stdout.strip() or None


def _nowhere(name: str, address: str) -> FetchError:
    return FetchError(f"there is no revision {name}", address, "Name a branch, a tag or a commit that it has.")


def _has(mirror: Path, commit: str) -> bool:
    return _run(["-C", str(mirror), "cat-file", "-e", f"{commit}^{{commit}}"]).returncode == 0


def _refuse_offline(address: str) -> NoReturn:
    raise FetchError("not in the cache, and servers are not asked", address, "Fetch it once without fetch=offline.")


def _export(address: str, mirror: Path, commit: str, tree: Path, cache: Cache, offline: bool) -> None:
    """Write the files of a commit, and those of its submodules, below ``tree``."""
    tree.mkdir(parents=True)
    index = tree.with_name(f"{tree.name}.index")
    where = ["--git-dir", str(mirror), "--work-tree", str(tree)]
    try:
        _git(address, *where, "read-tree", commit, index=index)
        _git(address, *where, "checkout-index", "-a", "-f", index=index)
    finally:
        index.unlink(missing_ok=True)
    for name, commit_of in _submodules(mirror, commit):
        url = _run(["config", "-f", str(tree / ".gitmodules"), f"submodule.{name}.url"]).stdout.strip()
        path = _run(["config", "-f", str(tree / ".gitmodules"), f"submodule.{name}.path"]).stdout.strip()
        checkout(f"{_beside(_plain(address), url)}#{commit_of}", tree / path, cache, offline=offline)


def _submodules(mirror: Path, commit: str) -> list[tuple[str, str]]:
    """The names of a commit's submodules, each with its commit."""
    listing = _run(["-C", str(mirror), "ls-tree", "-r", "-z", commit]).stdout
    commits = {line.partition("\t")[2]: line.split()[2] for line in listing.split("\0") if line.startswith("160000")}
    if not commits:
        return []
    listed = _run(["-C", str(mirror), "config", "--blob", f"{commit}:.gitmodules", "--get-regexp", r"\.path$"]).stdout
    pairs = (line.partition(" ") for line in listed.splitlines())
    return [(key[len("submodule.") : -len(".path")], commits[path]) for key, _, path in pairs if path in commits]


def _beside(address: str, url: str) -> str:
    """The address of a submodule, which may be said relative to that of what it is part of."""
    while url.startswith(("./", "../")):
        if url.startswith("../"):
            address = address.rstrip("/").rpartition("/")[0]
        url = url.partition("/")[2]
        if not url.startswith(("./", "../")):
            return f"{address}/{url}"
    return url


def _git(address: str, *arguments: str, index: Path | None = None) -> None:
    done = _run(list(arguments), index)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"git ended with exit status {done.returncode}"]
        hint = "Is the address right, and may you read it?" if "fetch" in arguments else None
        raise FetchError(f"git: {said[-1]}", address, hint)


def _run(arguments: list[str], index: Path | None = None) -> subprocess.CompletedProcess[str]:
    environ = {
        **os.environ,
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        **({"GIT_INDEX_FILE": str(index)} if index else {}),
    }
    try:
        return subprocess.run(["git", *arguments], env=environ, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise FetchError("git is not installed", hint="On Debian: sudo apt-get install git") from None
