"""Packages of OCaml that tests make: archives on a server, and a repository that names them."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import http.server
import io
import tarfile
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any


class Packages:
    """A repository in ``root``, whose archives are served from ``url``.

    ``asked`` are the paths that were asked for; in the middle of those in ``waits`` the server calls something.
    """

    def __init__(self, root: Path, url: str, asked: list[str], waits: dict[str, Callable[[], object]]) -> None:
        self.root, self.url, self.asked, self.waits = root, url, asked, waits
        (root / "archives").mkdir(parents=True)
        (root / "repository").mkdir()
        (root / "repository" / "repo").write_text('opam-version: "2.0"\n')

    @property
    def repository(self) -> str:
        """The address of the repository."""
        return str(self.root / "repository")

    def archive(self, name: str, version: str) -> Path:
        """Where the archive of a package lies."""
        return self.root / "archives" / f"{name}-{version}.tar.gz"

    def add(
        self,
        name: str,
        version: str,
        text: str,
        *,
        depends: str = "",
        more: Mapping[str, str] | None = None,
        opam: str = "",
    ) -> None:
        """A package whose library has one module, with the value ``text``."""
        files = {
            "dune-project": f"(lang dune 2.7)\n(package (name {name}))\n",
            "dune": f"(library (public_name {name}))\n",
            f"{name}.opam": "",
            f"{name}.ml": f'let text = "{text}"\n',
            **(more or {}),
        }
        data = packed({f"{name}-{version}/{path}": content for path, content in files.items()})
        self.archive(name, version).write_bytes(data)
        home = self.root / "repository" / "packages" / name / f"{name}.{version}"
        home.mkdir(parents=True, exist_ok=True)
        (home / "opam").write_text(
            f'opam-version: "2.0"\ndepends: ["dune" {depends}]\nbuild: ["dune" "build"]\n'
            f'dev-repo: "git+https://example.org/{name}.git"\n'
            f'url {{ src: "{self.url}/{self.archive(name, version).name}"\n'
            f'checksum: "sha256={hashlib.sha256(data).hexdigest()}" }}\n{opam}'
        )


def packed(files: Mapping[str, str]) -> bytes:
    """A tar archive of files, compressed."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))
    return data.getvalue()


@contextlib.contextmanager
def served(root: Path) -> Iterator[Packages]:
    """Packages on a server that runs meanwhile."""
    asked: list[str] = []

    waits: dict[str, Callable[[], object]] = {}

    class Handler(http.server.SimpleHTTPRequestHandler):
        def copyfile(self, source: Any, outputfile: Any) -> None:
            data = source.read()
            if self.path in waits:
                outputfile.write(data[: len(data) // 2])
                outputfile.flush()
                waits[self.path]()
            with contextlib.suppress(OSError):  # nobody listens any more
                outputfile.write(data[len(data) // 2 if self.path in waits else 0 :])

        def log_message(self, *_: object) -> None:
            asked.append(self.path)

    handler = functools.partial(Handler, directory=str(root / "archives"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Packages(root, f"http://127.0.0.1:{server.server_address[1]}", asked, waits)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
