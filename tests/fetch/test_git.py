"""Repositories that are strange or hostile, and what killed runs leave of them."""

from __future__ import annotations

import functools
import http.server
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from archives import tree
from git_repositories import add_submodule, commit, git

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.git import checkout, mirror, resolve


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def files(url: str, tmp_path: Path, cache: Cache) -> dict[str, bytes | str]:
    """The files of what ``url`` names; nothing else is beside them."""
    checkout(url, tmp_path / "to" / "tree", cache)
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["tree"]
    return tree(tmp_path / "to" / "tree")


def test_the_beginning_of_a_commits_name_is_found_behind_a_branch_that_is_known(tmp_path: Path, cache: Cache) -> None:
    first = commit(tmp_path / "r", "1")
    commit(tmp_path / "r", "2")
    url = f"git+file://{tmp_path / 'r'}"
    assert files(f"{url}#main", tmp_path, cache) == {"a.ml": b"2"}
    assert files(f"{url}#{first[:10]}", tmp_path, cache) == {"a.ml": b"1"}


def test_history_is_not_fetched_to_say_that_there_is_no_such_branch(tmp_path: Path, cache: Cache) -> None:
    first = commit(tmp_path / "r", "1")
    commit(tmp_path / "r", "2")
    address = f"git+file://{tmp_path / 'r'}"
    resolve(f"{address}#main", cache)
    with pytest.raises(FetchError, match="no revision nowhere"):
        resolve(f"{address}#nowhere", cache)
    with pytest.raises(subprocess.CalledProcessError):
        git(mirror(address, cache), "cat-file", "-e", first)


def test_a_submodule_is_put_where_the_commit_has_it_and_nowhere_else(tmp_path: Path, cache: Cache) -> None:
    commit(tmp_path / "inner", "inner")
    outer = tmp_path / "outer"
    commit(outer, "outer")
    add_submodule(outer, "../inner", "sub")
    git(outer, "config", "-f", ".gitmodules", "--add", "submodule.sub.path", "../../precious")
    git(outer, "commit", "-a", "-q", "-m", "m")
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "mine").write_text("mine")
    assert "a.ml" in files(f"git+file://{outer}", tmp_path, cache)
    assert tree(tmp_path / "precious") == {"mine": b"mine"}


LINKS = {
    "up": "../evil",
    "absolute": "/etc/passwd",
    "chain": "d/../../evil",
    "itself": "itself",
    "sub/up": "../../evil",
}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_that_leads_out_is_refused_and_nothing_is_left(name: str, tmp_path: Path, cache: Cache) -> None:
    outer, inner = tmp_path / "outer", tmp_path / "inner"
    commit(inner, "inner")
    commit(outer, "outer")
    home = inner if name.startswith("sub/") else outer
    (home / name.removeprefix("sub/")).symlink_to(LINKS[name])
    (home / "d").symlink_to(".")
    commit(home, "linked")
    add_submodule(outer, "../inner", "sub")
    url = f"git+file://{outer}"
    with pytest.raises(FetchError, match=f"the link {name} leads to {LINKS[name]}, outside of the sources") as caught:
        checkout(url, tmp_path / "to" / "tree", cache)
    assert url in str(caught.value)
    assert caught.value.hint
    assert list((tmp_path / "to").iterdir()) == []


def test_links_within_a_commit_and_into_its_submodules_are_kept(tmp_path: Path, cache: Cache) -> None:
    commit(tmp_path / "inner", "inner")
    outer = tmp_path / "outer"
    outer.mkdir()
    links = {"in": "sub/a.ml", "d/up": "../a.ml", "lost": "nowhere", "back": "d/../a.ml"}
    (outer / "d").mkdir()
    for name, to in links.items():
        (outer / name).symlink_to(to)
    commit(outer, "outer")
    add_submodule(outer, "../inner", "sub")
    found = files(f"git+file://{outer}", tmp_path, cache)
    assert {name: found[name] for name in links} == links


