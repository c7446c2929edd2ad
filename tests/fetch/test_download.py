"""Downloads from servers that misbehave."""

from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from downloads import CONTENT, MD5, QUICK, SHA256, SHA512, fetched, leftovers, refused
from server import Handler, Server, answer, cut, hang, serving, slow, status

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.download import Network, download
from mirage_scons.fetch.errors import FetchError


def test_what_was_fetched_once_is_not_fetched_again(server: Server, cache: Cache) -> None:
    assert fetched(server, cache) == fetched(server, cache) == CONTENT
    assert len(server.asked) == 1
    assert leftovers(cache) == []


def test_the_cache_is_laid_out_as_opams(server: Server, cache: Cache) -> None:
    fetched(server, cache, MD5, SHA512)
    for one in (MD5, SHA256, SHA512):
        assert (cache.root / one.kind / one.hex[:2] / one.hex).read_bytes() == CONTENT


def test_a_file_that_is_known_by_one_checksum_has_to_have_all(server: Server, cache: Cache) -> None:
    fetched(server, cache)
    said = refused(server, cache, SHA256, Checksum("md5", "0" * 32))
    assert f"expected md5={'0' * 32}, found {MD5}" in said


def test_a_damaged_entry_of_the_cache_is_fetched_again(server: Server, cache: Cache) -> None:
    path = download([server.url("/a.tgz")], [SHA256], cache, QUICK)
    path.write_bytes(CONTENT[:100])
    assert fetched(server, cache) == CONTENT
    assert len(server.asked) == 2


def test_a_wrong_checksum_says_what_was_expected_and_found(server: Server, cache: Cache) -> None:
    other = Checksum("sha256", "1" * 64)
    said = refused(server, cache, other)
    assert f"expected {other}, found {SHA256}" in said
    assert "scons lock" in said
    assert leftovers(cache) == []


def test_a_download_without_checksum_is_refused(server: Server, cache: Cache) -> None:
    with pytest.raises(FetchError, match="has no checksum"):
        download([server.url("/a.tgz")], [], cache, QUICK)


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_a_server_that_is_busy_is_asked_again(code: int, server: Server, cache: Cache) -> None:
    server.behaviours = [status(code), status(code)]
    assert fetched(server, cache) == CONTENT
    assert len(server.asked) == 3


def test_a_server_may_say_when_to_ask_again(server: Server, cache: Cache) -> None:
    server.behaviours = [status(429, Retry_After="1")]
    begun = time.monotonic()
    assert fetched(server, cache) == CONTENT
    assert 0.9 < time.monotonic() - begun < 5


def test_a_server_that_stays_busy_is_given_up(server: Server, cache: Cache) -> None:
    server.behaviours = [status(503)] * 20
    assert "HTTP status 503" in refused(server, cache)
    assert len(server.asked) == 4


def test_a_file_that_is_not_there_is_not_asked_for_again(server: Server, cache: Cache) -> None:
    assert "HTTP status 404" in refused(server, cache, path="/b.tgz")
    assert len(server.asked) == 1


def test_the_next_place_is_asked_if_one_has_nothing_or_another_file(server: Server, cache: Cache) -> None:
    server.contents["/other.tgz"] = b"another"
    urls = [server.url(path) for path in ("/b.tgz", "/other.tgz", "/a.tgz")]
    assert download(urls, [SHA256], cache, QUICK).read_bytes() == CONTENT
    assert [path for path, _ in server.asked] == ["/b.tgz", "/other.tgz", "/a.tgz"]


def test_a_connection_is_used_again(server: Server, cache: Cache) -> None:
    for number in range(5):
        content = os.urandom(100_000)
        server.contents[f"/{number}"] = content
        fetched(server, cache, Checksum("md5", hashlib.md5(content).hexdigest()), path=f"/{number}")
    assert (len(server.asked), server.connections) == (5, 1)


def test_a_connection_is_used_again_after_a_mirror_has_nothing(server: Server, cache: Cache) -> None:
    network = Network(mirrors=(server.url("/cache"),), retries=2)
    assert fetched(server, cache, network=network) == CONTENT
    assert (len(server.asked), server.connections) == (2, 1)


def test_mirrors_laid_out_as_opams_cache_are_asked_first(server: Server, cache: Cache) -> None:
    path = f"/cache/sha256/{SHA256.hex[:2]}/{SHA256.hex}"
    server.contents[path] = CONTENT
    network = Network(mirrors=(server.url("/cache"),))
    assert fetched(server, cache, network=network) == CONTENT
    assert [path for path, _ in server.asked] == [path]


