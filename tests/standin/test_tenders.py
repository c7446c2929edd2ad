"""The stand-in's solo5-hvt and solo5-spt."""

from __future__ import annotations

import pytest
from guests import BLOCK, ECHO, NET, STATUS, guest
from solo5_sdk import Sdk

TENDERS = ["hvt", "spt"]
both = pytest.mark.parametrize("abi", TENDERS)


@both
def test_arguments_are_one_string(sdk: Sdk, abi: str) -> None:
    image = sdk.image(abi, ECHO)
    ran = sdk.run(f"solo5-{abi}", "--mem=64", image, "--hello=Hi there", "-x")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "<--hello=Hi there -x>\n", "")
    assert sdk.output(f"solo5-{abi}", "--", image, "--", "a") == "<-- a>\n"
    assert sdk.output(f"solo5-{abi}", image, "--solo5:quiet", "--solo5:debug", "a") == "<a>\n"


@both
def test_the_status_is_the_guests(sdk: Sdk, abi: str) -> None:
    assert sdk.run(f"solo5-{abi}", sdk.image(abi, STATUS)).returncode == 7


def test_a_guest_has_one_console(sdk: Sdk) -> None:
    image = sdk.image(
        "hvt", guest('(void)info; fputs("error\\n", stderr); solo5_console_write("console\\n", 8); abort();')
    )
    ran = sdk.run("solo5-hvt", image)
    assert (ran.stdout, ran.stderr) == ("error\nconsole\n", "")
    assert ran.returncode != 0


@both
def test_an_image_for_another_abi_is_refused(sdk: Sdk, abi: str) -> None:
    image = sdk.image("virtio", ECHO)
    ran = sdk.run(f"solo5-{abi}", image)
    said = f"solo5-{abi}: {image}: Executable is not for the solo5-{abi} target\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", said)


@both
def test_an_image_without_manifest_is_refused(sdk: Sdk, abi: str) -> None:
    assert sdk.link(abi, [sdk.compile(ECHO, "guest")], "image").returncode == 0
    ran = sdk.run(f"solo5-{abi}", "image")
    assert (ran.returncode, ran.stderr) == (1, f"solo5-{abi}: image: No Solo5 manifest found in executable\n")


def test_a_manifest_that_is_none_is_refused(sdk: Sdk) -> None:
    sdk.manifest_object([])
    wrong = (sdk.directory / "manifest.c").read_text().replace("MFT_RESERVED_FIRST", "MFT_DEV_NET_BASIC")
    objects = [sdk.compile(ECHO, "guest"), sdk.compile(wrong, "wrong")]
    assert sdk.link("hvt", objects, "image").returncode == 0
    assert sdk.run("solo5-hvt", "image").stderr == "solo5-hvt: image: Solo5 manifest is invalid\n"
    assert sdk.elftool("query-manifest", "image").stderr == "solo5-elftool: image: Manifest validation failed\n"


def test_what_is_no_image_is_refused(sdk: Sdk) -> None:
    (sdk.directory / "text").write_text("text")
    assert sdk.run("solo5-hvt", "text").stderr == "solo5-hvt: text: Invalid or unsupported executable\n"
    assert sdk.run("solo5-hvt", "none").stderr == "solo5-hvt: none: Could not open: No such file or directory\n"
    assert sdk.run("solo5-hvt", "/bin/sh").returncode == 1


@both
def test_a_device_that_is_not_attached(sdk: Sdk, abi: str) -> None:
    image = sdk.image(abi, ECHO, [("storage", "BLOCK_BASIC"), ("service", "NET_BASIC")])
    ran = sdk.run(f"solo5-{abi}", "--net:service=tap0", image)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        f"solo5-{abi}: Device 'storage' of type BLOCK_BASIC declared but not attached.\n"
        f"solo5-{abi}: All declared devices must be attached. See --help for syntax.\n"
    )


@pytest.mark.parametrize("option", ["--net:other=tap0", "--net:storage=tap0", "--block:service=disk", "--net-mac:a=b"])
def test_a_device_that_is_not_declared(sdk: Sdk, option: str) -> None:
    image = sdk.image("spt", ECHO, [("storage", "BLOCK_BASIC")])
    ran = sdk.run("solo5-spt", option, image)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert f"solo5-spt: Invalid option: `{option}'\nusage: solo5-spt" in ran.stderr


def test_an_undeclared_device_is_named(sdk: Sdk) -> None:
    ran = sdk.run("solo5-hvt", "--net:other=tap0", sdk.image("hvt", ECHO))
    assert ran.stderr.startswith("solo5-hvt: Resource not declared in manifest: 'other'\n")