def test_repositories_may_be_submodules_of_each_other(tmp_path: Path, cache: Cache) -> None:
    one, other = tmp_path / "one.git", tmp_path / "other.git"
    commit(one, "one")
    commit(other, "other")
    add_submodule(other, f"file://{one}", "of-other")
    add_submodule(one, f"file://{other}", "of-one")
    expected = {"a.ml", ".gitmodules", "of-one/a.ml", "of-one/.gitmodules", "of-one/of-other/a.ml"}
    process = subprocess.run(
        [sys.executable, "-c", CHECKOUT, f"file://{one}", str(tmp_path / "to"), str(cache.root)], timeout=30
    )
    assert process.returncode == 0
    assert set(tree(tmp_path / "to")) == expected


def test_the_repository_that_a_hook_of_git_runs_for_is_not_touched(
    tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path / "r", "1")
    own = tmp_path / "own"
    commit(own, "own")
    before = tree(own)
    monkeypatch.setenv("GIT_DIR", str(own / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(own))
    monkeypatch.setenv("GIT_INDEX_FILE", str(own / ".git" / "index"))
    assert files(f"git+file://{tmp_path / 'r'}", tmp_path, cache) == {"a.ml": b"1"}
    assert tree(own) == before


def test_the_repository_that_the_cache_lies_in_is_not_touched(tmp_path: Path) -> None:
    commit(tmp_path / "r", "1")
    own = tmp_path / "own"
    commit(own, "own")
    before = tree(own / ".git")
    cache, address = Cache(own / "cache"), f"git+file://{tmp_path / 'r'}"
    mirror(address, cache).mkdir(parents=True)
    assert files(address, tmp_path, cache) == {"a.ml": b"1"}
    assert tree(own / ".git") == before


def test_line_ends_are_those_of_the_commit_whatever_the_user_prefers(
    tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path / "r", "1\n2\n")
    for name, value in {"COUNT": "1", "KEY_0": "core.autocrlf", "VALUE_0": "true"}.items():
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    assert files(f"git+file://{tmp_path / 'r'}", tmp_path, cache) == {"a.ml": b"1\n2\n"}


@pytest.mark.parametrize("name", ["shallow.lock", "config.lock", "exported.lock", "HEAD", "refs"])
def test_what_a_killed_git_leaves_does_not_hinder_the_next(name: str, tmp_path: Path, cache: Cache) -> None:
    commit(tmp_path / "r", "1")
    url = f"git+file://{tmp_path / 'r'}"
    files(f"{url}#main", tmp_path, cache)
    left = mirror(url, cache) / name
    if left.is_dir():
        left.rename(left.with_name("lost"))
    else:
        left.write_text("")
    commit(tmp_path / "r", "2")
    assert files(f"{url}#main", tmp_path, cache) == {"a.ml": b"2"}


CHECKOUT = """
import sys
from pathlib import Path
from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.git import checkout
url, destination, root = sys.argv[1:]
checkout(url, Path(destination), Cache(Path(root)))
"""


def test_a_killed_checkout_is_made_up_for_by_the_next(tmp_path: Path) -> None:
    repository, old = tmp_path / "r", tmp_path / "old"
    commit(old, "old")
    repository.mkdir()
    for number in range(300):
        (repository / f"{number}.ml").write_text(str(number) * 1000)
    commit(repository, "1")
    expected = {"a.ml", *(f"{number}.ml" for number in range(300))}
    for number, delay in enumerate((0.08, 0.12, 0.16, 0.2, 0.3)):
        cache = Cache(tmp_path / f"cache{number}")
        files(f"git+file://{old}", tmp_path, cache)
        command = [sys.executable, "-c", CHECKOUT, f"git+file://{repository}", str(tmp_path / "to" / "tree")]
        process = subprocess.Popen([*command, str(cache.root)], start_new_session=True)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        there = set(tree(tmp_path / "to" / "tree")) if (tmp_path / "to" / "tree").exists() else set()
        assert there in (set(), {"a.ml"}, expected)
        assert set(files(f"git+file://{repository}", tmp_path, cache)) == expected


def test_a_repository_is_checked_out_many_times_at_once(tmp_path: Path, cache: Cache) -> None:
    commits = [commit(tmp_path / "r", str(number)) for number in range(4)]
    url = f"git+file://{tmp_path / 'r'}"

    def made(number: int) -> dict[str, bytes | str]:
        checkout(f"{url}#{commits[number % 4]}", tmp_path / f"to{number}", cache)
        return tree(tmp_path / f"to{number}")

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(made, range(8))) == [{"a.ml": str(number % 4).encode()} for number in range(8)]