def test_a_server_that_says_nothing_is_given_up_in_time(server: Server, cache: Cache) -> None:
    server.behaviours = [hang(2)] * 4
    begun = time.monotonic()
    assert "no answer in time" in refused(server, cache, network=Network(read=0.1, retries=1, backoff=0.01))
    assert time.monotonic() - begun < 1.5


def test_a_server_that_says_nothing_more_is_gone_on_with(server: Server, cache: Cache) -> None:
    def stuck(handler: Handler, content: bytes) -> None:
        answer(handler, 200, content[:1000], Content_Length=str(len(content)))
        time.sleep(1)
        handler.close_connection = True

    server.behaviours = [stuck]
    assert fetched(server, cache) == CONTENT
    assert server.asked[-1] == ("/a.tgz", "bytes=1000-")


def drip(handler: Handler, content: bytes) -> None:
    """Some bytes, and then one now and then."""
    answer(handler, 200, content[:1000], Content_Length=str(len(content)))
    for byte in content[1000:1050]:
        time.sleep(0.05)
        with contextlib.suppress(OSError):
            handler.wfile.write(bytes([byte]))
    handler.close_connection = True


def test_a_server_that_gives_a_byte_now_and_then_is_given_up_and_gone_on_with(server: Server, cache: Cache) -> None:
    network = Network(retries=1, backoff=0.01, patience=0.3, slowest=10_000)
    server.behaviours = [drip]
    begun = time.monotonic()
    assert fetched(server, cache, network=network) == CONTENT
    assert time.monotonic() - begun < 2
    (_, first), (_, second) = server.asked
    assert first is None
    assert second is not None
    assert 1000 <= int(second.removeprefix("bytes=").removesuffix("-")) < 1050
    server.behaviours = [drip] * 2
    said = refused(server, Cache(cache.root / "other"), network=network)
    assert "fewer than 10000 bytes a second for " in said


def test_a_server_that_is_slow_but_not_too_slow_is_waited_for(server: Server, cache: Cache) -> None:
    def steady(handler: Handler, content: bytes) -> None:
        answer(handler, 200, b"", Content_Length=str(len(content)))
        for start in range(0, len(content), 30_000):
            time.sleep(0.1)
            handler.wfile.write(content[start : start + 30_000])

    server.behaviours = [steady]
    assert fetched(server, cache, network=Network(retries=0, patience=0.2, slowest=10_000)) == CONTENT


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://[::1/a", "no url"),
        ("http:///a", "no url"),
        ("http://127.0.0.1:99999/a", "no url"),
        (f"http://{'a' * 70}.example/a", "no url"),
        ("ftp://example.org/a", "urls of ftp are not known"),
        ("file:///nowhere/a", "No such file"),
        ("file:///", "Is a directory"),
    ],
)
def test_what_cannot_be_asked_for_is_said_at_once(url: str, said: str, cache: Cache) -> None:
    begun = time.monotonic()
    with pytest.raises(FetchError, match=said) as caught:
        download([url], [SHA256], cache, Network())
    assert url in str(caught.value)
    assert time.monotonic() - begun < 0.4


def test_redirections_are_followed_but_not_without_end(server: Server, cache: Cache) -> None:
    server.contents["/to"] = server.contents["/loop"] = b""
    server.behaviours = [status(302, Location="/a.tgz")]
    assert fetched(server, cache, path="/to") == CONTENT
    server.behaviours = [status(302, Location="/loop")] * 50
    assert "too many redirects" in refused(server, cache, Checksum("md5", "2" * 32), path="/loop")


def test_a_server_that_is_gone_is_said(server: Server, cache: Cache) -> None:
    with serving() as other:
        url = other.url("/a.tgz")
    with pytest.raises(FetchError, match=r"(?s)cannot be fetched.*no connection"):
        download([url], [SHA256], cache, QUICK)


def test_a_file_without_end_is_refused(server: Server, cache: Cache) -> None:
    assert "has more than 1000 bytes" in refused(server, cache, network=Network(limit=1000))
    assert leftovers(cache) == []

    def endless(handler: Handler, content: bytes) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(content)

    server.behaviours = [endless]
    assert "has more than 1000 bytes" in refused(server, cache, network=Network(limit=1000))
    assert leftovers(cache) == []
    assert fetched(server, cache) == CONTENT


