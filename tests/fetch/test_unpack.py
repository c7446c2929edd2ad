"""Archives unpacked: every format, and nothing that could do harm."""

from __future__ import annotations

import gzip
import os
import random
import stat
import tarfile
from pathlib import Path

import pytest
from archives import COMPRESSIONS, link, member, tar, tree, zip_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mirage_scons.fetch.errors import FetchError
from mirage_scons.fetch.tidy import tidy
from mirage_scons.fetch.unpack import unpack


def unpacked(tmp_path: Path, data: bytes, **limits: int) -> Path:
    """Where the archive ``data`` has been unpacked to."""
    archive = tmp_path / "archive"
    archive.write_bytes(data)
    unpack(archive, tmp_path / "to" / "tree", **limits)
    return tmp_path / "to" / "tree"


FILES = (member("x-1/", type=tarfile.DIRTYPE), member("x-1/dune", b"(library)"), member("x-1/src/a.ml", b"let a = 1"))


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_tar_archive_is_unpacked_without_its_one_directory(compression: str, tmp_path: Path) -> None:
    root = unpacked(tmp_path, tar(*FILES, compression=compression))
    assert tree(root) == {"dune": b"(library)", "src/a.ml": b"let a = 1"}
    assert [path.name for path in root.parent.iterdir()] == ["tree"]


def test_a_zip_archive_is_unpacked(tmp_path: Path) -> None:
    modes = {"x/run": 0o100755, "x/l": stat.S_IFLNK | 0o777}
    root = unpacked(tmp_path, zip_of({"x/a": b"1", "x/run": b"2", "x/d/": b"", "x/l": b"d/../a"}, modes))
    assert tree(root) == {"a": b"1", "run": b"2", "l": "d/../a"}
    assert (root / "run").stat().st_mode & 0o777 == 0o755
    assert (root / "d").is_dir()


def test_several_files_at_the_top_stay_there(tmp_path: Path) -> None:
    assert tree(unpacked(tmp_path, tar(member("a", b"1"), member("d/b", b"2")))) == {"a": b"1", "d/b": b"2"}


def test_links_within_the_tree_are_kept_and_hard_links_are_copies(tmp_path: Path) -> None:
    data = tar(*FILES, link("x-1/src/up", "../dune"), link("x-1/again", "x-1/dune", tarfile.LNKTYPE))
    root = unpacked(tmp_path, data)
    assert tree(root) == {"dune": b"(library)", "src/a.ml": b"let a = 1", "src/up": "../dune", "again": b"(library)"}
    assert (root / "again").stat().st_nlink == 1


def test_permissions_are_plain(tmp_path: Path) -> None:
    root = unpacked(tmp_path, tar(member("d/a", b"", mode=0o4777), member("d/b", b"", mode=0o0), member("d/c", b"")))
    assert [(root / name).stat().st_mode & 0o7777 for name in "abc"] == [0o755, 0o644, 0o644]


