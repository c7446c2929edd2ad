"""scons install: images and what belongs to them."""

from __future__ import annotations

import os
from pathlib import Path

from guest_project import guest
from guest_sdk import GuestSdk
from matrix import lines
from project import EXAMPLES, Project, copied


def installed(prefix: Path) -> dict[str, bool]:
    """What lies below a prefix, and whether it can be run."""
    files = [path for path in prefix.rglob("*") if path.is_file()]
    return {path.relative_to(prefix).as_posix(): os.access(path, os.X_OK) for path in files}


def test_an_image_is_installed(built: Project, tmp_path: Path) -> None:
    to = tmp_path / "usr local"
    assert built.run("install", f"PREFIX={to}").did("Installing") == [f"Installing {to}/bin/greeter"]
    assert installed(to) == {"bin/greeter": True}
    assert built.run("install", f"PREFIX={to}").did("Installing") == []
    built.replace("message.ml", "message: ", "text: ")
    built.run("install", f"PREFIX={to}")
    assert b"text: " in (to / "bin/greeter").read_bytes()
    built.run("-c", "install", f"PREFIX={to}")
    assert installed(to) == {}


def test_without_a_prefix_it_says_what_to_write(built: Project) -> None:
    assert "install where?\n  Write scons install PREFIX=DIRECTORY." in built.run("install", status=2).errors


def test_a_prefix_that_cannot_be_written_to_is_said(built: Project) -> None:
    text = built.run("install", "PREFIX=/proc/nowhere", status=2).errors
    assert "/proc/nowhere" in text
    assert "Traceback" not in text


def test_what_starts_an_image_is_installed_with_it(sdk: GuestSdk, tmp_path: Path) -> None:
    project = guest(tmp_path / "project", sdk, "spt", "virtio", "xen")
    project.run("install", f"PREFIX={tmp_path / 'to'}")
    data = ("greeter.xl", "greeter.xl.in", "greeter.xen_libvirt.xml", "greeter.virtio_libvirt.xml")
    images = ("greeter.spt", "greeter.virtio", "greeter.xen")
    assert installed(tmp_path / "to") == {
        **{f"bin/{name}": True for name in images},
        **{f"etc/{name}": False for name in data},
    }


def test_what_a_device_installs_is_installed(examples: Path, tmp_path: Path) -> None:
    assert (EXAMPLES / "custom-device").is_dir()
    project = Project(examples / "custom-device", words=("target=unix",))
    project.run("install", f"PREFIX={tmp_path / 'to'}")
    said = project.run("query=install").output.split()
    assert installed(tmp_path / "to").keys() == {
        f"{place}/{name}" for place, name in zip(said[::2], said[1::2], strict=True)
    }
    assert len(said) > 2


def test_a_prefix_among_the_sources_is_none(built: Project, tmp_path: Path) -> None:
    project = copied(built, tmp_path / "other")
    project.run()
    project.run("install", "PREFIX=out")
    project.up_to_date()
    assert lines(project.run("install", "PREFIX=out").output) == []
