"""The places that packages are looked for in."""

from __future__ import annotations

import functools
import hashlib
import http.server
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from repositories import commit, write

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.network import Network
from mirage_scons.opam.repositories import open_repository
from mirage_scons.opam.repository import Repository

NETWORK = Network(connect=1, read=1, retries=0)


def archive(path: Path, *packages: str) -> str:
    """A repository of packages as an archive; its checksum."""
    root = path.parent / f"of-{path.name}-{len(packages)}"
    write(root, dict.fromkeys(packages, ""))
    with tarfile.open(path, "w:gz") as tar:
        tar.add(root, "r")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A directory, and the url that a server has it at."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    root = tmp_path / "served"
    root.mkdir()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield root, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def opened(address: str, tmp_path: Path, *, offline: bool = False) -> Repository:
    """The repository at an address."""
    network = Network(offline=True) if offline else NETWORK
    return open_repository(address, tmp_path, Cache(tmp_path / "cache"), network)


def test_an_archive_without_a_checksum_is_what_the_server_has_now(served: tuple[Path, str], tmp_path: Path) -> None:
    root, url = served
    first = archive(root / "r.tar.gz", "a.1")
    found = opened(f"{url}/r.tar.gz", tmp_path)
    assert (found.url, found.revision, found.name) == (f"{url}/r.tar.gz", f"sha256={first}", "r.tar.gz")
    assert found.versions("a").keys() == {"1"}
    second = archive(root / "r.tar.gz", "a.1", "a.2")
    assert opened(f"{url}/r.tar.gz", tmp_path, offline=True).revision == f"sha256={first}"
    assert opened(f"{url}/r.tar.gz", tmp_path).versions("a").keys() == {"1", "2"}
    (root / "r.tar.gz").unlink()
    assert opened(f"{url}/r.tar.gz#sha256={first}", tmp_path).versions("a").keys() == {"1"}
    assert opened(f"{url}/r.tar.gz#sha256={second}", tmp_path, offline=True).revision == f"sha256={second}"


def test_a_server_of_opams_has_the_archive_below_its_url(served: tuple[Path, str], tmp_path: Path) -> None:
    root, url = served
    found = archive(root / "index.tar.gz", "a.1")
    for address in (url, f"{url}/"):
        repository = opened(address, tmp_path)
        assert (repository.url, repository.revision) == (address, f"sha256={found}")
        assert repository.versions("a").keys() == {"1"}


def test_what_is_no_repository_is_said_and_not_kept(served: tuple[Path, str], tmp_path: Path) -> None:
    root, url = served
    (root / "page.tar.gz").write_bytes(b"<html>")
    with tarfile.open(root / "other.tar.gz", "w:gz") as tar:
        tar.add(root / "page.tar.gz", "r/a")
    faults = {
        f"{url}/none.tar.gz": "cannot be fetched: HTTP status 404",
        f"{url}/page.tar.gz": "the archive cannot be unpacked",
        f"{url}/other.tar.gz": "there is no repository of opam packages",
        f"{url}/other.tar.gz#main": '"main" is no checksum',
        str(root): "there is no repository of opam packages",
    }
    for address, what in faults.items():
        for _ in range(2):
            with pytest.raises(FetchError) as caught:
                opened(address, tmp_path)
            assert what in str(caught.value)
            assert address in str(caught.value)
            assert caught.value.hint


def test_a_commit_stays_what_it_is(tmp_path: Path) -> None:
    write(tmp_path / "r", {"a.1": ""})
    first = commit(tmp_path / "r")
    write(tmp_path / "r", {"a.2": ""})
    commit(tmp_path / "r")
    for address, versions in ((f"#{first}", {"1"}), ("", {"1", "2"}), ("#main", {"1", "2"})):
        found = opened(f"git+file://{tmp_path / 'r'}{address}", tmp_path)
        assert found.versions("a").keys() == versions
        found.close()