def test_offline_only_the_cache_and_files_are_used(server: Server, cache: Cache, tmp_path: Path) -> None:
    offline = Network(offline=True)
    said = refused(server, cache, network=offline)
    assert "not in the cache" in said
    assert "without fetch=offline" in said
    assert server.asked == []
    fetched(server, cache)
    assert fetched(server, cache, network=offline) == CONTENT
    local = tmp_path / "a b.tgz"
    local.write_bytes(b"local")
    known = [Checksum("md5", hashlib.md5(b"local").hexdigest())]
    assert download([local.as_uri()], known, cache, offline).read_bytes() == b"local"
    assert local.exists()


def test_only_a_file_of_this_machine_needs_no_checksum(server: Server, cache: Cache, tmp_path: Path) -> None:
    local = tmp_path / "a b.tgz"
    local.write_bytes(b"local")
    for url in (local.as_uri(), str(local)):
        assert download([url], [], cache, Network(offline=True)).read_bytes() == b"local"
    with pytest.raises(FetchError, match="has no checksum"):
        download([(tmp_path / "nothing").as_uri()], [], cache, QUICK)


def test_progress_is_told_bytes_and_their_number(server: Server, cache: Cache) -> None:
    told: list[tuple[str, int, int | None]] = []
    fetched(server, cache, network=Network(progress=lambda *what: told.append(what)))
    assert told[-1] == (server.url("/a.tgz"), len(CONTENT), len(CONTENT))
    assert [size for _, size, _ in told] == sorted(size for _, size, _ in told)


def test_two_threads_download_a_file_once(server: Server, cache: Cache) -> None:
    server.behaviours = [slow(0.2)]
    threads = [threading.Thread(target=fetched, args=(server, cache)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.asked) == 1


FETCH = """
import sys
from pathlib import Path
from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.checksum import Checksum
from mirage_scons.fetch.download import Network, download
url, checksum, root = sys.argv[1:]
print(download([url], [Checksum.parse(checksum)], Cache(Path(root)), Network(backoff=0.01)))
"""


def fetching(server: Server, cache: Cache, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", FETCH, server.url("/a.tgz"), str(SHA256), str(cache.root)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload,no-any-return]


def test_two_processes_download_a_file_once(server: Server, cache: Cache) -> None:
    server.behaviours = [slow(1)]
    processes = [fetching(server, cache) for _ in range(2)]
    assert {process.communicate()[0].strip() for process in processes} == {str(cache.find([SHA256]))}
    assert len(server.asked) == 1


def test_a_killed_download_leaves_nothing_that_hinders_the_next(server: Server, cache: Cache) -> None:
    for delay in (0.05, 0.2, 0.3, 0.5):
        server.behaviours = [cut(1000), slow(0.2)]
        process = fetching(server, cache)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        server.behaviours = []
        assert fetched(server, cache) == CONTENT
        assert leftovers(cache) == []
        Path(str(cache.find([SHA256]))).unlink()


def test_a_full_disk_is_said_and_nothing_is_left(server: Server, cache: Cache) -> None:
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    process = fetching(server, cache, preexec_fn=limited)
    assert "Make room in" in process.communicate()[1]
    assert leftovers(cache) == []


def test_a_cache_that_cannot_be_written_is_said(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FetchError, match="the cache cannot be used: Not a directory") as caught:
        fetched(server, Cache(tmp_path / "file"))
    assert "XDG_CACHE_HOME" in str(caught.value)


def test_a_disk_that_is_full_is_said_and_the_file_is_fetched_when_there_is_room(server: Server, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    fetch = [sys.executable, "-c", FETCH, server.url("/a.tgz"), str(SHA256), str(disk)]
    script = 'mount -t tmpfs -o size=200k tmpfs "$0" || exit 77; "$@"; find "$0" -type f ! -name "*.lock"'
    alone = ["unshare", "--mount", "--map-root-user", "sh", "-c", script, str(disk), *fetch]
    try:
        done = subprocess.run(alone, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("unshare is not installed")
    if done.returncode == 77 or "unshare:" in done.stderr:
        pytest.skip("nothing can be mounted here")
    assert "cannot be kept: No space left on device" in done.stderr
    assert f"Make room in {disk / 'partial'}" in done.stderr
    assert done.stdout == ""
    assert fetched(server, Cache(disk)) == CONTENT
