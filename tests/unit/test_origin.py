"""Where sources come from, and the opam file that says it."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from configs import MAIN, plan

from mirage_scons.model.install import Install
from mirage_scons.render.opam import opam
from mirage_scons.render.origin import Origin, public_url

ORIGIN = Origin(
    build="uk",
    source="uk/app",
    dist="out",
    url="git+https://example.org/uk.git#main",
    words=("app.hello=50% off",),
    repositories=(("mine", "https://example.org/mine.git"), ("b", "https://b")),
)


@pytest.mark.parametrize(
    ("remote", "url"),
    [
        ("https://example.org/a/b.git", "git+https://example.org/a/b.git#x"),
        ("https://user:secret@example.org/b", "git+https://example.org/b#x"),
        ("http://example.org:8080/b", "git+https://example.org:8080/b#x"),
        ("git://example.org/b", "git+https://example.org/b#x"),
        ("git+https://example.org/b", "git+https://example.org/b#x"),
        ("git@example.org:a/b.git", "git+https://example.org/a/b.git#x"),
        ("example.org:b", "git+https://example.org/b#x"),
        ("ssh://git@example.org:2222/a/b.git", "git+https://example.org/a/b.git#x"),
        ("file:///srv/b.git", "git+file:///srv/b.git#x"),
        ("/srv/b.git", "git+file:///srv/b.git#x"),
        ("ftp://example.org/b", "git+ftp://example.org/b#x"),
    ],
)
def test_a_remote_is_public_at_the_same_place(remote: str, url: str) -> None:
    assert public_url(remote, "x") == url


def fields(text: str) -> dict[str, str]:
    """The fields of an opam file in order, without layout."""
    found = re.findall(
        r"^([a-z][a-z-]*)(?:: | (?={))(.*?)(?=^[a-z][a-z-]*(?:: | {)|\Z)", text, re.DOTALL | re.MULTILINE
    )
    return {name: " ".join(value.split()) for name, value in found}


def test_the_fields_are_those_of_the_original_in_its_order(tmp_path: Path) -> None:
    text = 'register("app", [noop], packages=[package("fmt", pin="https://example.org/fmt")])\n'
    assert list(fields(opam(plan(tmp_path, text), origin=ORIGIN))) == [
        "opam-version",
        "maintainer",
        "authors",
        "homepage",
        "bug-reports",
        "dev-repo",
        "synopsis",
        "description",
        "build",
        "install",
        "depends",
        "x-mirage-opam-lock-location",
        "x-mirage-configure",
        "x-mirage-pre-build",
        "x-mirage-extra-repo",
        "x-opam-monorepo-opam-provided",
        "url",
        "pin-depends",
    ]


def test_the_commands_call_scons_where_the_sconstruct_lies(tmp_path: Path) -> None:
    said = fields(opam(plan(tmp_path, MAIN), origin=ORIGIN))
    assert said["build"] == '["scons" "-C" "uk" "target=unix" "app.hello=50%% off" "app:unix"]'
    assert said["x-mirage-configure"] == '["scons" "-C" "uk" "target=unix" "app.hello=50%% off" "configure"]'
    here = fields(opam(plan(tmp_path, MAIN)))
    assert here["build"] == '["scons" "target=unix" "app:unix"]'


@pytest.mark.parametrize(
    ("target", "copies"),
    [
        ("unix", '[ ["cp" "uk/out/app" "%{bin}%/app"] ["cp" "uk/out/d/x" "%{etc}%"] ]'),
        ("macosx", '[ ["cp" "uk/out/macosx/app" "%{bin}%/app"] ["cp" "uk/out/macosx/d/x" "%{etc}%"] ]'),
        ("hvt", '[ ["cp" "uk/out/app.hvt" "%{bin}%/app.hvt"] ["cp" "uk/out/d/x" "%{etc}%"] ]'),
        ("qubes", '[ ["cp" "uk/out/qubes/app.xen" "%{bin}%/app.xen"] ["cp" "uk/out/qubes/d/x" "%{etc}%"] ]'),
    ],
)
def test_what_is_installed_is_copied_from_where_images_lie(target: str, copies: str, tmp_path: Path) -> None:
    made = plan(tmp_path, MAIN, target)
    assert fields(opam(made, Install(etc=("d/x",)), ORIGIN))["install"] == copies


@pytest.mark.parametrize(
    ("target", "lock"),
    [("unix", "app-unix"), ("macosx", "app-macosx"), ("hvt", "app-solo5"), ("muen", "app-solo5"), ("xen", "app-xen")],
)
def test_the_lock_lies_beside_the_configuration_one_for_solo5(target: str, lock: str, tmp_path: Path) -> None:
    said = fields(opam(plan(tmp_path, MAIN, target), origin=ORIGIN))
    assert said["x-mirage-opam-lock-location"] == f'"uk/app/{lock}.opam.locked"'


def test_repositories_are_listed_by_name(tmp_path: Path) -> None:
    said = fields(opam(plan(tmp_path, MAIN), origin=ORIGIN))
    assert said["x-mirage-extra-repo"] == '[ ["mine" "https://example.org/mine.git"] ["b" "https://b"] ]'


@pytest.mark.parametrize(
    ("src", "url"),
    [("", "git+https://example.org/uk.git#main"), (", src=None", None), (', src="https://a/b.tgz"', "https://a/b.tgz")],
)
def test_the_url_is_git_s_none_or_the_one_given(src: str, url: str | None, tmp_path: Path) -> None:
    said = fields(opam(plan(tmp_path, f'register("app", [noop]{src})\n'), origin=ORIGIN)).get("url")
    assert said == (None if url is None else f'{{ src: "{url}" }}')


@pytest.mark.parametrize("target", ["unix", "qubes", "spt"])
def test_opam_accepts_every_field(target: str, tmp_path: Path) -> None:
    path = tmp_path / "app.opam"
    path.write_text(opam(plan(tmp_path, MAIN, target), Install((("a", "b"),), ("c",)), ORIGIN))
    environ = {**os.environ, "OPAMROOT": str(tmp_path / "root"), "OPAMROOTISOK": "1"}
    done = subprocess.run(["opam", "lint", path], env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "error" not in done.stdout
