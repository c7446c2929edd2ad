"""Pinned packages: what is read where, what a lock says of it, and what stays as it was locked."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from repositories import COMPILER, ENV, commit, dune, universe, write

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.network import Network
from mirage_scons.opam.lexer import OpamSyntaxError
from mirage_scons.opam.lock import Lock, Locked, LockError, Source, read_lock, show_lock
from mirage_scons.opam.locking import Request, make_lock
from mirage_scons.opam.package import url
from mirage_scons.opam.parser import parse
from mirage_scons.opam.pinned import PinnedRepository, pinned
from mirage_scons.opam.pins import Pin, address_of, is_kept, pins_of, settled
from mirage_scons.opam.satisfy import unmet
from mirage_scons.opam.syntax import File

A = dune('"b"', 'version: "7"\nurl { src: "https://example.org/other.tgz" }')


def packed(files: Mapping[str, str]) -> bytes:
    """A tar archive."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
    return data.getvalue()


def placed(root: Path, files: Mapping[str, str]) -> Path:
    """A directory of files."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def taken(pin_url: str, tmp_path: Path, *, offline: bool = False) -> File:
    """The opam file of ``a``, pinned to a url."""
    cache = Cache(tmp_path / "cache")
    found = pinned([Pin("a", "dev", pin_url)], tmp_path / "home", cache, Network(retries=0, offline=offline))
    assert found.versions("a").keys() == {"dev"}
    return parse(found.read("a", "dev"))


def sha256(data: bytes) -> str:
    """A checksum as opam writes it."""
    return f"sha256={hashlib.sha256(data).hexdigest()}"


@pytest.mark.parametrize("place", ["a.opam", "opam/a.opam", "a.opam/opam", "opam/opam", "opam"])
def test_the_opam_file_is_found_where_opam_looks(place: str, tmp_path: Path) -> None:
    files = {place: A, "b.opam": "wrong"}
    root = placed(tmp_path / "r", files)
    data = packed({f"a-1/{name}": text for name, text in files.items()})
    (tmp_path / "a.tar").write_bytes(data)
    at = commit(root)
    address = f"git+file://{root}"
    for pin_url, expected in (
        (address, (f"{address}#{at}", (), ())),
        (str(root), (f"file://{root}", (), ())),
        (f"{tmp_path}/a.tar", (f"file://{tmp_path}/a.tar", (), (sha256(data),))),
    ):
        file = taken(pin_url, tmp_path)
        found = url(file)
        assert found is not None
        assert (found.src, found.mirrors, found.checksums) == expected
        assert file.get("version") is None
        assert file.get("dev-repo") == (address if "git" in pin_url else None)


ADDRESSES = {
    "git+https://example.org/a#main": "git+https://example.org/a",
    "https://example.org/a.tgz#sha256=00": "https://example.org/a.tgz",
    "file:///x/a b": "file:///x/a b",
    "file:///x/a%20b%25/": "file:///x/a b%25",
    "/x/../y": "file:///y",
    "../a": "file://$OPAM_MONOREPO_CWD/../a",
    "./a%": "file://$OPAM_MONOREPO_CWD/a%25",
    ".": "file://$OPAM_MONOREPO_CWD/.",
}


@pytest.mark.parametrize("pin_url", ADDRESSES)
def test_a_lock_names_the_place_without_what_may_change(pin_url: str) -> None:
    assert address_of(pin_url) == ADDRESSES[pin_url]


def test_a_relative_path_begins_at_the_lock(tmp_path: Path) -> None:
    placed(tmp_path / "a b%", {"a.opam": A})
    (tmp_path / "home").mkdir()
    found = url(taken("../a b%", tmp_path))
    assert found is not None
    assert found.src == "file://$OPAM_MONOREPO_CWD/../a b%25"


def test_an_archive_that_changes_is_what_it_is_now_or_what_it_is_to_be(tmp_path: Path) -> None:
    archive, first, second = tmp_path / "a.tar", packed({"a.opam": A}), packed({"a.opam": A, "more": ""})
    for data in (first, second):
        archive.write_bytes(data)
        found = url(taken(archive.as_uri(), tmp_path))
        assert found is not None
        assert found.checksums == (sha256(data),)
    found = url(taken(f"{archive.as_uri()}#{sha256(first)}", tmp_path, offline=True))
    assert found is not None
    assert found.checksums == (sha256(first),)


WRONG = {
    "hg+https://example.org/a": "a: urls of hg+https are not known",
    "darcs+https://example.org/a": "a: urls of darcs+https are not known",
    "ssh://example.org/a": "a: urls of ssh are not known",
    "rsync://example.org/a": "a: urls of rsync are not known",
    "http://127.0.0.1:1/a.tar": "a: cannot be fetched: no connection",
    "{0}/nowhere": "a: cannot be fetched: No such file",
    "{0}/page": "a: the archive cannot be unpacked",
    "{0}/empty.tar": "a: there is no a.opam",
    "{0}/empty.tar#main": 'a: "main" is no checksum',
    "{0}/empty.tar#sha256=" + "0" * 64: "a: cannot be fetched",
    "{0}/empty": "a: there is no a.opam",
    "{0}/empty#main": 'a: "main" is no checksum',
    "{0}/patched": "a: nothing is put into a directory of yours",
    "git+file://{0}/nowhere": "a: git: ",
    "git+file://{0}/empty": "a: there is no a.opam",
}


@pytest.mark.parametrize("pin_url", WRONG)
def test_what_cannot_be_had_is_said_with_the_package_the_url_and_what_to_do(pin_url: str, tmp_path: Path) -> None:
    (tmp_path / "page").write_text("<html>")
    (tmp_path / "empty.tar").write_bytes(packed({"x/b.opam": A, "x/opam/c": ""}))
    placed(tmp_path / "patched", {"a.opam": f'{A}\npatches: ["p"]'})
    commit(placed(tmp_path / "empty", {"b.opam": A, "opam/c": ""}))
    with pytest.raises(FetchError) as caught:
        taken(pin_url.format(tmp_path), tmp_path)
    assert str(caught.value).startswith(WRONG[pin_url])
    assert pin_url.format(tmp_path).partition("#")[0] in str(caught.value)
    assert caught.value.hint


def test_an_opam_file_that_is_wrong_is_named_with_its_place(tmp_path: Path) -> None:
    placed(tmp_path / "r", {"a.opam": "depends: [\n  1]"})
    found = pinned([Pin("a", "dev", str(tmp_path / "r"))], tmp_path, Cache(tmp_path / "cache"), Network())
    with pytest.raises(OpamSyntaxError, match=r"r: a\.opam:.*depends: 1 is no dependency"):
        universe(found).candidates("a")
    placed(tmp_path / "r", {"a.opam": "depends: ["})
    with pytest.raises(OpamSyntaxError, match=r"r: a\.opam:1:11"):
        taken(str(tmp_path / "r"), tmp_path)


COMMIT, OTHER, SUM = "1" * 40, "2" * 40, "sha256=" + "3" * 64
GIT, TGZ = "git+https://example.org/a", "https://example.org/a.tgz"
KEPT = [
    (GIT, f"{GIT}#{COMMIT}", True, f"{GIT}#{COMMIT}"),
    (f"{GIT}#main", f"{GIT}#{COMMIT}", True, f"{GIT}#{COMMIT}"),
    (f"{GIT}#{COMMIT}", f"{GIT}#{COMMIT}", True, f"{GIT}#{COMMIT}"),
    (f"{GIT}#{OTHER}", f"{GIT}#{COMMIT}", False, f"{GIT}#{OTHER}"),
    (f"{GIT}2#main", f"{GIT}#{COMMIT}", False, f"{GIT}2#main"),
    (TGZ, TGZ, True, f"{TGZ}#{SUM}"),
    (f"{TGZ}#{SUM.upper()}", TGZ, True, f"{TGZ}#{SUM}"),
    (f"{TGZ}#sha256={'4' * 64}", TGZ, False, f"{TGZ}#sha256={'4' * 64}"),
    (TGZ, f"{GIT}#{COMMIT}", False, TGZ),
    ("../a", "file://$OPAM_MONOREPO_CWD/../a", True, "../a"),
    ("../b", "file://$OPAM_MONOREPO_CWD/../a", False, "../b"),
]


@pytest.mark.parametrize(("asked", "locked", "kept", "now"), KEPT)
def test_what_was_locked_stays_while_it_is_of_the_place_that_is_asked_for(
    asked: str, locked: str, kept: bool, now: str
) -> None:
    source = Source(locked, "a", (SUM,) if locked == TGZ else ())
    lock = Lock(("app",), (Locked("a", "dev", vendored=True),), (("a.dev", locked),), (source,))
    pin = Pin("a", "dev", asked)
    assert is_kept(pin, lock) is kept
    assert settled(pin, lock) == Pin("a", "dev", now)
    assert settled(pin, None) == settled(pin, Lock(("app",), ())) == pin


def locked(root: Path, packages: Mapping[str, str], pins: Mapping[str, str], depends: str = '"a"') -> Lock:
    """The lock of an opam file with packages of a repository and others that are pinned, by ``NAME.VERSION``."""
    files = {(name.partition(".")[0], name.partition(".")[2]): parse(text, name) for name, text in pins.items()}
    given = {"ocaml": "4.13.1", **dict(files.keys())}
    request = Request("app", parse(f"depends: [{depends}]"), given)
    found = [PinnedRepository(files), write(root, {**COMPILER, **packages})]
    return make_lock(request, universe(*found), ENV)


def test_a_package_of_a_repository_shares_the_sources_that_another_of_its_family_is_pinned_to(tmp_path: Path) -> None:
    pin = dune('"a-core"', 'url { src: "file:///mine" }', home="all")
    found = locked(tmp_path, {"a-core.9": dune(home="all")}, {"a.1": pin})
    assert found.sources == (Source("file:///mine", "all"),)
    assert dict(found.pins) == {"a.1": "file:///mine", "a-core.9": "file:///mine"}


def test_packages_that_are_pinned_to_one_place_share_a_directory_called_as_one_of_them(tmp_path: Path) -> None:
    pin = 'build: []\nurl { src: "https://x/a-1.0.tgz" checksum: "md5=0" }'
    found = locked(tmp_path, {}, {"b.1": pin, "a.1": f'depends: "b"\n{pin}'})
    assert found.sources == (Source("https://x/a-1.0.tgz", "a", ("md5=0",)),)
    assert len(found.pins) == 2
    assert read_lock(show_lock(found), "x") == found


def test_a_family_cannot_be_pinned_to_two_places(tmp_path: Path) -> None:
    pins = {f"{name}.1": dune(more, f'url {{ src: "file:///{name}" }}', home="all") for name, more in
            (("a", '"b"'), ("b", ""))}  # fmt: skip
    with pytest.raises(LockError, match=r"(?s)is pinned to file:///. and . to file:///.*Pin both to the same place"):
        locked(tmp_path, {}, pins)


def test_what_a_pinned_directory_needs_has_to_be_locked(tmp_path: Path) -> None:
    placed(tmp_path / "a", {"a.opam": dune('"b" "dune"')})
    file = parse('depends: ["a" {?monorepo}]\npin-depends: [["a.dev" "../a"] ["a.dev" "../a"] ["t.1" "../t"]]')
    file.items += parse('x-opam-monorepo-opam-provided: ["t"]').items
    assert len(pins_of(file)) == 2
    place = "file://$OPAM_MONOREPO_CWD/../a"
    packages = (Locked("a", "dev", vendored=True), Locked("b", "1"), Locked("dune", "3"))
    lock = Lock(("app",), packages, (("a.dev", place),), (Source(place, "a"),), asked=("a",))
    assert unmet(lock, file, ENV, {}, tmp_path / "home") == []
    placed(tmp_path / "a", {"a.opam": dune('"b" {>= "2" & version != "dev"} "c" {version = "dev"}')})
    assert unmet(lock, file, ENV, {}, tmp_path / "home") == [f"c is needed (by a in {tmp_path / 'a'})"]
