"""Archives unpacked so that nothing of them can do harm.

What an archive says of itself is not believed: bytes and files are counted as they come, every name is checked against
the directory that it is unpacked to, and links may only point to what is inside.
"""

from __future__ import annotations

import bz2
import contextlib
import errno
import gzip
import lzma
import os
import posixpath
import shutil
import stat
import tarfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from mirage_scons.fetch.errors import FetchError

LIMIT_BYTES = 4 << 30
LIMIT_FILES = 200_000
_BLOCK = 1 << 20
_HINT = "This archive does not look like sources. Ask whoever made it."


@dataclass
class _Tree:
    """What is being unpacked to ``root``, which no link leads out of."""

    root: Path
    limit_bytes: int
    limit_files: int
    size: int = 0
    links: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def place(self, name: str, kind: str) -> Path:
        """Where the member ``name`` goes; :class:`FetchError` if it may not be there."""
        clean = posixpath.normpath(name)
        if not name or "\0" in name or "\\" in name or clean.startswith(("/", "..")) or ".." in name.split("/"):
            raise FetchError(f"the archive has a member called {name!r}, outside of it", hint=_HINT)
        if len(self.names) >= self.limit_files:
            raise FetchError(f"the archive has more than {self.limit_files} files", hint=_HINT)
        if self.names.get(clean, kind) != kind or (clean in self.names and kind != "directory"):
            raise FetchError(f"the archive has two members called {name}", hint=_HINT)
        above = (clean.rsplit("/", depth)[0] for depth in range(1, clean.count("/") + 1))
        if any(directory in self.links for directory in above):
            raise FetchError(f"the member {name} of the archive is to be written through a link", hint=_HINT)
        self.names[clean] = kind
        return self.root / clean

    def directory(self, name: str) -> None:
        self.place(name, "directory").mkdir(parents=True, exist_ok=True)

    def file(self, name: str, content: IO[bytes], mode: int) -> None:
        path = self.place(name, "file")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            while block := content.read(_BLOCK):
                self.size += len(block)
                if self.size > self.limit_bytes:
                    raise FetchError(f"the archive has more than {self.limit_bytes} bytes", hint=_HINT)
                file.write(block)
        path.chmod(0o755 if mode & 0o100 else 0o644)

    def link(self, name: str, target: str) -> None:
        path = self.place(name, "link")
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(posixpath.normpath(name)), target))
        if target.startswith("/") or aim == ".." or aim.startswith("../") or "\0" in target:
            raise FetchError(f"the link {name} of the archive leads to {target}, outside of it", hint=_HINT)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.links.add(posixpath.normpath(name))
        path.symlink_to(target)

    def copy(self, name: str, target: str) -> None:
        """A hard link, as a copy of what it names, which is a file that came before it."""
        aim = posixpath.normpath(target)
        if self.names.get(aim) != "file":
            raise FetchError(f"the link {name} of the archive leads to {target}, which is no file of it", hint=_HINT)
        source = self.root / aim
        with source.open("rb") as content:
            self.file(name, content, source.stat().st_mode)


def unpack(archive: Path, destination: Path, *, limit_bytes: int = LIMIT_BYTES, limit_files: int = LIMIT_FILES) -> None:
    """Make ``destination`` hold what ``archive`` holds, without the one directory that all of it is in, if any.

    It is a tar archive, which may be compressed with gzip, bzip2, xz or zstd, or a zip archive: that shows in its
    content. :class:`FetchError` for what is damaged, or could do harm; then nothing is left.
    """
    new = destination.with_name(f".{destination.name}.new")
    shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
    new.mkdir(parents=True)
    try:
        _fill(_Tree(new, limit_bytes, limit_files), archive)
        top = _top(new)
        _check_links(top)
        if destination.exists():
            shutil.rmtree(destination)
        top.rename(destination)
    except FetchError:
        raise
    except Exception as error:  # each library has exceptions of its own for what is damaged
        raise FetchError(f"the archive cannot be unpacked: {error or type(error).__name__}", str(archive)) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _top(root: Path) -> Path:
    """The directory that holds everything."""
    entries = list(root.iterdir())
    return entries[0] if len(entries) == 1 and entries[0].is_dir() and not entries[0].is_symlink() else root


def _check_links(top: Path) -> None:
    """:class:`FetchError` if a link, followed through others, leads out of the tree."""
    inside = os.path.realpath(top)
    for directory, directories, files in os.walk(top):
        for name in (*directories, *files):
            path = os.path.join(directory, name)
            if os.path.islink(path) and not _stays(path, inside):
                what = (
                    f"the link {os.path.relpath(path, top)} of the archive leads to {os.readlink(path)}, outside of it"
                )
                raise FetchError(what, hint=_HINT)


def _stays(link: str, inside: str) -> bool:
    """Whether a link leads to something below ``inside``, which need not be there, and not to itself."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        try:
            os.stat(link)
        except OSError as error:
            if error.errno == errno.ELOOP:
                return False
            raise
    return os.path.commonpath([inside, os.path.realpath(link)]) == inside


def _fill(tree: _Tree, archive: Path) -> None:
    with archive.open("rb") as file:
        magic = file.read(6)
    if magic.startswith(b"PK"):
        _fill_from_zip(tree, archive)
        return
    with _opened(archive, magic) as content, tarfile.open(fileobj=content, mode="r:") as tar:
        for member in tar:
            _take(tree, tar, member)
    if not tree.names:
        raise FetchError("the archive is empty", str(archive), _HINT)


def _opened(archive: Path, magic: bytes) -> Any:
    """The content of a tar archive, whatever it is compressed with, as a file to be closed."""
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        import zstandard  # rarely needed

        return zstandard.open(archive, "rb")
    known: dict[bytes, Any] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
    opening = next((opening for begins, opening in known.items() if magic.startswith(begins)), open)
    return opening(archive, "rb")


def _take(tree: _Tree, tar: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    if member.isdir():
        tree.directory(member.name)
    elif member.isfile():
        content = tar.extractfile(member)
        assert content is not None
        tree.file(member.name, content, member.mode)
    elif member.issym():
        tree.link(member.name, member.linkname)
    elif member.islnk():
        tree.copy(member.name, member.linkname)
    else:
        raise FetchError(f"the member {member.name} of the archive is a device", hint=_HINT)


def _fill_from_zip(tree: _Tree, archive: Path) -> None:
    with zipfile.ZipFile(archive) as zipped:
        for member in zipped.infolist():
            mode = member.external_attr >> 16
            name = member.orig_filename
            if member.is_dir():
                tree.directory(name)
            elif stat.S_ISLNK(mode):
                with zipped.open(member) as content:
                    tree.link(name, content.read(os.pathconf("/", "PC_PATH_MAX")).decode())
            elif mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
                raise FetchError(f"the member {name} of the archive is a device", hint=_HINT)
            else:
                with zipped.open(member) as content:
                    tree.file(name, content, mode)


def tidy(tree: Path) -> None:
    """Remove what dune must not see in sources: files of version control, and sources that they bring themselves."""
    for directory, directories, files in os.walk(tree):
        for name in [name for name in directories if name in (".git", ".hg", ".svn", "_darcs", "duniverse")]:
            shutil.rmtree(os.path.join(directory, name))
            directories.remove(name)
        if ".git" in files:  # of a submodule
            os.unlink(os.path.join(directory, ".git"))
