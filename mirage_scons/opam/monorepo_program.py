"""Running opam-monorepo: in a directory of its own, with a root of opam in which nothing is installed.

The user's root and switches are neither read nor touched.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mirage_scons.fetch.cache import Cache
from mirage_scons.opam.lock import Lock, LockError, load_lock, show_lock
from mirage_scons.opam.locking import Request
from mirage_scons.opam.monorepo import MonorepoError, adopted, arguments, kept, lock_file, opam_file
from mirage_scons.opam.universe import Universe

PROGRAM = "opam-monorepo"


@dataclass(frozen=True)
class Workshop:
    """Where it works: ``directory`` is made for one lock, and removed.

    ``environ`` are the variables of its environment. Repositories that are no directories are kept in ``cache``. If
    ``offline``, it can ask no server.
    """

    directory: Path
    environ: Mapping[str, str]
    cache: Cache
    offline: bool = False

    @property
    def project(self) -> Path:
        """Where its opam file and its lock lie."""
        return self.directory / "project"


def make_lock(request: Request, universe: Universe, env: Mapping[str, str | bool], workshop: Workshop) -> Lock:
    """The lock that it makes for a request; :class:`MonorepoError` if it makes none."""
    program = find(workshop.environ)
    shutil.rmtree(workshop.directory, ignore_errors=True)  # of a run that was killed
    try:
        urls = _repositories(universe, workshop)
        _write(workshop.project / f"{request.name}.opam", opam_file(request, universe, env, urls))
        if request.preferred:
            _write(workshop.project / lock_file(request), show_lock(kept(request)))
        environ = _environ(workshop)
        _initialize(workshop.directory, environ)
        _run([program, *arguments(request)], workshop.project, environ)
        return adopted(_written(request, workshop), request, universe, env)
    finally:
        shutil.rmtree(workshop.directory, ignore_errors=True)


def _initialize(directory: Path, environ: Mapping[str, str]) -> None:
    """Make the root of opam, with a repository in which there is nothing."""
    (directory / "none" / "packages").mkdir(parents=True)
    _write(directory / "none" / "repo", 'opam-version: "2.0"\n')  # else opam would convert it
    options = ("--bare", "--no-setup", "--no-opamrc", "--disable-sandboxing", "--bypass-checks", "--yes")
    _run(["opam", "init", *options, "none", str(directory / "none")], directory, environ)


def find(environ: Mapping[str, str]) -> str:
    """Where the program is: on the ``PATH``, or among the plugins of opam; :class:`MonorepoError` if nowhere."""
    root = environ.get("OPAMROOT") or os.path.join(environ.get("HOME", ""), ".opam")
    search = [environ.get("PATH", ""), os.path.join(root, "plugins", "bin")]
    found = shutil.which(PROGRAM, path=os.pathsep.join(search))
    if found is None:
        raise MonorepoError(f"{PROGRAM} is not installed\n  With opam: opam install {PROGRAM}")
    return found


def _repositories(universe: Universe, workshop: Workshop) -> list[str]:
    """The urls of the repositories, made to lie in the directory by numbers: it takes them in the order of urls.

    The variable in them is for what has a meaning in urls, and may stand in the directory's name.
    """
    links = workshop.directory / "repositories"
    links.mkdir(parents=True)
    for place, repository in enumerate(universe.repositories):
        (links / f"{place:03}").symlink_to(repository.tree(workshop.cache).resolve())
    return [f"file://$OPAM_MONOREPO_CWD/../repositories/{link.name}" for link in sorted(links.iterdir())]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="surrogateescape")


def _environ(workshop: Workshop) -> dict[str, str]:
    own = {name: value for name, value in workshop.environ.items() if not name.startswith("OPAM")}
    own |= {"OPAMROOT": str(workshop.directory / "root"), "OPAMROOTISOK": "1", "GIT_TERMINAL_PROMPT": "0"}
    return {**own, "GIT_ALLOW_PROTOCOL": "file"} if workshop.offline else own


def _run(command: Sequence[str], directory: Path, environ: Mapping[str, str]) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=directory,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise MonorepoError(f"{command[0]} is not installed\n  On Debian: sudo apt-get install {command[0]}") from None
    if done.returncode:
        name = os.path.basename(command[0])
        what = f"{name} {command[1]} ended with exit status {done.returncode}:"
        hint = "It takes no library from the system: repositories have to have them all (repositories=opam)."
        raise MonorepoError("\n  ".join([what, *_told(done.stdout), *([hint] if name == PROGRAM else [])]))


def _told(said: str) -> Iterator[str]:
    """What it says of errors: neither how far it has come, nor from where in its own program."""
    for line in said.splitlines():
        if line.strip() and not re.match(r"==>|\s*(Raised at|Re-raised at|Called from) ", line):
            yield line


def _written(request: Request, workshop: Workshop) -> Lock:
    name = lock_file(request)
    hint = f"Is it of version 0.3.2 or newer? opam install {PROGRAM}"
    try:
        lock = load_lock(workshop.project / name, name)
    except LockError as error:
        what = str(error).partition("\n")[0]
        raise MonorepoError(f"what {PROGRAM} wrote cannot be read: {what}\n  {hint}") from None
    if lock is None:
        raise MonorepoError(f"{PROGRAM} wrote no {name}\n  {hint}")
    return lock
