"""What a commit holds, read out of repositories that are whole, damaged, or not those that the user is in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from git_repositories import commit, git

from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.objects import Objects


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with files, links and a submodule, and nothing committed yet."""
    root = tmp_path / "r"
    (root / "d" / "é").mkdir(parents=True)
    (root / "d" / "é" / "b\r\n").write_bytes(b"\xff\r\n")
    (root / "d" / "empty").write_bytes(b"")
    (root / "d" / "link").symlink_to("../a.ml")
    (root / "d" / "lost").symlink_to("../../nowhere")
    return root


@pytest.fixture
def objects(repository: Path) -> Iterator[Objects]:
    """What the repository holds."""
    objects = Objects("git+https://example.org/r", repository / ".git")
    yield objects
    objects.close()


def test_files_are_read_as_they_were_committed_and_links_as_what_they_lead_to(
    repository: Path, objects: Objects
) -> None:
    first = commit(repository, "1")
    commit(repository, "2")
    found = objects.files(first, "d/")
    assert set(found) == {"d/é/b\r\n", "d/empty", "d/link", "d/lost"}
    read = {path: objects.content(name) for path, name in found.items() if path != "d/lost"}
    assert read == {"d/é/b\r\n": b"\xff\r\n", "d/empty": b"", "d/link": b"1"}
    assert objects.files(first, "nowhere/") == {}


def test_a_submodule_is_no_file(repository: Path, objects: Objects) -> None:
    first = commit(repository, "1")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{first},sub")
    git(repository, "commit", "-q", "-m", "m")
    assert "sub" not in objects.files("HEAD", ".")


def test_what_is_not_there_is_said_and_the_rest_is_read(repository: Path, objects: Objects) -> None:
    first = commit(repository, "1")
    found = objects.files(first, ".")
    for name in ("0" * 40, first, found["d/lost"]):
        with pytest.raises(FetchError, match=f"git: {name} cannot be read") as caught:
            objects.content(name)
        assert objects.address in str(caught.value)
        assert f"Remove {objects.known}" in str(caught.value)
        assert objects.content(found["a.ml"]) == b"1"


def test_a_damaged_repository_is_said(repository: Path, objects: Objects) -> None:
    first = commit(repository, "1")
    name = objects.files(first, ".")["a.ml"]
    shutil.rmtree(repository / ".git")
    with pytest.raises(FetchError, match="git: fatal: ") as caught:
        objects.files(first, ".")
    assert caught.value.hint
    with pytest.raises(FetchError, match="cannot be read"):
        objects.content(name)


def test_the_repository_that_a_hook_of_git_runs_for_is_not_read(
    repository: Path, objects: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path / "own", "own")
    first = commit(repository, "1")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "own" / ".git"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path / "own" / ".git" / "objects"))
    assert objects.content(objects.files(first, ".")["a.ml"]) == b"1"


def test_without_git_there_is_no_reading(objects: Objects, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for ask in (lambda: objects.files("HEAD", "."), lambda: objects.content("HEAD:a")):
        with pytest.raises(FetchError, match="git is not installed"):
            ask()
