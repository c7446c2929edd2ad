"""Sources made of what is fetched: archives, git repositories, extra files, patches."""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archives import member, tar, tree
from git_repositories import add_submodule, commit, git
from server import Behaviour, Server, answer, cut, hang, serving, status

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.download import Network
from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.git import resolve
from mirage_scons.fetch.source import Extra, Source, obtain

PATCH = b"--- a/a.ml\n+++ b/a.ml\n@@ -1 +1 @@\n-let a = 1\n+let a = 2\n"


def archive(tmp_path: Path, *members: tuple[object, bytes], kind: str = "sha256") -> Source:
    """A source of an archive in a file."""
    data = tar(*(members or (member("x/a.ml", b"let a = 1\n"),)))  # type: ignore[arg-type]
    path = tmp_path / f"{hashlib.md5(data).hexdigest()}.tar"
    path.write_bytes(data)
    return Source((path.as_uri(),), (Checksum(kind, hashlib.new(kind, data).hexdigest()),))


def obtained(source: Source, tmp_path: Path, network: Network = Network()) -> dict[str, bytes | str]:  # noqa: B008 - frozen
    """The files of a source."""
    obtain(source, tmp_path / "to" / "tree", Cache(tmp_path / "cache"), network)
    return tree(tmp_path / "to" / "tree")


def test_an_archive_is_fetched_verified_and_unpacked(tmp_path: Path) -> None:
    assert obtained(archive(tmp_path), tmp_path) == {"a.ml": b"let a = 1\n"}
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["tree"]


def test_extra_files_are_put_and_patches_applied(tmp_path: Path) -> None:
    plain = archive(tmp_path)
    more = tmp_path / "more"
    more.write_bytes(b"more")
    extras = (
        Extra("fix.patch", content=PATCH),
        Extra("sub/more.ml", (more.as_uri(),), (Checksum("md5", hashlib.md5(b"more").hexdigest()),)),
    )
    source = Source(plain.urls, plain.checksums, extras, ("fix.patch",))
    assert obtained(source, tmp_path) == {"a.ml": b"let a = 2\n", "fix.patch": PATCH, "sub/more.ml": b"more"}


def test_a_patch_that_does_not_fit_is_named_and_the_old_tree_stays(tmp_path: Path) -> None:
    plain = archive(tmp_path)
    before = obtained(plain, tmp_path)
    wrong = Source(
        plain.urls, plain.checksums, (Extra("fix.patch", content=PATCH.replace(b"= 1", b"= 9")),), ("fix.patch",)
    )
    with pytest.raises(FetchError, match=r"the patch fix\.patch does not fit"):
        obtained(wrong, tmp_path)
    assert tree(tmp_path / "to" / "tree") == before


def test_a_patch_that_the_sources_have_already_is_refused_and_not_taken_back(tmp_path: Path) -> None:
    patched = archive(tmp_path, member("x/a.ml", b"let a = 2\n"))
    source = Source(patched.urls, patched.checksums, (Extra("fix.patch", content=PATCH),), ("fix.patch",))
    with pytest.raises(FetchError, match=r"the patch fix\.patch does not fit") as caught:
        obtained(source, tmp_path)
    assert patched.urls[0] in str(caught.value)
    assert "Tell whoever made the package" in str(caught.value)


def test_a_patch_may_be_among_the_sources_and_has_to_be_somewhere(tmp_path: Path) -> None:
    plain = archive(tmp_path, member("x/a.ml", b"let a = 1\n"), member("x/d/fix.patch", PATCH))
    assert obtained(Source(plain.urls, plain.checksums, (), ("d/fix.patch",)), tmp_path)["a.ml"] == b"let a = 2\n"
    for name in ("d/none.patch", "d"):
        with pytest.raises(FetchError, match=f"there is no patch {name} among the sources") as caught:
            obtained(Source(plain.urls, plain.checksums, (), (name,)), tmp_path)
        assert plain.urls[0] in str(caught.value)


@pytest.mark.parametrize("name", ["src", "a.ml/x", "src/b.ml/x/y"])
def test_an_extra_file_needs_a_place(name: str, tmp_path: Path) -> None:
    plain = archive(tmp_path, member("x/a.ml", b""), member("x/src/b.ml", b""))
    with pytest.raises(FetchError, match=f"no place for the file {name}") as caught:
        obtained(Source(plain.urls, plain.checksums, (Extra(name, content=b""),)), tmp_path)
    assert plain.urls[0] in str(caught.value)
    assert caught.value.hint
    assert list((tmp_path / "to").iterdir()) == []


