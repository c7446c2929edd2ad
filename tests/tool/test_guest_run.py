"""scons run for guests: the tender, what is attached, and the exit status."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from guest_project import bare_path, guest, own_lines, with_a_disk
from guest_sdk import GuestSdk
from project import EXAMPLES, Project


@pytest.fixture(scope="session")
def _disk_template(sdk: GuestSdk, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = guest(tmp_path_factory.mktemp("disk") / "project", sdk, "spt", "virtio")
    with_a_disk(project)
    project.run()
    return project


@pytest.fixture
def disk(_disk_template: Project) -> Project:
    """The greeter with a disk, built; what runs it changes nothing."""
    _disk_template.path("disk.img").write_bytes(bytes(512 * 8))
    return _disk_template


def test_it_runs_with_its_arguments(guest_built: Project) -> None:
    assert own_lines(guest_built.run("run").output) == ["spt: message: Hello World!"]
    assert own_lines(guest_built.run("run", "args=--hello='a \"b\" \\c'").output) == ['spt: message: a "b" \\c']


def test_its_exit_status_is_that_of_scons(guest_built: Project) -> None:
    result = guest_built.run("run", "args=--nosuch", status=64)
    assert "dist/greeter.spt ended with exit status 64" in result.errors


def test_each_target_has_its_tender(sdk: GuestSdk, tmp_path: Path) -> None:
    project = guest(tmp_path / "project", sdk, "hvt", "spt", "virtio")
    project.run()
    commands = {
        "hvt": "solo5-hvt{} --mem=64 ./dist/greeter.hvt",
        "spt": "solo5-spt{} --mem=64 ./dist/greeter.spt",
        "virtio": "solo5-virtio-run{} -m 64 -- ./dist/greeter.virtio",
    }
    for target, words in sdk.runs.items():
        output = project.run(f"greeter:{target}:run", "verbose=1", "mem=64", *words).output
        assert own_lines(output) == [f"{target}: message: Hello World!"]
        options = "".join(word.replace("tender=", " ") for word in words)
        assert commands[target].format(options) in output.splitlines()


def test_what_is_not_attached_is_named_before_the_tender_starts(disk: Project) -> None:
    result = disk.run("greeter:spt:run", status=2)
    assert "greeter needs block:storage attached\n  Write block:storage=disk.img." in result.errors
    assert not any("solo5-spt" in process for process in result.processes)


def test_what_is_attached_reaches_the_tender(disk: Project, sdk: GuestSdk) -> None:
    for target in {"spt", "virtio"} & sdk.runs.keys():
        result = disk.run(f"greeter:{target}:run", "block:storage=disk.img", *sdk.runs[target])
        assert own_lines(result.output) == [f"{target}: message: Hello World!"]
    assert own_lines(disk.run("greeter:spt:run", "greeter.block:storage=disk.img").output)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["block:storag=disk.img"], ["unknown key block:storag", "Did you mean block:storage?"]),
        (["net:storage=tap0", "block:storage=disk.img"], ["unknown key net:storage"]),
        (["block:storage=none.img"], ["block:storage=none.img: there is no such file"]),
        (["block:storage=disk.img", "mem=much"], ["mem=much is no amount of memory"]),
        (["block:storage=disk.img", "mem=0"], ["mem=0 is no amount of memory"]),
        (["block:storage=disk.img", "tender='"], ["tender=': No closing quotation"]),
    ],
)
def test_a_mistake_is_said(words: list[str], expected: list[str], disk: Project) -> None:
    result = disk.run("greeter:spt:run", *words, status=2)
    for text in expected:
        assert text in result.errors
    assert not any("solo5-spt" in process for process in result.processes)


def test_options_for_the_tender_are_handed_on(disk: Project, sdk: GuestSdk) -> None:
    (word,) = sdk.runs["virtio"] or ("tender=-q",)
    output = disk.run("greeter:virtio:run", "block:storage=disk.img", word, "verbose=1").output
    options = word.removeprefix("tender=")
    assert f"solo5-virtio-run {options} -d disk.img -- ./dist/greeter.virtio" in output.splitlines()


def test_a_missing_tender_is_said(guest_built: Project, sdk: GuestSdk) -> None:
    tools = guest_built.root.parent / "tools"
    tools.mkdir()
    for tool in sdk.commands.iterdir():
        if tool.name != "solo5-spt":
            (tools / tool.name).symlink_to(tool)
    guest_built.environ["PATH"] = f"{tools}{os.pathsep}{bare_path()}"
    assert "solo5-spt is not installed" in guest_built.run("run", status=2).errors


@pytest.mark.parametrize(("target", "expected"), [("muen", "Muen starts it"), ("qubes", "Qubes starts it")])
def test_what_another_system_starts_is_not_started_here(target: str, expected: str, guest_built: Project) -> None:
    text = guest_built.run(f"target={target}", "run", status=2).errors
    assert f"an image for {target} cannot be started from here\n  {expected}" in text


def test_xl_gets_a_configuration_with_what_is_attached(sdk: GuestSdk, tmp_path: Path) -> None:
    project = guest(tmp_path / "project", sdk, "xen")
    xl = tmp_path / "bin" / "xl"
    xl.parent.mkdir()
    xl.write_text('#!/bin/sh\necho "xl $*"; cat "$3"\n')  # Xen's tools start guests in Xen's first domain only
    xl.chmod(0o755)
    sdk.use(project)
    project.environ["PATH"] = f"{xl.parent}{os.pathsep}{project.environ['PATH']}"
    output = project.run("run", "mem=32", "args=--hello='a b'").output
    assert "xl create -c build/greeter/xen/greeter.run.xl" in output
    assert f"kernel = '{project.path('dist/greeter.xen')}'" in output
    assert "memory = 32" in output
    assert "extra = '\"--hello=a b\"'" in output


def test_the_example_of_a_disk_reads_what_it_writes(sdk: GuestSdk, examples: Path) -> None:
    assert (EXAMPLES / "block").is_dir()
    project = Project(examples / "block", words=("target=spt", sdk.word))
    sdk.use(project)
    output = project.run("run", "block:storage=disk.img").output
    assert "sector 127: as written" in output
