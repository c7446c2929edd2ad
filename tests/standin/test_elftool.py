"""solo5-elftool of the stand-in: a manifest becomes C, and is read back from an image."""

from __future__ import annotations

import json
import string
from pathlib import Path

import pytest
from guests import ECHO
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from install import install
from solo5_sdk import Sdk, manifest

NAMES = st.text(string.ascii_letters + string.digits, min_size=1, max_size=67)
DEVICES = st.lists(st.tuples(NAMES, st.sampled_from(["NET_BASIC", "BLOCK_BASIC"])), max_size=63)


@pytest.fixture(scope="session")
def workshop(prefix: Path, tmp_path_factory: pytest.TempPathFactory) -> Sdk:
    """A directory that all examples share, with a guest that is compiled."""
    sdk = Sdk(prefix, tmp_path_factory.mktemp("workshop"))
    sdk.compile(ECHO, "guest")
    return sdk


def linked(sdk: Sdk, devices: list[tuple[str, str]]) -> str:
    """An image with a manifest."""
    assert sdk.link("hvt", ["guest.o", sdk.manifest_object(devices)], "image").returncode == 0
    return "image"


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DEVICES)
def test_an_image_has_the_manifest_that_it_was_given(workshop: Sdk, devices: list[tuple[str, str]]) -> None:
    queried = workshop.output("solo5-elftool", "query-manifest", linked(workshop, devices))
    assert json.loads(queried) == json.loads(manifest(devices))


def test_a_manifest_is_printed_line_by_line(workshop: Sdk) -> None:
    image = linked(workshop, [("service", "NET_BASIC"), ("storage", "BLOCK_BASIC")])
    assert workshop.output("solo5-elftool", "query-manifest", image) == (
        '{\n  "type": "solo5.manifest",\n  "version": 1,\n  "devices": [\n'
        '    { "name": "service", "type": "NET_BASIC" },\n'
        '    { "name": "storage", "type": "BLOCK_BASIC" }\n  ]\n}\n'
    )


def test_a_manifest_without_devices(workshop: Sdk) -> None:
    printed = workshop.output("solo5-elftool", "query-manifest", linked(workshop, []))
    assert printed == '{\n  "type": "solo5.manifest",\n  "version": 1,\n  "devices": [\n  ]\n}\n'


def text(**fields: object) -> str:
    """A manifest that differs in some fields from one that is right; ``None`` leaves a field out."""
    right: dict[str, object] = {"type": "solo5.manifest", "version": 1, "devices": []}
    return json.dumps({name: value for name, value in {**right, **fields}.items() if value is not None})


def of(**fields: object) -> str:
    """A manifest with one device."""
    return text(devices=[fields])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("", "manifest.json: JSON parse error"),
        ('{"type": }', "manifest.json: JSON parse error"),
        ("{} {}", "manifest.json: JSON parse error"),
        ("[]", "manifest.json:1: (root): expected OBJECT, got ARRAY"),
        ("{}", "manifest.json:1: missing .type"),
        (text(version=None), "manifest.json:1: missing .version"),
        (text(devices=None), "manifest.json:1: missing .devices[]"),
        (text(type="other"), 'manifest.json:1: .type: invalid value, expected "solo5.manifest"'),
        (text(type=1), "manifest.json:1: .type: expected STRING, got INTEGER"),
        (text(version="1"), "manifest.json:1: .version: expected INTEGER, got STRING"),
        (text(version=2), "manifest.json:1: .version: invalid version 2, expected 1"),
        (text(devices={}), "manifest.json:1: .devices: expected ARRAY, got OBJECT"),
        (text(devices=["a"]), "manifest.json:1: .devices[]: expected OBJECT, got STRING"),
        (text(more=True), "manifest.json:1: (root): unknown key: more"),
        (of(name="a", type="NET_BASIC", mac=""), "manifest.json:1: .devices[...]: unknown key: mac"),
        (of(type="NET_BASIC"), "manifest.json:1: .devices[...]: missing .name"),
        (of(name="a"), "manifest.json:1: .devices[...]: missing .type"),
        (of(name=None, type="NET_BASIC"), "manifest.json:1: .devices[...]: expected STRING, got NULL"),
        (of(name="", type="NET_BASIC"), "manifest.json:1: .devices[...]: .name may not be empty"),
        (of(name="a" * 68, type="NET_BASIC"), "manifest.json:1: .devices[...]: name too long"),
        (of(name="a-b", type="NET_BASIC"), "manifest.json:1: .devices[...]: name is not alphanumeric"),
        (of(name="ä", type="NET_BASIC"), "manifest.json:1: .devices[...]: name is not alphanumeric"),
        (
            manifest([(f"d{number}", "NET_BASIC") for number in range(64)]),
            "manifest.json:1: .devices[]: too many entries, maximum 64",
        ),
    ],
)
def test_a_wrong_manifest_is_refused(sdk: Sdk, wrong: str, said: str) -> None:
    (sdk.directory / "manifest.json").write_text(wrong)
    ran = sdk.elftool("gen-manifest", "manifest.json", "manifest.c")
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", f"solo5-elftool: {said}\n")
    assert (sdk.directory / "manifest.c").read_text() == ""


