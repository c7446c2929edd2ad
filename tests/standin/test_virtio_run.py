"""The stand-in's solo5-virtio-run."""

from __future__ import annotations

import pytest
from guests import BLOCK, ECHO, NET, STATUS
from solo5_sdk import Sdk


def test_the_status_is_not_the_guests(sdk: Sdk) -> None:
    ran = sdk.run("solo5-virtio-run", "-q", sdk.image("virtio", STATUS))
    assert (ran.returncode, ran.stdout, ran.stderr) == (83, "", "")


def test_arguments_follow_dashes(sdk: Sdk) -> None:
    image = sdk.image("virtio", ECHO)
    ran = sdk.run("solo5-virtio-run", "-q", "-m", "64", "-H", "qemu", image, "--", "--hello=Hi", "-q")
    assert (ran.returncode, ran.stdout) == (83, "<--hello=Hi -q>\n")
    assert sdk.run("solo5-virtio-run", "-q", image, "plain").stdout == "<plain>\n"
    refused = sdk.run("solo5-virtio-run", image, "--hello=Hi")
    assert refused.returncode == 1
    assert "Usage: solo5-virtio-run [ OPTIONS ] UNIKERNEL" in refused.stderr


def test_the_command_is_printed(sdk: Sdk) -> None:
    image = sdk.image("virtio", ECHO)
    assert sdk.run("solo5-virtio-run", image, "a").stderr == f"+ stand-in {sdk.directory / image} a\n"


def test_devices(sdk: Sdk) -> None:
    (sdk.directory / "disk.img").write_bytes(b"hello".ljust(1024, b"\0"))
    devices = [("service", "NET_BASIC"), ("storage", "BLOCK_BASIC")]
    ran = sdk.run(
        "solo5-virtio-run", "-q", "-d", "disk.img", "-n", "tap0", sdk.image("virtio", BLOCK, devices), "storage"
    )
    assert (ran.returncode, ran.stdout.splitlines()[:3]) == (83, ["2 blocks of 512", "read 0 hello", "write 0"])
    ran = sdk.run("solo5-virtio-run", "-q", "-n", "tap0", sdk.image("virtio", NET, devices), "service")
    assert ran.stdout.endswith(" 1500\nwrite 0 read 1\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nosuch",), "solo5-virtio-run: error: not found: nosuch\n"),
        (("-d", "nosuch", "guest.virtio"), "solo5-virtio-run: error: not found: nosuch\n"),
        (("-H", "vbox", "guest.virtio"), "solo5-virtio-run: error: Unknown hypervisor: vbox\n"),
    ],
)
def test_what_cannot_be_run(sdk: Sdk, arguments: tuple[str, ...], said: str) -> None:
    sdk.image("virtio", ECHO)
    ran = sdk.run("solo5-virtio-run", *arguments)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", said)


def test_an_image_for_another_abi(sdk: Sdk) -> None:
    assert sdk.run("solo5-virtio-run", "-q", sdk.image("hvt", ECHO)).returncode == 1