@pytest.mark.parametrize("name", ["../evil", "/evil", "", "l/../../evil", "a\0b"])
def test_an_extra_file_is_not_put_outside(name: str, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    plain = archive(tmp_path)
    with pytest.raises(FetchError, match="outside of the sources"):
        obtained(Source(plain.urls, plain.checksums, (Extra(name, content=b""),), (name,)), tmp_path)
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_source_that_only_md5_vouches_for_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    cache = Cache(tmp_path / "cache")
    obtain(archive(tmp_path, kind="md5"), tmp_path / "to" / "a", cache, Network(), said.append)
    obtain(archive(tmp_path, kind="sha512"), tmp_path / "to" / "b", cache, Network(), said.append)
    (warning,) = said
    assert "has no checksum but md5" in warning


def test_an_archive_that_cannot_be_unpacked_names_its_url(tmp_path: Path) -> None:
    source = archive(tmp_path, member("../evil", b""))
    with pytest.raises(FetchError) as caught:
        obtained(source, tmp_path)
    assert source.urls[0] in str(caught.value)
    assert str(caught.value.of("lwt")).startswith("lwt: the archive has a member called")


def test_what_makes_other_files_makes_another_key(tmp_path: Path) -> None:
    one = archive(tmp_path)
    elsewhere = Source(("https://example.org/x",), one.checksums)
    patched = Source(one.urls, one.checksums, (Extra("p", content=PATCH),), ("p",))
    assert one.key == elsewhere.key
    assert len({one.key, patched.key, Source(("git+https://x#1",)).key, Source(("git+https://x#2",)).key}) == 4


def test_a_file_of_this_machine_is_taken_as_it_is_now(tmp_path: Path) -> None:
    path = tmp_path / "mine.tar"
    path.write_bytes(tar(member("x/a.ml", b"1")))
    source = Source((str(path),))
    before = source.key
    assert obtained(source, tmp_path) == {"a.ml": b"1"}
    path.write_bytes(tar(member("x/a.ml", b"2")))
    assert source.key != before
    assert obtained(source, tmp_path) == {"a.ml": b"2"}


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "to").write_text("")
    with pytest.raises(FetchError, match="cannot be unpacked: ") as caught:
        obtained(archive(tmp_path), tmp_path)
    assert "See to" in str(caught.value)


OBTAIN = """
import sys
from pathlib import Path
from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.network import Network
from mirage_scons.fetch.source import Source, obtain
url, checksum, to, root = sys.argv[1:]
print("begun", flush=True)
obtain(Source((url,), (Checksum.parse(checksum),)), Path(to), Cache(Path(root)), Network(backoff=0.01))
"""


def obtaining(source: Source, tmp_path: Path) -> subprocess.Popen[str]:
    """A process that obtains a source as :func:`obtained` does, and has begun."""
    words = [source.urls[0], str(source.checksums[0]), str(tmp_path / "to" / "tree"), str(tmp_path / "cache")]
    process = subprocess.Popen([sys.executable, "-c", OBTAIN, *words], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def large(tmp_path: Path, server: Server) -> tuple[Source, dict[str, bytes]]:
    """A source of many files, which a server has."""
    files = {f"d{number % 20}/{number}.ml": str(number).encode() * 500 for number in range(600)}
    data = tar(*(member(f"x/{name}", content) for name, content in files.items()), compression="tar.gz")
    server.contents["/x.tgz"] = data
    return Source((server.url("/x.tgz"),), (Checksum("sha256", hashlib.sha256(data).hexdigest()),)), files


def test_a_run_that_is_killed_at_any_moment_leaves_nothing_that_hinders_the_next(tmp_path: Path) -> None:
    with serving() as server:
        source, files = large(tmp_path, server)
        for delay in (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3):
            server.behaviours = [cut(1000)]
            process = obtaining(source, tmp_path)
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            server.behaviours = []
            there = tmp_path / "to" / "tree"
            assert not there.exists() or tree(there) == files
            assert obtained(source, tmp_path) == files
            assert [path.name for path in (tmp_path / "to").iterdir()] == ["tree"]
            kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file() and path.suffix != ".lock"]
            assert len(kept) == 1
            shutil.rmtree(tmp_path / "to")
            shutil.rmtree(tmp_path / "cache")


