"""Sources from git: a commit, checked out without its history."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import NoReturn

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.git_program import run
from mirage_scons.fetch.inside import inside
from mirage_scons.fetch.links import check_links
from mirage_scons.fetch.submodule import submodules
from mirage_scons.fetch.swap import swap

_REVISION = re.compile(r"[\w.][\w./+@-]*")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_BEGINNING = re.compile(r"[0-9a-f]{4,64}")
"""What may be the beginning of a commit's name, which a server does not look for."""
_ELSEWHERE = "Name a branch, a tag or a commit that it has. If it was locked: scons lock update=NAME."
_HEAD = "refs/fetched/HEAD"


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
    new = destination.with_name(f".{destination.name}.new")
    shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
    try:
        commit = _fill(new, url, cache, offline)
        check_links(new)
        swap(new, destination)
    except FetchError as error:
        raise FetchError(error.what, error.url or url, error.hint) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return commit


def mirror(address: str, cache: Cache) -> Path:
    """Where ``cache`` keeps what is known of the repository at ``address``, once it was asked for."""
    return cache.root / "git" / hashlib.sha256(address.encode()).hexdigest()


def _plain(address: str) -> str:
    return address.removeprefix("git+")


def _fill(tree: Path, url: str, cache: Cache, offline: bool) -> str:
    """Write the files of the commit that ``url`` names below ``tree``, and those of its submodules."""
    address, _, revision = url.partition("#")
    known = mirror(address, cache)
    with cache.held(f"{known.relative_to(cache.root)}.lock"):
        commit = _resolved(address, revision, known, offline)
        _export(address, known, commit, tree)
        parts = list(submodules(_plain(address), known, commit))
    for path, part in parts:  # not held meanwhile: a repository may be a submodule of its own submodule
        _fill(inside(tree, path), part, cache, offline)
    return commit


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
    _prepare(address, known)
    commit = _fetched(address, name, known)
    _git(address, known, "update-ref", last, commit)
    return commit


def _prepare(address: str, known: Path) -> None:
    """Make ``known`` a repository that can be fetched into, whatever a run that was killed has left."""
    if run(known, "rev-parse", "--is-bare-repository").returncode == 0:
        for lock in [*known.glob("*.lock"), *known.glob("refs/**/*.lock")]:  # nobody else is here
            lock.unlink(missing_ok=True)
        return
    new = known.with_name(f"{known.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    _git(address, new, "init", "-q", "--bare")
    _git(address, new, "remote", "add", "--", "origin", _plain(address))
    swap(new, known)


def _fetched(address: str, name: str, known: Path) -> str:
    """The commit that the server has for a name; a server that does not give single commits is asked for everything."""
    asked = run(known, "fetch", "-q", "--depth", "1", "--no-tags", "origin", name)
    if asked.returncode == 0:
        return _commit_of(known, "FETCH_HEAD") or ""
    if "find remote ref" in asked.stderr and not _BEGINNING.fullmatch(name):
        raise _nowhere(name, address)
    whole = ["--unshallow"] if (known / "shallow").exists() else []
    head = [f"+HEAD:{_HEAD}"] if name == "HEAD" else []
    refs = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*", *head]
    _git(address, known, "fetch", "-q", "--prune", *whole, "origin", *refs)
    found = _commit_of(known, _HEAD if head else name)
    if found is None:
        raise _nowhere(name, address)
    return found


def _commit_of(known: Path, name: str) -> str | None:
    found = run(known, "rev-parse", "--verify", "-q", "--end-of-options", f"{name}^{{commit}}")
    return found.stdout.strip() or None


def _nowhere(name: str, address: str) -> FetchError:
    return FetchError(f"there is no revision {name}", address, _ELSEWHERE)


def _has(known: Path, commit: str) -> bool:
    return run(known, "cat-file", "-e", f"{commit}^{{commit}}").returncode == 0


def _refuse_offline(address: str) -> NoReturn:
    raise FetchError("not in the cache, and servers are not asked", address, "Fetch it once without fetch=offline.")


def _export(address: str, known: Path, commit: str, tree: Path) -> None:
    """Write the files of a commit below ``tree``."""
    tree.mkdir(parents=True, exist_ok=True)
    index = known / "exported"
    for left in (index, index.with_name(f"{index.name}.lock")):  # by a run that was killed
        left.unlink(missing_ok=True)
    try:
        _git(address, known, "--work-tree", str(tree), "read-tree", commit, index=index)
        _git(address, known, "--work-tree", str(tree), "checkout-index", "-a", "-f", index=index)
    finally:
        index.unlink(missing_ok=True)


def _git(address: str, known: Path, *arguments: str, index: Path | None = None) -> None:
    done = run(known, *arguments, index=index)
    if done.returncode:
        said = _failure(done.stderr) or f"exit status {done.returncode}"
        wrong = "Is the address right, and may you read it?"
        hint = wrong if "fetch" in arguments else f"Is there room? If so, remove {known}: it is fetched again then."
        raise FetchError(f"git: {said}", address, hint)


def _failure(text: str) -> str:
    """Why git failed: the line that says so, after one of a program that it runs, without the advice that follows."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fatal = next((at for at, line in enumerate(lines) if line.startswith(("fatal:", "error:"))), len(lines) - 1)
    return "; ".join(lines[max(0, fatal - 1) : fatal + 1])
