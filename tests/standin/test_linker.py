"""The stand-in's compiler and linker."""

from __future__ import annotations

import json

import pytest
from guests import ECHO, guest
from solo5_sdk import TRIPLE, Sdk

VERSIONS = {"hvt": 2, "spt": 2, "virtio": 1, "muen": 3, "xen": 1}


@pytest.mark.parametrize("abi", VERSIONS)
def test_an_image_says_its_abi(sdk: Sdk, abi: str) -> None:
    image = sdk.image(abi, ECHO, [("service", "NET_BASIC")])
    queried = json.loads(sdk.output("solo5-elftool", "query-abi", image))
    assert queried == {"type": "solo5.abi", "target": abi, "version": VERSIONS[abi]}
    assert json.loads(sdk.output("solo5-elftool", "query-manifest", image))["devices"]


@pytest.mark.parametrize("abi", ["genode", "nosuch"])
def test_an_abi_without_bindings_is_refused(sdk: Sdk, abi: str) -> None:
    linked = sdk.link(abi, [sdk.compile(ECHO, "guest"), sdk.manifest_object([])], "image")
    assert linked.returncode == 1
    assert f"cannot open linker script file solo5_{abi}.lds: No such file or directory" in linked.stderr
    assert not (sdk.directory / "image").exists()


@pytest.mark.parametrize(("abi", "links"), [("hvt", True), ("spt", True), ("virtio", False), ("muen", False)])
def test_bindings_without_tender_need_a_manifest(sdk: Sdk, abi: str, links: bool) -> None:
    linked = sdk.link(abi, [sdk.compile(ECHO, "guest")], "image")
    assert (linked.returncode == 0) is links
    assert ("__solo5_mft1_note" in linked.stderr) is not links


def test_an_image_needs_the_c_library_of_guests(sdk: Sdk) -> None:
    objects = [sdk.compile(ECHO, "guest"), sdk.manifest_object([])]
    linked = sdk.run(f"{TRIPLE}-ld", "-z", "solo5-abi=hvt", *objects, "-o", "image")
    assert linked.returncode != 0
    assert "_nolibc_init" in linked.stderr


def test_an_image_needs_a_guest(sdk: Sdk) -> None:
    linked = sdk.link("hvt", [sdk.manifest_object([])], "image")
    assert linked.returncode != 0
    assert "solo5_app_main" in linked.stderr


def test_options_of_ld_are_taken(sdk: Sdk) -> None:
    objects = [sdk.compile(ECHO, "guest"), sdk.manifest_object([])]
    library = sdk.prefix / "solo5-sysroot" / "lib" / "nolibc"
    options = ("-z", "noexecstack", "--gc-sections", "-T", "nosuch.lds", "-static", "-nostdlib", f"-L{library}")
    sdk.output(f"{TRIPLE}-ld", *options, "-z", "solo5-abi=spt", *objects, "-lnolibc", "-o", "image")
    assert sdk.output("solo5-spt", "image", "as ever") == "<as ever>\n"


def test_the_compiler_links_too(sdk: Sdk) -> None:
    objects = [sdk.compile(ECHO, "guest"), sdk.manifest_object([])]
    library = sdk.prefix / "solo5-sysroot" / "lib" / "nolibc"
    sdk.output(f"{TRIPLE}-cc", "-z", "solo5-abi=spt", *objects, "-L", library, "-lnolibc", "-o", "image")
    assert sdk.output("solo5-spt", "image") == "<>\n"
    assert sdk.run(f"{TRIPLE}-cc", *objects, "-o", "other").returncode == 1


def test_without_an_abi_ld_links_as_the_hosts(sdk: Sdk) -> None:
    sdk.output(f"{TRIPLE}-ld", "-r", sdk.compile(ECHO, "guest"), sdk.manifest_object([]), "-o", "both.o")
    assert sdk.link("hvt", ["both.o"], "image").returncode == 0
    assert sdk.output("solo5-hvt", "image", "partly") == "<partly>\n"


@pytest.mark.parametrize("tool", ["cc", "ld", "objcopy"])
def test_tools_say_their_version(sdk: Sdk, tool: str) -> None:
    assert sdk.output(f"{TRIPLE}-{tool}", "--version")


def test_sections_are_copied(sdk: Sdk) -> None:
    sdk.output(f"{TRIPLE}-objcopy", "-O", "binary", "-j", ".note.solo5.manifest", sdk.manifest_object([]), "note")
    assert (sdk.directory / "note").read_bytes().startswith(b"\x06\0\0\0\x74\0\0\0MFT1Solo5\0\0\0")


def test_there_is_no_other_architecture(sdk: Sdk) -> None:
    assert not list((sdk.prefix / "bin").glob("aarch64*"))


def test_an_image_runs_with_its_tender_only(sdk: Sdk) -> None:
    image = sdk.image("spt", guest('(void)info; puts(getenv("HOME") ? "home" : "no home"); return 0;'))
    ran = sdk.run(f"./{image}")
    assert (ran.returncode, ran.stdout) == (126, "")
    assert "run it with its tender" in ran.stderr
    assert sdk.output("solo5-spt", image) == "no home\n"