def test_the_line_of_a_mistake_is_named(sdk: Sdk) -> None:
    (sdk.directory / "manifest.json").write_text(of(name="a-b", type="NET_BASIC").replace(", ", ",\n"))
    ran = sdk.elftool("gen-manifest", "manifest.json", "manifest.c")
    assert ran.stderr == "solo5-elftool: manifest.json:3: .devices[...]: name is not alphanumeric\n"


def test_an_unknown_type_is_left_to_the_compiler(sdk: Sdk) -> None:
    (sdk.directory / "manifest.json").write_text(manifest([("a", "CONSOLE")]))
    assert sdk.elftool("gen-manifest", "manifest.json", "manifest.c").returncode == 0
    compiled = sdk.run("x86_64-solo5-none-static-cc", "-c", "manifest.c")
    assert compiled.returncode == 1
    assert "MFT_DEV_CONSOLE" in compiled.stderr


def test_standard_channels(sdk: Sdk) -> None:
    ran = sdk.run("solo5-elftool", "gen-manifest", "-", "-", input=manifest([("storage", "BLOCK_BASIC")]))
    assert ran.returncode == 0
    assert '{ "storage", MFT_DEV_BLOCK_BASIC },' in ran.stdout


@pytest.mark.parametrize("arguments", [(), ("--version",), ("version",), ("gen-manifest", "a"), ("query-abi",)])
def test_what_is_no_command_prints_version_and_usage(sdk: Sdk, arguments: tuple[str, ...]) -> None:
    ran = sdk.elftool(*arguments)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("usage: solo5-elftool COMMAND ...\nsolo5-elftool version v0.8.1\n\nCOMMAND is:\n")


def test_the_version_is_the_installers(tmp_path: Path) -> None:
    install(tmp_path / "sdk", version="0.9.0")
    sdk = Sdk(tmp_path / "sdk", tmp_path)
    assert "version v0.9.0\n" in sdk.elftool("version").stderr
    assert sdk.run("solo5-spt", "--version").stderr == "solo5-spt tender, version v0.9.0\nABI version 2\n"


@pytest.mark.parametrize("command", ["query-manifest", "query-abi"])
def test_a_file_that_is_no_image(sdk: Sdk, command: str) -> None:
    (sdk.directory / "text").write_text("text")
    assert sdk.elftool(command, "text").stderr == "solo5-elftool: text: Invalid or unsupported executable\n"
    assert sdk.elftool(command, sdk.manifest_object([])).returncode == 1
    ran = sdk.elftool(command, "nothing")
    assert (ran.returncode, ran.stderr) == (1, "solo5-elftool: nothing: Could not open: No such file or directory\n")


def test_a_program_without_notes(sdk: Sdk) -> None:
    (sdk.directory / "main.c").write_text("int main(void) { return 0; }\n")
    sdk.output("gcc", "-no-pie", "main.c", "-o", "program")
    expected = {
        "query-manifest": "No Solo5 manifest found in executable",
        "query-abi": "No Solo5 ABI information found in executable",
    }
    for command, said in expected.items():
        ran = sdk.elftool(command, "program")
        assert (ran.returncode, ran.stderr) == (1, f"solo5-elftool: program: {said}\n")
