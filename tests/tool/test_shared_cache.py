"""Images that another machine built: a store elsewhere, of which nothing that goes wrong stops a build."""

from __future__ import annotations

import shutil
import subprocess
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from greeter import greeter
from project import Project

RETRIEVED = "Retrieved `dist/greeter' from cache"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The URL of a directory that an FTP server has, where everybody may write."""
    authorizers = pytest.importorskip("pyftpdlib.authorizers")
    handlers = pytest.importorskip("pyftpdlib.handlers")
    servers = pytest.importorskip("pyftpdlib.servers")
    home = tmp_path / "served"
    home.mkdir()

    class Handler(handlers.FTPHandler):  # type: ignore[misc, name-defined]
        authorizer = authorizers.DummyAuthorizer()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # everybody may write: that is what is wanted here
        Handler.authorizer.add_anonymous(str(home), perm="elradfmwMT")
    server: Any = servers.ThreadedFTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"timeout": 0.05}, daemon=True)
    thread.start()
    yield f"ftp://127.0.0.1:{server.address[1]}/images", home / "images"
    server.close_all()
    thread.join()


def machine(root: Path) -> Project:
    """The greeter on a machine of its own: it shares no directory with another."""
    project = greeter(root / "project")
    project.environ["XDG_CACHE_HOME"] = str(root / "cache")
    return project


def test_another_machine_gets_the_image_from_the_store(served: tuple[str, Path], tmp_path: Path) -> None:
    url, home = served
    one, other = machine(tmp_path / "one"), machine(tmp_path / "other")
    one.run(f"cache={url}")
    assert [path.name.endswith(".tar.gz") for path in home.rglob("*") if path.is_file()] == [True]
    result = other.run(f"cache={url}")
    assert result.errors == ""
    assert result.did("Building", "Retrieved") == [RETRIEVED]
    assert other.path("dist/greeter").read_bytes() == one.path("dist/greeter").read_bytes()
    assert other.image("greeter") == "message: Hello World!\n"
    other.up_to_date(f"cache={url}")
    other.replace("message.ml", "message: ", "other: ")
    assert other.run(f"cache={url}").did("Building", "Retrieved") == ["Building dist/greeter"]
    assert len([path for path in home.rglob("*") if path.is_file()]) == 2
    one.replace("message.ml", "message: ", "other: ")
    assert one.run(f"cache={url}").did("Building", "Retrieved") == [RETRIEVED]
    assert one.image("greeter") == "other: Hello World!\n"


def test_what_was_brought_once_is_on_this_machine(served: tuple[str, Path], tmp_path: Path) -> None:
    url, home = served
    one = machine(tmp_path / "one")
    one.run(f"cache={url}")
    shutil.rmtree(home)
    one.path("dist/greeter").unlink()
    assert one.run("cache=local").did("Building", "Retrieved") == [RETRIEVED]
    one.up_to_date("cache=local")


def test_a_directory_and_a_variable_name_a_cache_too(tmp_path: Path) -> None:
    one, other = machine(tmp_path / "one"), machine(tmp_path / "other")
    one.run(f"cache={tmp_path / 'shared'}")
    other.replace("SConstruct", "tool()", f"tool(MIRAGE_CACHE='{tmp_path / 'shared'}')")
    assert other.run().did("Building", "Retrieved") == [RETRIEVED]
    subprocess.run([other.path("dist/greeter")], check=True, capture_output=True)


def test_a_build_that_would_do_something_brings_nothing(served: tuple[str, Path], tmp_path: Path) -> None:
    url, _ = served
    one, other = machine(tmp_path / "one"), machine(tmp_path / "other")
    one.run(f"cache={url}")
    before = other.snapshot()
    other.run("-n", f"cache={url}")
    assert other.snapshot() == before
    assert not list((tmp_path / "other" / "cache").rglob("built/*/*"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://127.0.0.1:1/images", "cache=ftp://127.0.0.1:1/images: ConnectionRefusedError"),
        ("nosuch://place", "cache=nosuch://place: ValueError: Protocol not known"),
    ],
)
def test_a_store_that_cannot_be_had_is_said_once_and_the_image_is_built(url: str, said: str, tmp_path: Path) -> None:
    one = machine(tmp_path / "one")
    result = one.run(f"cache={url}")
    assert result.errors.count(said) == 1
    assert result.errors.count("warning") == 1
    assert "this run does without" in result.errors
    assert one.image("greeter") == "message: Hello World!\n"
    one.up_to_date(f"cache={url}")


def test_a_damaged_archive_is_not_taken(served: tuple[str, Path], tmp_path: Path) -> None:
    url, home = served
    one, other = machine(tmp_path / "one"), machine(tmp_path / "other")
    one.run(f"cache={url}")
    (archive,) = [path for path in home.rglob("*") if path.is_file()]
    archive.write_bytes(archive.read_bytes()[:-20000])
    result = other.run(f"cache={url}")
    assert "this run does without" in result.errors
    assert result.did("Building", "Retrieved") == ["Building dist/greeter"]
    assert other.image("greeter") == "message: Hello World!\n"
