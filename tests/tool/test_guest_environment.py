"""env.UnikernelEnvironment, and the builders of guests by themselves."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from guest_project import asked
from guest_sdk import standin
from project import Project

HEAD = """import mirage_scons

DefaultEnvironment(tools=[])
env = Environment(tools=[mirage_scons.tool()])
guest = env.UnikernelEnvironment("spt")
"""

GUEST = """#include <stddef.h>
struct solo5_start_info;
int solo5_app_main(const struct solo5_start_info *info) { return (int)(size_t)info & 0; }
void _nolibc_init(unsigned long start, unsigned long size) { (void)start; (void)size; }
"""

MANIFEST = '{"type": "solo5.manifest", "version": 1, "devices": [{"name": "net0", "type": "NET_BASIC"}]}\n'


@pytest.fixture
def project(prefix: Path, tmp_path: Path) -> Project:
    """A project with a guest in C."""
    project = Project(tmp_path / "a project")
    project.write("SConstruct", HEAD)
    project.write("guest.c", GUEST)
    project.write("manifest.json", MANIFEST)
    standin(prefix).use(project)
    return project


def append(project: Project, text: str) -> None:
    project.write("SConstruct", project.read("SConstruct") + text)


def test_each_builder_works_alone(project: Project) -> None:
    append(project, 'c = guest.MirageManifest("manifest.json")\n')
    append(project, 'objects = [guest.MirageObject("guest.c"), guest.MirageObject(c)]\n')
    append(project, 'guest.MirageImage("image", objects)\n')
    project.run()
    assert asked(project, "abi", "image.spt")["target"] == "spt"
    assert asked(project, "manifest", "image.spt")["devices"] == [{"name": "net0", "type": "NET_BASIC"}]
    project.up_to_date()
    project.replace("manifest.json", "net0", "net1")
    assert len(project.run().did("Generating", "Compiling", "Linking")) == 3
    assert asked(project, "manifest", "image.spt")["devices"][0]["name"] == "net1"


def test_scons_own_builder_of_objects_compiles_for_the_guest(project: Project) -> None:
    project.replace("SConstruct", "tools=[mirage_scons.tool()]", 'tools=["cc", mirage_scons.tool()]')
    append(project, 'print(guest.subst("$CCCOM"))\nguest.Object("guest.o", "guest.c")\n')
    assert "x86_64-solo5-none-static-cc -o guest.o -c" in project.run().output
    project.up_to_date()


def test_a_change_within_a_second_that_leaves_the_size_is_noticed(project: Project) -> None:
    append(project, 'guest.MirageObject("guest.c")\n')
    second = int(time.time() - 1000) * 10**9
    os.utime(project.path("guest.c"), ns=(second, second))
    project.run()
    project.up_to_date()
    project.replace("guest.c", "info & 0", "info & 1")
    os.utime(project.path("guest.c"), ns=(second, second + 1))
    assert project.run().did("Compiling") == ["Compiling guest.o"]
    project.up_to_date()


def test_an_environment_of_the_host_builds_nothing_for_guests(project: Project) -> None:
    append(project, 'env.MirageManifest("manifest.json")\n')
    said = project.run(status=2).errors
    assert "this environment is none of a target\n  Write env.UnikernelEnvironment(TARGET) for one." in said
    assert "Traceback" not in said


def test_it_leaves_the_environment_that_it_is_made_of(project: Project) -> None:
    append(project, 'assert "MIRAGE_ABI" not in env and "x86_64-solo5" not in env.Dump()\n')
    append(project, 'hvt = env.UnikernelEnvironment(target="hvt", arch="aarch64")\n')
    append(project, 'print(hvt["CC"], hvt["MIRAGE_ABI"], hvt["PROGSUFFIX"], hvt["MIRAGE_TENDER"], guest["CC"])\n')
    words = "aarch64-solo5-none-static-cc hvt .hvt solo5-hvt x86_64-solo5-none-static-cc"
    assert words in project.run("guest.c", status=None).output


def test_it_says_where_the_toolchain_lies(project: Project, prefix: Path) -> None:
    append(project, 'print("sysroot", guest.subst("$MIRAGE_SYSROOT"))\nprint("libc", guest.subst("$MIRAGE_LIBC"))\n')
    output = project.run("guest.c").output
    assert f"sysroot {prefix / 'solo5-sysroot'}" in output
    assert f"libc {prefix / 'solo5-sysroot/lib/nolibc'}" in output


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('env.UnikernelEnvironment("hvtt")', "there is no target hvtt\n  Did you mean hvt?"),
        ('env.UnikernelEnvironment("hvt", arch="arm")', "arch=arm: Solo5 has no such architecture"),
    ],
)
def test_an_unknown_name_is_said(call: str, expected: str, project: Project) -> None:
    append(project, f"{call}\n")
    assert expected in project.run(status=2).errors


def test_a_process_keeps_its_compiler(project: Project) -> None:
    append(project, 'unix = env.UnikernelEnvironment("unix")\nprint(unix.get("CC"), unix["MIRAGE_CONTEXT"])\n')
    assert "None default" in project.run("guest.c").output


def test_verbose_shows_whole_commands(project: Project) -> None:
    append(project, 'guest.MirageManifest("manifest.json")\n')
    assert "solo5-elftool gen-manifest manifest.json manifest.c" in project.run("verbose=1").output.splitlines()


def test_other_flags_compile_and_link_again(project: Project) -> None:
    append(project, 'guest.Append(CCFLAGS=["-O1"], LINKFLAGS=["-O1"])\n')
    append(
        project,
        'objects = [guest.MirageObject("guest.c"), guest.MirageObject(guest.MirageManifest("manifest.json"))]\n',
    )
    append(project, 'guest.MirageImage("image", objects)\n')
    project.run()
    project.up_to_date()
    project.replace("SConstruct", 'LINKFLAGS=["-O1"]', 'LINKFLAGS=["-O2"]')
    assert project.run().did("Generating", "Compiling", "Linking") == ["Linking image.spt"]
    project.replace("SConstruct", 'CCFLAGS=["-O1"]', 'CCFLAGS=["-Os"]')
    assert sorted(project.run().did("Compiling")) == ["Compiling guest.o", "Compiling manifest.o"]
    project.up_to_date()
