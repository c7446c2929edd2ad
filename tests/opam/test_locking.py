"""Locks: what is vendored, where it comes from, how a lock is written and read."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repositories import COMPILER, ENV, commit, dune, of_system, universe, write

from mirage_scons.fetch.objects import Objects
from mirage_scons.opam.lock import Lock, Locked, LockError, Source, read_lock, show_lock
from mirage_scons.opam.locking import Request, make_lock
from mirage_scons.opam.parser import parse
from mirage_scons.opam.repository import GitRepository, Repository
from mirage_scons.opam.universe import Candidate, Universe

OPAM = 'depends: [\n  "a" {?monorepo}\n  "tool" {build}\n]\nx-opam-monorepo-opam-provided: ["tool"]\n'
SHARED = Path(__file__).parents[3] / "shared" / "conformance" / "lock" / "hello-unix.opam.locked"


def lock(*repositories: Repository, opam: str = OPAM, system: Mapping[str, Candidate] | None = None) -> Lock:
    """The lock of an opam file."""
    request = Request("app-unix", parse(opam), {"ocaml": "4.13.1"})
    return make_lock(request, universe(*repositories, system=system), ENV)


def test_what_dune_builds_is_vendored_and_what_the_switch_provides_is_not(tmp_path: Path) -> None:
    packages = {
        "a.1": dune('"b" "conf-x"', home="a"),
        "b.2": dune(home="b"),
        "tool.3": 'build: ["make"]\ndepends: ["made"]',
    }
    more = {"made.4": 'build: ["make"]', "conf-x.1": 'depexts: ["libx-dev"] {os-family = "debian"}'}
    found = lock(write(tmp_path / "r", {**COMPILER, **packages, **more}))
    assert found.packages == (
        Locked("a", "1", vendored=True),
        Locked("b", "2", vendored=True),
        Locked("conf-x", "1"),
        Locked("dune", "3.0.0"),
        Locked("made", "4"),
        Locked("ocaml-base-compiler", "4.13.1"),
        Locked("tool", "3"),
    )
    assert [source.directory for source in found.sources] == ["a", "b"]
    assert found.pins == (("a.1", "https://example.org/a.1.tgz"), ("b.2", "https://example.org/b.2.tgz"))
    assert found.depexts == ((("libx-dev",), 'os-family = "debian"'),)
    assert found.provided == ("tool",)


def test_packages_of_one_repository_of_sources_share_the_newest_ones(tmp_path: Path) -> None:
    packages = {
        "a.1": dune('"a-core" "a-lwt"', home="all"),
        "a-core.1.10": dune(home="all"),
        "a-lwt.1.9": dune(home="all"),
    }
    (source,) = lock(write(tmp_path / "r", {**COMPILER, **packages}), opam='depends: "a"').sources
    assert (source.url, source.directory) == ("https://example.org/a-core.1.10.tgz", "all")


@pytest.mark.parametrize(
    ("home", "directory"), [("dune", "dune_"), ("x.y", "x"), (".github", "github"), ("a-b_c", "a-b_c")]
)
def test_a_directory_is_called_as_the_repository_of_its_sources(home: str, directory: str, tmp_path: Path) -> None:
    (source,) = lock(write(tmp_path / "r", {**COMPILER, "a.1": dune(home=home)}), opam='depends: "a"').sources
    assert source.directory == directory


def test_two_repositories_of_one_name_have_directories_of_their_own(tmp_path: Path) -> None:
    packages = {
        "a.1": dune('"b"', 'dev-repo: "git+https://one.org/x.git"'),
        "b.1": dune("", 'dev-repo: "git+https://two.org/x.git"'),
    }
    found = lock(write(tmp_path / "r", {**COMPILER, **packages}), opam='depends: "a"')
    assert [source.directory for source in found.sources] == ["x", "x_"]


def test_packages_of_the_system_are_named_and_not_vendored(tmp_path: Path) -> None:
    repository = write(tmp_path / "r", {**COMPILER, "a.1": dune('"logs"', home="a")})
    found = lock(repository, system={"logs": of_system("logs", "0.7")}, opam='depends: "a"')
    assert found.system == ("logs",)
    assert Locked("logs", "0.7") in found.packages


def test_a_commit_of_a_git_repository_is_read_without_being_checked_out(tmp_path: Path) -> None:
    root = tmp_path / "r"
    write(root, {**COMPILER, "a.1": dune(home="a")})
    files = root / "packages" / "a" / "a.1" / "files"
    files.mkdir()
    (files / "fix.patch").write_bytes(b"patch\xff")
    first = commit(root)
    (root / "packages" / "a" / "a.1" / "opam").write_text("later")
    commit(root)
    repository = GitRepository("r", Objects("https://example.org/r.git", root / ".git"), first)
    assert repository.versions("a").keys() == {"1"}
    assert repository.versions("nowhere") == {}
    assert repository.attached("a", "1") == {"fix.patch": b"patch\xff"}
    assert repository.read("a", "1").startswith("opam-version")
    with pytest.raises(FileNotFoundError, match=r"a\.2"):
        repository.read("a", "2")
    found = lock(repository, opam='depends: "a"')
    assert found.repositories == (f"https://example.org/r.git#{first}",)
    assert Locked("a", "1", vendored=True) in found.packages
    repository.close()


def test_what_has_been_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mirage_scons.opam.repository import DirectoryRepository

    repository = write(tmp_path / "r", {**COMPILER, "a.1": dune(home="a"), "a.2": dune(home="a")})
    first = Universe([repository], {}, ENV, tmp_path / "cache")
    before = first.candidates("a")
    first.save()
    monkeypatch.setattr(DirectoryRepository, "read", lambda *_: pytest.fail("read again"))
    assert Universe([repository], {}, ENV, tmp_path / "cache").candidates("a") == before
    (cached,) = (tmp_path / "cache").iterdir()
    cached.write_bytes(b"half")
    monkeypatch.undo()
    assert Universe([repository], {}, ENV, tmp_path / "cache").candidates("a") == before


def test_several_locks_may_be_made_at_once(tmp_path: Path) -> None:
    names = [f"p{number}" for number in range(12)]
    repository = write(tmp_path / "r", {**COMPILER, **{f"{name}.1": dune(home=name) for name in names}})

    def ask(name: str) -> None:
        found = Universe([repository], {}, ENV, tmp_path / "cache")
        assert found.candidates(name)
        found.save()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, names * 5))
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_an_opam_file_that_is_wrong_is_named(tmp_path: Path) -> None:
    repository = write(tmp_path / "r", {**COMPILER, "a.1": "depends: ["})
    with pytest.raises(Exception, match=r"packages/a/a\.1/opam:3:1: a value expected"):
        lock(repository, opam='depends: "a"')


EXAMPLE = Lock(
    roots=("app-unix",),
    packages=(Locked("a", "1.0", vendored=True), Locked("ocaml", "4.13.1")),
    pins=(("a.1.0", "https://example.org/a.tgz"),),
    sources=(Source("https://example.org/a.tgz", "a", ("md5=0123",)),),
    depexts=((("libx", "liby"), 'os = "linux"'), (("z",), "")),
    provided=("tool",),
    repositories=("https://example.org/r.git#abc",),
    system=("ocaml",),
    arguments=("--build-only",),
)


def test_a_lock_is_read_as_it_was_written() -> None:
    assert read_lock(show_lock(EXAMPLE), "x") == EXAMPLE
    assert EXAMPLE.version("a") == "1.0"
    assert EXAMPLE.version("b") is None
    assert EXAMPLE.provides(EXAMPLE.sources[0]) == ["a.1.0"]


words = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=8)
locked = st.lists(st.builds(Locked, words, words, st.booleans()), min_size=1, max_size=4).map(tuple)
rows = st.lists(words, max_size=3).map(tuple)
sources = st.lists(st.builds(Source, words, words, rows), max_size=3).map(tuple)
pins = st.lists(st.tuples(words, words), max_size=3).map(tuple)


@given(st.builds(Lock, rows, locked, pins, sources, st.just(()), rows, rows, rows, rows))
def test_every_lock_is_read_as_it_was_written(lock: Lock) -> None:
    assert read_lock(show_lock(lock), "x") == lock


@pytest.mark.skipif(not SHARED.exists(), reason="the lock that opam-monorepo made is not beside the repository")
def test_a_lock_of_opam_monorepo_is_written_as_it_was() -> None:
    assert show_lock(read_lock(SHARED.read_text(), "x")) == SHARED.read_text()


WRONG = [
    ('x-opam-monorepo-version: "0.3"', "x: the field depends is missing"),
    ('depends: ["a" {= "1"}]', "x: the field x-opam-monorepo-version is missing"),
    ('depends: []\nx-opam-monorepo-version: "0.2"', 'x:2: the lock\'s format "0.2" is older than 0.3'),
    ('depends: []\nx-opam-monorepo-version: "0.10"', 'x:2: the lock\'s format "0.10" is newer than 0.3'),
    ('depends: [\n"a" {>= "1"}]\nx-opam-monorepo-version: "0.3"', 'x:1: "a" {>= "1"} is not "NAME" {= "VERSION"}'),
    ('depends: ["a"]\nx-opam-monorepo-version: "0.3"', 'x:1: "a" is not "NAME" {= "VERSION"}'),
    ('depends: ["a" {= "1" & ?other}]\nx-opam-monorepo-version: "0.3"', "x:1:"),
    ('depends: []\npin-depends: ["a"]\nx-opam-monorepo-version: "0.3"', 'x:2: "a" is not ["NAME.VERSION" "URL"]'),
    ('depends: []\nx-opam-monorepo-version: "0.3"\nx-opam-monorepo-duniverse-dirs: ["u"]', 'x:3: "u" is not ["URL"'),
]


@pytest.mark.parametrize(("text", "what"), WRONG, ids=[what for _, what in WRONG])
def test_a_lock_that_is_wrong_is_refused_with_its_line(text: str, what: str) -> None:
    with pytest.raises(LockError) as caught:
        read_lock(text, "x")
    assert str(caught.value).startswith(what)
    assert "Remove the file to lock anew." in str(caught.value)