HOSTILE = {
    "absolute name": tar(member("/tmp/evil", b"")),
    "name with ..": tar(member("x/../../evil", b"")),
    "name with .. inside": tar(member("x/../y", b"")),
    "name with backslashes": tar(member("..\\evil", b"")),
    "link to an absolute name": tar(*FILES, link("x-1/l", "/etc/passwd")),
    "link out of the tree": tar(*FILES, link("x-1/l", "../../evil")),
    "link out of the one directory": tar(*FILES, link("x-1/l", "../evil")),
    "link out of the tree through another": tar(*FILES, link("x-1/src/b", ".."), link("x-1/c", "src/b/../../evil")),
    "link out of the one directory and back": tar(*FILES, link("x-1/l", "../x-1/dune")),
    "link out and back through another": tar(*FILES, link("x-1/src/b", ".."), link("x-1/c", "src/b/../x-1/dune")),
    "links to each other": tar(*FILES, link("x-1/l", "m"), link("x-1/m", "l")),
    "link to itself": tar(*FILES, link("x-1/l", "l")),
    "hard link out of the tree": tar(*FILES, link("x-1/h", "../evil", tarfile.LNKTYPE)),
    "hard link to a link": tar(*FILES, link("x-1/l", "dune"), link("x-1/h", "x-1/l", tarfile.LNKTYPE)),
    "file through a link": tar(link("d/l", "."), member("d/l/evil", b"")),
    "file in place of a link": tar(link("d/l", "m"), member("d/l", b"evil")),
    "link in place of a directory": tar(member("d/e/a", b""), link("d/e", "."), member("d/e/b", b"")),
    "file twice": tar(member("d/a", b"1"), member("d/a", b"2")),
    "device": tar(member("d/zero", type=tarfile.CHRTYPE, devmajor=1, devminor=5)),
    "fifo": tar(member("d/fifo", type=tarfile.FIFOTYPE)),
    "zip: name with ..": zip_of({"../evil": b""}),
    "zip: absolute name": zip_of({"/tmp/evil": b""}),
    "zip: link out of the tree": zip_of({"d/l": b"../../evil"}, {"d/l": stat.S_IFLNK | 0o777}),
    "zip: link to a name with a null": zip_of({"d/l": b"a\0b"}, {"d/l": stat.S_IFLNK | 0o777}),
    "zip: device": zip_of({"d/z": b""}, {"d/z": stat.S_IFCHR | 0o666}),
    "nothing": tar(),
    "no archive": b"<html>404</html>",
    "empty": b"",
    "truncated gzip": tar(*FILES, member("x-1/big", random.Random(1).randbytes(50_000)), compression="tar.gz")[:20_000],
    "truncated xz": tar(*FILES, member("x-1/big", random.Random(1).randbytes(50_000)), compression="tar.xz")[:20_000],
    "truncated zip": zip_of({"a": b"1" * 1000})[:60],
    "damaged bzip2": b"BZh9" + b"x" * 100,
    "damaged zstd": b"\x28\xb5\x2f\xfd" + b"x" * 100,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_could_do_harm_is_refused_and_nothing_is_left(what: str, tmp_path: Path) -> None:
    (tmp_path / "to").mkdir()
    with pytest.raises(FetchError):
        unpacked(tmp_path, HOSTILE[what])
    assert list((tmp_path / "to").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "to"]


def test_what_was_there_stays_if_an_archive_is_refused(tmp_path: Path) -> None:
    before = tree(unpacked(tmp_path, tar(*FILES)))
    with pytest.raises(FetchError):
        unpacked(tmp_path, HOSTILE["device"])
    assert tree(tmp_path / "to" / "tree") == before


def test_what_a_killed_run_left_does_not_get_in(tmp_path: Path) -> None:
    left = tmp_path / "to" / ".tree.new"
    left.mkdir(parents=True)
    (left / "stale").write_text("")
    assert "stale" not in tree(unpacked(tmp_path, tar(*FILES)))
    assert not left.exists()


def test_names_that_only_look_as_if_they_led_outside_are_good(tmp_path: Path) -> None:
    assert tree(unpacked(tmp_path, tar(member("...", b"1"), member("d/..a", b"2")))) == {"...": b"1", "d/..a": b"2"}


def test_zstd_may_come_in_parts_that_say_where_the_next_begins(tmp_path: Path) -> None:
    data, skipped = tar(*FILES), b"\x50\x2a\x4d\x18" + (4).to_bytes(4, "little") + b"size"
    parts = [COMPRESSIONS["tar.zst"](data[start : start + 4096]) for start in range(0, len(data), 4096)]
    root = unpacked(tmp_path, b"".join(skipped + part for part in parts))
    assert tree(root) == {"dune": b"(library)", "src/a.ml": b"let a = 1"}


def test_a_link_in_a_zip_archive_may_lead_to_any_name(tmp_path: Path) -> None:
    root = unpacked(tmp_path, zip_of({"d/l": b"\xe9", "d/a": b""}, {"d/l": stat.S_IFLNK | 0o777}))
    assert (root / "l").readlink() == Path(os.fsdecode(b"\xe9"))


def test_times_of_the_archive_are_not_kept(tmp_path: Path) -> None:
    root = unpacked(tmp_path, tar(member("d/a", b"", mtime=1)))
    assert (root / "a").stat().st_mtime > 1_000_000_000


@pytest.mark.parametrize(
    "data", [tar(member("d/a", b"0" * 200_000), compression="tar.gz"), zip_of({"a": b"0" * 200_000})]
)
def test_absurd_sizes_are_refused_as_they_come(data: bytes, tmp_path: Path) -> None:
    assert len(data) < 2000
    with pytest.raises(FetchError, match="more than 100000 bytes"):
        unpacked(tmp_path, data, limit_bytes=100_000)


def test_the_directories_of_long_names_are_counted_too(tmp_path: Path) -> None:
    deep = "/".join(["d"] * 60)
    with pytest.raises(FetchError, match="more than 100 files"):
        unpacked(tmp_path, tar(*(member(f"x/{number}/{deep}/f", b"") for number in range(20))), limit_files=100)


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE])
def test_absurdly_long_names_are_not_read(kind: bytes, tmp_path: Path) -> None:
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = kind, 1 << 33
    with pytest.raises(FetchError, match="absurdly long name"):
        unpacked(tmp_path, gzip.compress(header.tobuf(tarfile.GNU_FORMAT) + b"a" * (1 << 20)))


