"""All packages that can be chosen: those of several repositories, and those that the system has."""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mirage_scons.opam import version as order
from mirage_scons.opam.conditions import variables
from mirage_scons.opam.package import Summary, summarize
from mirage_scons.opam.parser import parse
from mirage_scons.opam.repository import Repository
from mirage_scons.opam.syntax import File

_SCHEMA = 2
"""Changes with what a :class:`Summary` is."""


class Candidate(NamedTuple):
    """A version of a package; ``repository`` is the place of the one it is from, ``None`` for the system's."""

    name: str
    version: str
    repository: int | None
    summary: Summary


class Universe:
    """The packages of ``repositories``, the first of which has priority, and of ``system``, where ``env`` holds.

    What has been read is kept in ``cache``, a directory, by content.
    """

    def __init__(
        self,
        repositories: Sequence[Repository],
        system: Mapping[str, Candidate],
        env: Mapping[str, str | bool],
        cache: Path | None = None,
    ) -> None:
        self.repositories, self.system = list(repositories), system
        self._env = variables(env)
        surroundings = hashlib.sha256(repr((_SCHEMA, sorted(env.items()))).encode()).hexdigest()
        self._file = cache / f"summaries-{surroundings[:16]}.pickle" if cache else None
        self._known: dict[str, Summary] = _load(self._file)
        self._is_changed = False
        self._found: dict[str, list[Candidate]] = {}
        self._files: dict[tuple[int, str, str], File] = {}

    def candidates(self, name: str) -> list[Candidate]:
        """Every version of a package, the one to prefer first: newest first, avoided ones and the system's last."""
        if name not in self._found:
            found: dict[str, Candidate] = {}
            for place, repository in enumerate(self.repositories):
                for version, content in repository.versions(name).items():
                    if version not in found:
                        found[version] = Candidate(name, version, place, self._summary(place, name, version, content))
            ordered = sorted(found.values(), key=lambda one: order.key(one.version), reverse=True)
            ordered.sort(key=lambda one: one.summary.is_avoided)
            self._found[name] = ordered + ([self.system[name]] if name in self.system else [])
        return self._found[name]

    def opam_file(self, candidate: Candidate) -> File:
        """The opam file of a candidate; that of the system's is empty."""
        if candidate.repository is None:
            return File([])
        key = (candidate.repository, candidate.name, candidate.version)
        if key not in self._files:
            self._files[key] = self._parsed(*key)
        return self._files[key]

    def _parsed(self, place: int, name: str, version: str) -> File:
        repository = self.repositories[place]
        return parse(repository.read(name, version), repository.place(name, version))

    def _summary(self, place: int, name: str, version: str, content: str) -> Summary:
        known = self._known.get(content)
        if known is None:
            known = self._known[content] = summarize(self._parsed(place, name, version), name, version, self._env)
            self._is_changed = True
        return known

    def save(self) -> None:
        """Keep what has been read, for the next time."""
        if self._file is not None and self._is_changed:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._file.parent, delete=False) as new:  # others save theirs, too
                pickle.dump({**_load(self._file), **self._known}, new, protocol=5)
            os.replace(new.name, self._file)
            self._is_changed = False


def _load(path: Path | None) -> dict[str, Summary]:
    try:
        known = pickle.loads(path.read_bytes()) if path else {}
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
