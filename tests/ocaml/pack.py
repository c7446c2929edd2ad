"""Packs the sources of the starter universe: an archive for each package, named with its checksum in the opam file.

Run it after a change of the sources: ``python tests/ocaml/pack.py``.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import tarfile
from pathlib import Path

import mirage_scons

UNIVERSE = Path(mirage_scons.__file__).parent / "ocaml"
_URL = re.compile(r"url \{.*?\}\n", re.DOTALL)


def pack(package: str, version: str) -> bytes:
    """The archive of a package's sources, the same bytes for the same files."""
    root = UNIVERSE / "sources" / package
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in files(root):
            info = tarfile.TarInfo(f"{package}-{version}/{path.relative_to(root).as_posix()}")
            info.size, info.mode = path.stat().st_size, 0o644
            with path.open("rb") as content:
                archive.addfile(info, content)
    return gzip.compress(data.getvalue(), mtime=0)


def files(root: Path) -> list[Path]:
    """The sources below a directory, without what dune made there."""
    return sorted(path for path in root.rglob("*") if path.is_file() and "_build" not in path.parts)


def main() -> None:
    """Write all archives, and their checksums into the opam files."""
    home = UNIVERSE / "archives"
    home.mkdir(exist_ok=True)
    wanted = set()
    for opam in sorted(UNIVERSE.glob("packages/*/*/opam")):
        package, version = opam.parent.name.split(".", 1)
        name = f"{package}-{version}.tar.gz"
        wanted.add(name)
        data = pack(package, version)
        (home / name).write_bytes(data)
        where = f"file:///$MIRAGE_SCONS_STARTER/archives/{name}"
        section = f'url {{\n  src: "{where}"\n  checksum: "sha256={hashlib.sha256(data).hexdigest()}"\n}}\n'
        opam.write_text(_URL.sub("", opam.read_text()) + section)
    for path in home.iterdir():
        if path.name not in wanted:
            path.unlink()


if __name__ == "__main__":
    main()
