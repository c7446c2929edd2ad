"""Unikernels with the stand-in: the toolchain compiles them, the linker makes images, and the tenders run these."""

from __future__ import annotations

import re
from pathlib import Path

from solo5_sdk import Sdk
from workspace import Unikernel

PROGRAMS = Path(__file__).parent / "programs"
EXAMPLES = Path(__file__).parents[2] / "examples"


def messages(printed: str) -> list[str]:
    """The lines of a log without the time and the source."""
    return [re.sub(r"^\S+: \[\w+\] \[\w+\] ", "", line) for line in printed.splitlines()]


def test_a_greeting(sdk: Sdk) -> None:
    unikernel = Unikernel(sdk, EXAMPLES / "hello-key", "hvt")
    hvt, spt, virtio = (unikernel.image(abi) for abi in ("hvt", "spt", "virtio"))
    assert messages(sdk.output("solo5-spt", spt, '--hello="Good day"')) == ["Good day"] * 4
    wrong = sdk.run("solo5-hvt", "--mem=32", hvt, "--helo=Hi")
    assert (wrong.returncode, wrong.stderr) == (64, "")
    assert wrong.stdout.startswith("hello-key: unknown option '--helo'")
    assert sdk.run("solo5-hvt", hvt, "--help=plain").returncode == 63
    assert sdk.run("solo5-virtio-run", "-q", virtio, "--", "--help=plain").returncode == 83


def test_a_block_device(sdk: Sdk) -> None:
    unikernel = Unikernel(sdk, EXAMPLES / "block", "hvt")
    expected = ["sector 0: as written", "sector 15: as written", "after the end: Invalid argument"]
    for abi, command in {
        "hvt": ("solo5-hvt", "--block:storage=disk.img"),
        "spt": ("solo5-spt", "--block:storage=disk.img"),
        "virtio": ("solo5-virtio-run", "-q", "-d", "disk.img"),
    }.items():
        (sdk.directory / "disk.img").write_bytes(bytes(16 * 512))
        ran = sdk.run(*command, unikernel.image(abi))
        assert ran.returncode == (83 if abi == "virtio" else 0), ran.stdout + ran.stderr
        assert messages(ran.stdout)[1:] == expected
        assert (sdk.directory / "disk.img").read_bytes()[15 * 512 :].startswith(bytes(range(251)))
    missing = sdk.run("solo5-spt", "image.spt")
    assert (missing.returncode, missing.stdout) == (1, "")


def test_random_numbers(sdk: Sdk) -> None:
    unikernel = Unikernel(sdk, EXAMPLES / "prng", "spt")
    printed = sdk.output("solo5-spt", unikernel.image("spt"))
    assert messages(printed)[0] == "Random numbers on Unix (target spt)"


def test_a_network(sdk: Sdk) -> None:
    unikernel = Unikernel(sdk, PROGRAMS / "lonely", "spt")
    options = ("--net:service=tap0", "--net-mac:service=02:00:00:00:00:0a")
    printed = sdk.output("solo5-spt", *options, unikernel.image("spt"))
    assert messages(printed) == ["02:00:00:00:00:0a: 1 frame of 60 bytes", "sent true, ended true, heard 0"]


def test_programs_for_xen_are_linked(sdk: Sdk) -> None:
    unikernel = Unikernel(sdk, EXAMPLES / "block", "xen")
    (sdk.directory / "manifest.json").write_text('{"type": "solo5.manifest", "version": 1, "devices": []}')
    assert "xen" in sdk.output("solo5-elftool", "query-abi", unikernel.image("xen"))