@pytest.fixture
def dumb(tmp_path: Path) -> Iterator[str]:
    """The url of a server that has git's files and knows nothing of git: below it is the repository ``r``."""
    handler = functools.partial(Silent, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class Silent(http.server.SimpleHTTPRequestHandler):
    """Answers with files."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_server_that_knows_nothing_of_git_gives_everything(dumb: str, tmp_path: Path, cache: Cache) -> None:
    repository = tmp_path / "r"
    first = commit(repository, "1")
    git(repository, "tag", "v1")
    git(repository, "checkout", "-q", "-b", "trunk")
    commit(repository, "2")
    git(repository, "update-server-info")
    for revision, content in (("", b"2"), ("#main", b"1"), ("#trunk", b"2"), ("#v1", b"1"), (f"#{first}", b"1")):
        assert files(f"git+{dumb}/r/.git{revision}", tmp_path, cache) == {"a.ml": content}


def test_nobody_is_asked_for_a_password(tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    class Guarded(Silent):
        def do_GET(self) -> None:
            """Refuse."""
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="r"')
            self.end_headers()

    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.delenv("GIT_ASKPASS", raising=False)
    monkeypatch.delenv("SSH_ASKPASS", raising=False)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Guarded) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        url = f"git+http://127.0.0.1:{server.server_address[1]}/r"
        with pytest.raises(FetchError, match=r"git: .*terminal prompts disabled") as caught:
            resolve(url, cache)
        server.shutdown()
        thread.join()
    assert url in str(caught.value)
    assert "may you read it" in str(caught.value)


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where programs of that name write how they were called, before they say that nobody is let in."""
    called = tmp_path / "called"
    for name in ("ssh", "mine"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        refusal = "git@127.0.0.1: Permission denied (publickey)."
        program.write_text(f'#!/bin/sh\necho "{name} $*" >>"{called}"\necho "{refusal}" >&2\nexit 255\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for variable in ("GIT_SSH", "GIT_SSH_COMMAND"):
        monkeypatch.delenv(variable, raising=False)
    return called


@pytest.mark.parametrize("url", ["git+ssh://git@127.0.0.1/r", "git@127.0.0.1:r"])
def test_ssh_asks_for_nothing_and_what_it_says_is_said(url: str, cache: Cache, ssh: Path) -> None:
    with pytest.raises(
        FetchError, match=r"git: git@127\.0\.0\.1: Permission denied.*; fatal: Could not read"
    ) as caught:
        resolve(url, cache)
    assert url in str(caught.value)
    assert "may you read it" in str(caught.value)
    assert ssh.read_text().startswith("ssh -oBatchMode=yes ")


@pytest.mark.parametrize("said", ["GIT_SSH", "GIT_SSH_COMMAND", "core.sshCommand"])
def test_ssh_is_called_as_the_user_says(said: str, cache: Cache, ssh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if said.startswith("GIT"):
        monkeypatch.setenv(said, "mine")
    else:
        for name, value in {"COUNT": "1", "KEY_0": said, "VALUE_0": "mine"}.items():
            monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    with pytest.raises(FetchError):
        resolve("git+ssh://git@127.0.0.1/r", cache)
    calls = ssh.read_text()
    assert calls.startswith("mine ")
    assert "BatchMode" not in calls