def test_processes_that_obtain_a_source_at_once_take_turns(tmp_path: Path) -> None:
    with serving() as server:
        source, files = large(tmp_path, server)
        processes = [obtaining(source, tmp_path) for _ in range(3)]
        assert [process.wait(30) for process in processes] == [0, 0, 0]
        for process in processes:
            process.communicate()
        assert len(server.asked) == 1
    assert tree(tmp_path / "to" / "tree") == files
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["tree"]


FAULTS: dict[str, list[Behaviour]] = {
    "not there": [status(404)],
    "refused": [status(403)],
    "busy": [status(503)] * 9,
    "ended": [cut(100)] * 9,
    "without an answer": [hang(1)] * 3,
    "without end": [status(302, Location="/x.tgz")] * 30,
    "another file": [lambda handler, _: answer(handler, 200, b"<html>Sign in</html>")],
    "too large": [lambda handler, _: answer(handler, 200, b"", Content_Length=str(3 << 30))],
}


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_a_server_does_the_old_tree_stays_and_the_next_run_is_good(fault: str, tmp_path: Path) -> None:
    before = obtained(archive(tmp_path), tmp_path)
    with serving() as server:
        source, files = large(tmp_path, server)
        server.behaviours = list(FAULTS[fault])
        with pytest.raises(FetchError) as caught:
            obtained(source, tmp_path, Network(read=0.2, retries=2, backoff=0.01))
        assert source.urls[0] in str(caught.value)
        assert caught.value.hint
        assert str(caught.value.of("lwt.5.7.0")).startswith("lwt.5.7.0: ")
        assert tree(tmp_path / "to" / "tree") == before
        assert [path.name for path in (tmp_path / "to").iterdir()] == ["tree"]
        server.behaviours = []
        assert obtained(source, tmp_path) == files


def test_a_commit_a_branch_and_a_tag_are_checked_out_without_history(tmp_path: Path) -> None:
    repository = tmp_path / "r"
    first = commit(repository, "1")
    git(repository, "tag", "v1")
    second = commit(repository, "2")
    url = f"git+file://{repository}"
    for revision, content in ((first, b"1"), ("v1", b"1"), ("main", b"2"), ("", b"2"), (second, b"2")):
        assert obtained(Source((f"{url}#{revision}" if revision else url,)), tmp_path) == {"a.ml": content}
    assert resolve(f"{url}#v1", Cache(tmp_path / "cache")) == first


def test_a_known_commit_needs_no_server_and_a_branch_is_asked_for(tmp_path: Path) -> None:
    repository = tmp_path / "r"
    first = commit(repository, "1")
    url = f"git+file://{repository}"
    obtained(Source((f"{url}#{first}",)), tmp_path)
    third = commit(repository, "3")
    assert obtained(Source((f"{url}#main",)), tmp_path) == {"a.ml": b"3"}
    repository.rename(tmp_path / "gone")
    for revision in (first, third):
        assert obtained(Source((f"{url}#{revision}",)), tmp_path)
    assert obtained(Source((f"{url}#main",)), tmp_path, Network(offline=True)) == {"a.ml": b"3"}


def test_offline_a_repository_that_was_never_fetched_is_refused(tmp_path: Path) -> None:
    commit(tmp_path / "r", "1")
    with pytest.raises(FetchError, match="not in the cache"):
        obtained(Source((f"git+file://{tmp_path / 'r'}#main",)), tmp_path, Network(offline=True))


@pytest.mark.parametrize(
    ("revision", "said"), [("nowhere", "no revision nowhere"), ("0" * 40, "no revision 000"), ("-x", "no revision -x")]
)
def test_a_revision_that_is_not_there_is_said(revision: str, said: str, tmp_path: Path) -> None:
    commit(tmp_path / "r", "1")
    with pytest.raises(FetchError, match=said) as caught:
        obtained(Source((f"git+file://{tmp_path / 'r'}#{revision}",)), tmp_path)
    assert str(tmp_path / "r") in str(caught.value)


def test_a_repository_that_is_not_there_is_said_with_gits_words(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"git: .*does not exist|git: .*[Rr]epository") as caught:
        obtained(Source((f"git+file://{tmp_path / 'nowhere'}",)), tmp_path)
    assert "Is the address right" in str(caught.value)


def test_submodules_are_there_too(tmp_path: Path) -> None:
    commit(tmp_path / "inner", "inner")
    outer = tmp_path / "outer"
    commit(outer, "outer")
    add_submodule(outer, "../inner", "lib/inner")
    found = obtained(Source((f"git+file://{outer}",)), tmp_path)
    assert found["a.ml"] == b"outer"
    assert found["lib/inner/a.ml"] == b"inner"
    assert not any(name.endswith("/.git") for name in found)
