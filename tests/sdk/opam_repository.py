"""Packs directories of sources into an opam repository that names the archives by their place on this machine."""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
import tarfile
from pathlib import Path


def pack(template: Path, sources: Path, repository: Path) -> None:
    """Make ``repository`` of a template without URLs and the sources that belong to it."""
    if repository.exists():
        shutil.rmtree(repository)
    shutil.copytree(template, repository)
    archives = repository / "archives"
    archives.mkdir()
    for opam in sorted(repository.glob("packages/*/*/opam")):
        name, version = opam.parent.name.split(".", 1)
        archive = archives / f"{name}-{version}.tar.gz"
        archive.write_bytes(_archive(sources / name, f"{name}-{version}"))
        checksum = hashlib.sha256(archive.read_bytes()).hexdigest()
        url = f'url {{\n  src: "file://{archive}"\n  checksum: "sha256={checksum}"\n}}\n'
        opam.write_text(opam.read_text() + url)


def _archive(root: Path, name: str) -> bytes:
    """The files below a directory, in an archive that is the same for the same files."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            info = tarfile.TarInfo(f"{name}/{path.relative_to(root).as_posix()}")
            info.size, info.mode = path.stat().st_size, 0o644
            with path.open("rb") as content:
                archive.addfile(info, content)
    return gzip.compress(data.getvalue(), mtime=0)
