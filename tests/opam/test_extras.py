"""What packages put among their sources: files and patches, those whose conditions hold, in the order of opam."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from repositories import COMPILER, ENV, dune, universe, write

from mirage_scons.opam.lock import Extra, Lock, LockError, read_lock, show_lock
from mirage_scons.opam.locking import Request, make_lock
from mirage_scons.opam.parser import parse

URL = "https://example.org/a.1.tgz"


def lock(root: Path, packages: Mapping[str, str], attached: Mapping[str, str] | None = None) -> Lock:
    """The lock of a repository; ``attached`` are files, named by ``PACKAGE.VERSION/PATH``."""
    repository = write(root, {**COMPILER, **packages})
    for name, content in (attached or {}).items():
        package, _, path = name.partition("/")
        file = root / "packages" / package.partition(".")[0] / package / "files" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    request = Request("app", parse('depends: "a"'), {"ocaml": "4.13.1"})
    return make_lock(request, universe(repository), ENV)


FILTERS = {
    '"p" {os = "linux"}': True,
    '"p" {os = "macos"}': False,
    '"p" {nowhere}': False,
    '"p" {!nowhere}': False,
    '"p" {with-test}': False,
    '"p" {build} {os = "linux"}': True,
    '"p" {build} {os = "macos"}': False,
    '"p" {version >= "1" & name = "a"}': True,
    '"p" {_:version >= "2"}': False,
    '"p" {ocaml-base-compiler:version >= "4.13"}': True,
    '"p" {ocaml-base-compiler:version < "4.13"}': False,
    '"p" {b:installed}': True,
    '"p" {gone:installed}': False,
    '"p" {b+gone:installed}': False,
    '"p" {b+dune:installed}': True,
    '"p" {gone:version = "1"}': False,
}


@pytest.mark.parametrize("patches", FILTERS)
def test_only_patches_whose_condition_holds_are_locked(patches: str, tmp_path: Path) -> None:
    packages = {"a.1": dune('"b"', f"patches: [{patches}]", home="a"), "b.1": dune(home="b")}
    (extra,) = lock(tmp_path, packages, {"a.1/p": "text"}).extras
    assert extra == Extra(URL, "p", FILTERS[patches], content="text")


def test_patches_are_applied_in_the_order_of_their_field(tmp_path: Path) -> None:
    more = 'patches: ["z" "m" "own" {os = "linux"} "own-too" {os = "macos"} "b"]\nextra-source "m" { src: "https://m" }'
    found = lock(tmp_path, {"a.1": dune("", more, home="a")}, {"a.1/z": "Z", "a.1/b": "B", "a.1/a": "A"})
    assert found.extras == (
        Extra(URL, "a", content="A"),
        Extra(URL, "z", True, content="Z"),
        Extra(URL, "m", True, ("https://m",)),
        Extra(URL, "own", True, content=None),
        Extra(URL, "b", True, content="B"),
    )
    assert read_lock(show_lock(found), "x").extras == found.extras


def family(version: str, patch: str) -> tuple[dict[str, str], dict[str, str]]:
    """Two packages of one repository of sources, each with a patch called ``p``."""
    more = f'patches: "p"\nurl {{ src: "{URL}" }}'
    other = more.replace("a.1", f"a.{version}")
    packages = {"a.1": dune('"a-core"', more, home="a"), f"a-core.{version}": dune("", other, home="a")}
    return packages, {"a.1/p": "text", f"a-core.{version}/p": patch}


def test_a_patch_that_several_packages_of_one_archive_have_is_applied_once(tmp_path: Path) -> None:
    assert lock(tmp_path, *family("1", "text")).extras == (Extra(URL, "p", True, content="text"),)


def test_a_patch_of_another_archive_than_is_used_is_left_out(tmp_path: Path) -> None:
    (extra,) = lock(tmp_path, *family("2", "other")).extras
    assert (extra.url, extra.content) == ("https://example.org/a.2.tgz", "other")


def test_two_files_for_one_place_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LockError, match=r"(?s)p, among the sources of .*a\.1\.tgz, is one file of a and another of"):
        lock(tmp_path, *family("1", "other"))
