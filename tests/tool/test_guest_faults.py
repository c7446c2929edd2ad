"""What is wrong with the SDK of guests is said with what to do, and leaves no image."""

from __future__ import annotations

import os
import shutil

import pytest
from guest_project import bare_path, with_a_disk
from guest_sdk import GuestSdk
from project import Project

TRIPLE = "x86_64-solo5-none-static"


def shadow(project: Project, sdk: GuestSdk, name: str, body: str) -> None:
    """A command that is found before that of the SDK; in its text ``REAL`` is the SDK's."""
    path = project.root.parent / "shadow" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n".replace("REAL", str(sdk.commands / name)))
    path.chmod(0o755)
    project.environ["PATH"] = f"{path.parent}{os.pathsep}{sdk.commands}{os.pathsep}{bare_path()}"


def refused(project: Project, *args: str) -> str:
    """What SCons says when it fails, with no image left."""
    text = project.run(*args, status=2).errors
    assert not list(project.root.glob("dist/**/*greeter*"))
    assert "Traceback" not in text
    return text


def test_a_missing_sdk_is_said_at_once_with_what_installs_it(guest_fresh: Project) -> None:
    guest_fresh.environ["PATH"] = bare_path()
    result = guest_fresh.run(status=2)
    missing = ", ".join(["solo5-elftool", *(f"{TRIPLE}-{tool}" for tool in ("cc", "ld", "objcopy"))])
    assert f"{missing} are not installed" in result.errors
    assert "scons switch target=hvt (opam install solo5 ocaml-solo5)" in result.errors
    assert "SOLO5_TOOLCHAIN=DIRECTORY" in result.errors
    assert result.did("Locking", "Fetching", "Building") == []


def test_what_needs_no_sdk_works_without_one(guest_built: Project) -> None:
    guest_built.environ["PATH"] = bare_path()
    guest_built.run("describe")
    guest_built.run("-h")
    guest_built.run("lock")
    guest_built.run("-c")
    assert not guest_built.path("dist").exists()


def test_a_missing_toolchain_of_ocaml_is_said(guest_fresh: Project) -> None:
    guest_fresh.environ["OCAMLFIND_CONF"] = None
    assert "findlib has no toolchain solo5: OCaml's compiler for guests is not installed" in refused(guest_fresh)


def test_another_ocaml_for_guests_than_for_the_host_is_said(guest_fresh: Project, sdk: GuestSdk) -> None:
    real = shutil.which("ocamlfind")
    body = f'case "$*" in "ocamlopt -version") echo 5.1.0;; *) exec {real} "$@";; esac'
    shadow(guest_fresh, sdk, "ocamlfind", body)
    assert "OCaml is 5.1.0, but for guests 4." in refused(guest_fresh)


def test_a_toolchain_for_another_architecture_is_said(guest_fresh: Project, sdk: GuestSdk) -> None:
    for tool in ("cc", "ld", "objcopy"):
        shadow(guest_fresh, sdk, f"aarch64-solo5-none-static-{tool}", "exit 1")
    assert "findlib's toolchain solo5 compiles for amd64, not for aarch64" in refused(guest_fresh, "arch=aarch64")


def test_missing_tools_for_another_architecture_are_said(guest_fresh: Project) -> None:
    text = refused(guest_fresh, "arch=aarch64")
    assert "aarch64-solo5-none-static-cc" in text
    assert "opam install solo5-cross-aarch64 ocaml-solo5-cross-aarch64" in text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("exit 3", "solo5-elftool does not say its version"),
        ('case $1 in gen-manifest) echo broken >&2; exit 3;; *) exec REAL "$@";; esac', "broken"),
        ('case $1 in gen-manifest) exit 0;; *) exec REAL "$@";; esac', "ended well, but wrote no manifest.c"),
        ('case $1 in query-abi) echo nonsense;; *) exec REAL "$@";; esac', "what is no JSON: nonsense"),
        ('case $1 in query-manifest) exit 1;; *) exec REAL "$@";; esac', "solo5-elftool failed (exit status 1)"),
        (
            'case $1 in query-abi) echo \'{"type":"solo5.abi","target":"hvt","version":2}\';; *) exec REAL "$@";; esac',
            "dist/greeter.spt was linked for hvt, not for spt",
        ),
    ],
)
def test_a_broken_elftool_is_said(body: str, expected: str, guest_fresh: Project, sdk: GuestSdk) -> None:
    shadow(guest_fresh, sdk, "solo5-elftool", body)
    assert expected in refused(guest_fresh)


def test_a_link_that_ends_well_without_an_image_is_an_error(guest_fresh: Project, sdk: GuestSdk) -> None:
    shadow(guest_fresh, sdk, f"{TRIPLE}-ld", 'case "$*" in *solo5-abi*) exit 0;; *) exec REAL "$@";; esac')
    assert f"{TRIPLE}-ld ended well, but wrote no greeter.spt" in refused(guest_fresh)


def test_a_link_that_fails_says_what_the_linker_says_and_keeps_the_last_image(
    guest_built: Project, sdk: GuestSdk
) -> None:
    before = guest_built.path("dist/greeter.spt").read_bytes()
    guest_built.write("stub/dune", "(library (name stub))\n")
    guest_built.write("stub/stub.ml", 'external missing : int -> int = "is_nowhere"\n')
    guest_built.replace("config.py", "keys=[hello]", 'keys=[hello], local_libs=["stub"]')
    guest_built.write("message.ml", "let text greeting = greeting ^ string_of_int (Stub.missing 1)\n")
    text = guest_built.run(status=2).errors
    assert "undefined reference to `is_nowhere'" in text
    assert guest_built.path("dist/greeter.spt").read_bytes() == before
    assert not list(guest_built.root.glob("dist/.*"))


def test_a_linker_without_the_binding_of_a_target_is_said(guest_fresh: Project, sdk: GuestSdk) -> None:
    text = refused(guest_fresh, "target=genode")
    assert "Solo5 as it is installed has no binding for genode" in text or "solo5_genode" in text


def test_a_name_that_solo5_does_not_take_is_refused_with_its_line(guest_fresh: Project) -> None:
    with_a_disk(guest_fresh, "disk.img")
    text = refused(guest_fresh)
    assert 'config.py:6: Solo5 cannot attach a block device called "disk.img"' in text
    assert "letters and digits" in text


def test_an_image_with_other_devices_than_asked_for_is_refused(guest_fresh: Project, sdk: GuestSdk) -> None:
    other = '{"type":"solo5.manifest","version":1,"devices":[{"name":"other","type":"NET_BASIC"}]}'
    body = f"case $1 in query-manifest) echo '{other}';; *) exec REAL \"$@\";; esac"
    shadow(guest_fresh, sdk, "solo5-elftool", body)
    assert "dist/greeter.spt has the devices ['NET_BASIC other'], not []" in refused(guest_fresh)