@pytest.mark.parametrize(
    "option", ["--memory=3", "-m", "--mem", "--block=disk", "--net:service", "--net:ser-vice=tap0"]
)
def test_an_option_that_there_is_not(sdk: Sdk, option: str) -> None:
    ran = sdk.run("solo5-hvt", option, sdk.image("hvt", ECHO, [("service", "NET_BASIC")]))
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"solo5-hvt: Invalid option: `{option}'\n")


@pytest.mark.parametrize("option", ["--mem=", "--mem=0", "--mem=much"])
def test_memory_has_to_be_a_number(sdk: Sdk, option: str) -> None:
    ran = sdk.run("solo5-hvt", option, sdk.image("hvt", ECHO))
    assert (ran.returncode, ran.stderr) == (1, "solo5-hvt: Malformed argument to --mem\n")


@both
def test_version_help_and_nothing(sdk: Sdk, abi: str) -> None:
    ran = sdk.run(f"solo5-{abi}", "--version")
    assert (ran.returncode, ran.stderr) == (0, f"solo5-{abi} tender, version v0.8.1\nABI version 2\n")
    ran = sdk.run(f"solo5-{abi}", "--help")
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"usage: solo5-{abi} ")
    ran = sdk.run(f"solo5-{abi}")
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"solo5-{abi}: Missing KERNEL operand\nusage: ")


def test_a_command_line_that_is_too_long(sdk: Sdk) -> None:
    image = sdk.image("hvt", ECHO)
    assert len(sdk.output("solo5-hvt", image, "a" * 8191)) == 8194
    ran = sdk.run("solo5-hvt", image, "a" * 8190, "b")
    assert (ran.returncode, ran.stderr) == (1, "solo5-hvt: Guest command line too long (max=8191 characters)\n")


@both
def test_a_block_device(sdk: Sdk, abi: str) -> None:
    disk = sdk.directory / "disk.img"
    disk.write_bytes(b"hello".ljust(4 * 512, b"\0"))
    devices = [("service", "NET_BASIC"), ("storage", "BLOCK_BASIC")]
    image = sdk.image(abi, BLOCK, devices)
    printed = sdk.output(f"solo5-{abi}", "--block:storage=disk.img", "--net:service=tap0", image, "storage")
    assert printed == "4 blocks of 512\nread 0 hello\nwrite 0\nbeyond 2\npart 2\naskew 2\nagain 2\n"
    assert disk.stat().st_size == 4 * 512
    assert disk.read_bytes()[3 * 512 :].startswith(b"from the guest\0")


def test_the_size_of_sectors(sdk: Sdk) -> None:
    (sdk.directory / "disk.img").write_bytes(bytes(8192))
    image = sdk.image("spt", BLOCK, [("storage", "BLOCK_BASIC")])
    options = ("--block:storage=disk.img", "--block-sector-size:storage=4096")
    assert sdk.output("solo5-spt", *options, image, "storage").startswith("2 blocks of 4096\n")
    for size in ("100", "513", "many"):
        ran = sdk.run("solo5-spt", "--block:storage=disk.img", f"--block-sector-size:storage={size}", image)
        assert "Block size must be a multiple of 2 greater than or equal 512\n" in ran.stderr


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "storage: Backing storage must be at least 1 block (512 bytes) in size"),
        (700, "storage: Backing storage size must be block aligned (512 bytes)"),
    ],
)
def test_a_disk_that_is_not_whole_sectors(sdk: Sdk, size: int, said: str) -> None:
    (sdk.directory / "disk.img").write_bytes(bytes(size))
    ran = sdk.run("solo5-hvt", "--block:storage=disk.img", sdk.image("hvt", BLOCK, [("storage", "BLOCK_BASIC")]))
    assert (ran.returncode, ran.stderr) == (1, f"solo5-hvt: {said}\n")


def test_a_disk_that_there_is_not(sdk: Sdk) -> None:
    ran = sdk.run("solo5-hvt", "--block:storage=disk.img", sdk.image("hvt", BLOCK, [("storage", "BLOCK_BASIC")]))
    said = "solo5-hvt: Could not open block device: disk.img: No such file or directory\n"
    assert (ran.returncode, ran.stderr) == (1, said)


@both
def test_a_network_device(sdk: Sdk, abi: str) -> None:
    image = sdk.image(abi, NET, [("service", "NET_BASIC")])
    options = ("--net:service=tap0", "--net-mac:service=02:00:00:00:00:0a")
    assert sdk.output(f"solo5-{abi}", *options, image, "service") == "02000000000a 1500\nwrite 0 read 1\n"
    first, second = (sdk.output(f"solo5-{abi}", "--net:service=@5", image, "service") for _ in range(2))
    assert first != second
