"""Archives unpacked so that nothing of them can do harm: their formats, and that all of one appears or nothing."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import lzma
import os
import re
import shutil
import stat
import tarfile
import zipfile
from pathlib import Path
from typing import IO, Any

from mirage_scons.fetch.errors import FetchError, is_full
from mirage_scons.fetch.links import HINT, check_links
from mirage_scons.fetch.members import BLOCK, Members
from mirage_scons.fetch.swap import swap

LIMIT_BYTES = 4 << 30
LIMIT_FILES = 200_000
_LIMIT_READ = 2 * BLOCK
"""The most bytes that are read of a tar archive at once."""


def unpack(archive: Path, destination: Path, *, limit_bytes: int = LIMIT_BYTES, limit_files: int = LIMIT_FILES) -> None:
    """Make ``destination`` hold what ``archive`` holds, without the one directory that all of it is in, if any.

    It is a tar archive, which may be compressed with gzip, bzip2, xz or zstd, or a zip archive: that shows in its
    content. It may have at most so many bytes, unpacked, and so many files with their directories. :class:`FetchError`
    for what is damaged, or could do harm; then nothing is left, and what was there stays.
    """
    new = destination.with_name(f".{destination.name}.new")
    shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
    try:
        new.mkdir(parents=True)
        _fill(Members(new, limit_bytes, limit_files), archive)
        top = _top(new)
        check_links(top)
        swap(top, destination)
    except FetchError:
        raise
    except Exception as error:  # each library has exceptions of its own for what is damaged
        hint = f"Make room in {destination.parent}." if is_full(error) else HINT
        raise FetchError(
            f"the archive cannot be unpacked: {error or type(error).__name__}", str(archive), hint
        ) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _top(root: Path) -> Path:
    """The directory that holds everything."""
    entries = list(root.iterdir())
    return entries[0] if len(entries) == 1 and entries[0].is_dir() and not entries[0].is_symlink() else root


def _fill(members: Members, archive: Path) -> None:
    with archive.open("rb") as file:
        magic = file.read(6)
    if magic.startswith(b"PK"):
        _fill_from_zip(members, archive)
    else:
        _fill_from_tar(members, archive, magic)
    if not members.kinds:
        raise FetchError("the archive is empty", str(archive), HINT)


def _fill_from_tar(members: Members, archive: Path, magic: bytes) -> None:
    limit = members.limit_bytes + 4096 * members.limit_files  # for the headers
    with contextlib.closing(_opened(archive, magic)) as content:
        counted: Any = _Counted(content, limit)
        with tarfile.open(fileobj=counted, mode="r:") as tar:
            for member in tar:
                _take(members, tar, member)


def _opened(archive: Path, magic: bytes) -> Any:
    """The content of a tar archive, whatever it is compressed with, as a file to be closed."""
    if magic.startswith(b"\x28\xb5\x2f\xfd") or re.match(rb"[\x50-\x5f]\x2a\x4d\x18", magic):
        import zstandard  # rarely needed

        return zstandard.ZstdDecompressor().stream_reader(archive.open("rb"), read_across_frames=True)
    known: dict[bytes, Any] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
    opening = next((opening for begins, opening in known.items() if magic.startswith(begins)), open)
    return opening(archive, "rb")


class _Counted:
    """A file of which no more than ``limit`` bytes are read, whatever it is that they are read for."""

    def __init__(self, content: IO[bytes], limit: int) -> None:
        self._content, self._left = content, limit

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes more. Files are read in blocks, but what belongs to a header at once, into memory."""
        if size > _LIMIT_READ:
            raise FetchError("the archive has a member with an absurdly long name", hint=HINT)
        block = self._content.read(size)
        self._count(len(block))
        return block

    def tell(self) -> int:
        """How many bytes are before the next."""
        return self._content.tell()

    def seek(self, position: int) -> int:
        """Go to ``position``; what is passed over counts as read."""
        self._count(max(0, position - self._content.tell()))
        return self._content.seek(position)

    def _count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise FetchError("the archive has more bytes than sources have", hint=HINT)


def _take(members: Members, tar: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    if member.isdir():
        members.directory(member.name)
    elif member.isfile():
        content = tar.extractfile(member)
        assert content is not None
        members.file(member.name, content, member.mode)
    elif member.issym():
        members.link(member.name, member.linkname)
    elif member.islnk():
        members.copy(member.name, member.linkname)
    else:
        raise FetchError(f"the member {member.name} of the archive is a device", hint=HINT)


def _fill_from_zip(members: Members, archive: Path) -> None:
    with zipfile.ZipFile(archive) as zipped:
        for member in zipped.infolist():
            mode = member.external_attr >> 16
            name = member.orig_filename
            if member.is_dir():
                members.directory(name)
            elif stat.S_ISLNK(mode):
                with zipped.open(member) as content:
                    members.link(name, os.fsdecode(content.read(os.pathconf("/", "PC_PATH_MAX"))))
            elif mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
                raise FetchError(f"the member {name} of the archive is a device", hint=HINT)
            else:
                with zipped.open(member) as content:
                    members.file(name, content, mode)