def test_bytes_that_no_file_is_made_of_are_counted_too(tmp_path: Path) -> None:
    header = tarfile.TarInfo("pax_global_header")
    header.type, header.size = tarfile.XGLTYPE, 1 << 19
    data = gzip.compress((header.tobuf(tarfile.GNU_FORMAT) + b"\0" * (1 << 19)) * 32, 1)
    with pytest.raises(FetchError, match="more bytes than sources have"):
        unpacked(tmp_path, data, limit_bytes=1000, limit_files=10)


def test_absurd_numbers_of_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="more than 10 files"):
        unpacked(tmp_path, tar(*(member(f"d/{number}", b"") for number in range(20))), limit_files=10)


parts = st.sampled_from(["a", "b", "c", "..", ".", "", "/", "d"])
names = st.lists(parts, min_size=1, max_size=4).map("/".join)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(members=st.lists(st.tuples(names, st.none() | names), min_size=1, max_size=5))
def test_nothing_is_ever_written_outside(members: list[tuple[str, str | None]], tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    archive = tmp_path / "archive"
    archive.write_bytes(tar(*(member(name, b"x") if to is None else link(name, to) for name, to in members)))
    try:
        unpack(archive, home / "tree")
    except FetchError:
        assert not (home / ".tree.new").exists()
    assert {path.name for path in home.iterdir()} <= {"tree"}
    assert {path.name for path in tmp_path.iterdir()} == {"home", "archive"}
    for path in home.rglob("*"):
        assert path.resolve().is_relative_to(home.resolve()) or not path.exists()


def test_what_dune_must_not_see_is_removed(tmp_path: Path) -> None:
    for name in (
        ".git/HEAD",
        "sub/.git",
        "sub/.hg/x",
        "duniverse/lwt/dune",
        "vendor/duniverse/x",
        "src/a.ml",
        ".github/x",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    tidy(tmp_path)
    assert set(tree(tmp_path)) == {"src/a.ml", ".github/x"}


def test_links_that_dune_must_not_see_are_removed_and_what_they_lead_to_stays(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.ml").write_text("")
    (tmp_path / "duniverse").symlink_to("src")
    (tmp_path / "src" / ".git").symlink_to("nowhere")
    tidy(tmp_path)
    assert set(tree(tmp_path)) == {"src/a.ml"}


good = st.lists(st.sampled_from(["a", "b", "c d", "é", "..x", "d.ml"]), min_size=1, max_size=4).map("/".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.dictionaries(good, st.binary(max_size=2000), min_size=1, max_size=5),
    format=st.sampled_from([*COMPRESSIONS, "zip"]),
)
def test_what_goes_into_an_archive_comes_out(files: dict[str, bytes], format: str, tmp_path: Path) -> None:
    files = {name: content for name, content in files.items() if not any(f"{name}/" in other for other in files)}
    files = {f"top/{name}": content for name, content in files.items()} | {"top/more": b"more", "top/x": b""}
    members = [member(name, content) for name, content in files.items()]
    root = unpacked(tmp_path, zip_of(files) if format == "zip" else tar(*members, compression=format))
    assert tree(root) == {name.removeprefix("top/"): content for name, content in files.items()}
