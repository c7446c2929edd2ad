"""Files in a store elsewhere, of any kind that fsspec reaches."""

from __future__ import annotations

import os
import tarfile
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Store:
    """The store at ``url``: a compressed archive for each file, by its name.

    What goes wrong is said once, by ``warn``; from then on the store is not asked again.
    """

    def __init__(self, url: str, warn: Callable[[str], None]) -> None:
        self.url = url
        self._warn = warn
        self._broken = threading.Event()

    def bring(self, name: str, to: Path) -> None:
        """Put the file ``name`` at the path ``to`` if the store has it, with its mode."""
        self._try(lambda files, root: self._bring(files, f"{root}/{_place(name)}", to))

    def take(self, name: str, file: Path) -> None:
        """Keep ``file`` under ``name``, if the store has none of this name."""
        self._try(lambda files, root: self._take(files, f"{root}/{_place(name)}", file))

    def _try(self, work: Callable[[Any, str], None]) -> None:
        if self._broken.is_set():
            return
        try:
            from fsspec.core import url_to_fs

            files, root = url_to_fs(self.url)
            work(files, root.rstrip("/"))
        except Exception as error:  # each kind of store has errors of its own
            if not self._broken.is_set():
                self._broken.set()
                self._warn(f"{self.url}: {_said(error)}: this run does without")

    def _bring(self, files: Any, path: str, to: Path) -> None:
        if not files.exists(path):
            return
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to.parent) as temporary:
            archive = Path(temporary, "archive")
            files.get_file(path, str(archive))
            with tarfile.open(archive, "r:gz") as members:
                member = members.getmember("file")
                source = members.extractfile(member)
                if source is None:
                    raise ValueError(f"{path} holds no file")
                made = Path(temporary, "file")
                made.write_bytes(source.read())
            made.chmod(member.mode & 0o777)
            os.replace(made, to)

    def _take(self, files: Any, path: str, file: Path) -> None:
        if files.exists(path):
            return
        with tempfile.TemporaryDirectory() as temporary:
            archive = Path(temporary, "archive")
            with tarfile.open(archive, "w:gz") as members:
                members.add(file, "file", filter=_anonymous)
            unfinished = f"{path}.{os.getpid()}-{threading.get_ident()}"
            files.makedirs(path.rpartition("/")[0], exist_ok=True)
            files.put_file(str(archive), unfinished)
            files.mv(unfinished, path)


def _place(name: str) -> str:
    return f"{name[:2]}/{name}.tar.gz"


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """The member without what says who made it, and when."""
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}".removesuffix(": ")
