"""scons --debug=explain: why something is made again, in words that a person knows."""

from __future__ import annotations

import re

from nodes import command
from project import Project

LONG = re.compile(r"[0-9a-f]{20}")


def reasons(project: Project, *words: str) -> list[str]:
    """What SCons says of why it makes something again, line by line; no digest of it is long."""
    output = project.run("--debug=explain", *words).output
    lines = [line.strip().removeprefix("scons: ") for line in output.splitlines()]
    found = [line for line in lines if line.startswith(("rebuilding", "building", "`"))]
    assert not any(LONG.search(line) for line in found if "build/sources/" not in line)
    return found


def named(lines: list[str], ending: str) -> list[str]:
    """What the lines that end so are about, without the digests of contents."""
    return [line.rpartition("`")[2].partition("'")[0].partition(" [")[0] for line in lines if line.endswith(ending)]


def test_a_module_that_was_edited_is_named(built: Project) -> None:
    built.replace("message.ml", "message: ", "text: ")
    said = reasons(built)
    assert said[0] == "rebuilding `dist/greeter' because:"
    assert named(said, "is no longer a dependency") == named(said, "is a new dependency") == ["message.ml"]


def test_a_module_that_is_new_or_gone_is_named(built: Project) -> None:
    built.write("more.ml", "let more = 1\n")
    assert named(reasons(built), "is a new dependency") == ["more.ml"]
    built.path("more.ml").unlink()
    built.write("lib/dune", "(library (name lib))\n")
    said = reasons(built)
    assert named(said, "is no longer a dependency") == ["more.ml"]
    assert named(said, "is a new dependency") == ["lib/"]


def test_a_directory_of_many_files_is_named_as_a_whole(built: Project) -> None:
    for number in range(3):
        built.write(f"data/{number}.txt", "0\n")
    built.run()
    built.write("data/1.txt", "1\n")
    assert named(reasons(built), "is a new dependency") == ["data/"]


def test_hundreds_of_files_are_one(built: Project) -> None:
    for number in range(300):
        built.write(f"{number}.txt", "0\n")
    built.run()
    built.write("7.txt", "1\n")
    assert named(reasons(built), "is a new dependency") == ["302 files beside the configuration"]


def test_a_key_changes_what_is_generated(built: Project) -> None:
    said = reasons(built, "hello=Salut")
    assert "rebuilding `dist/greeter' because `build/greeter/workspace/unix/key_gen.ml' changed" in said
    assert "what is generated as key_gen.ml" in named(said, "is a new dependency")


def test_another_version_of_a_tool_is_said(built: Project) -> None:
    command(built, "dune", 'if [ "$1" = --version ]; then echo 2.99; else exec /usr/bin/dune "$@"; fi')
    said = reasons(built)
    assert "`dune 2.99' is a new dependency" in said
    assert not any(line.startswith("`ocaml") for line in said)


def test_what_is_asked_of_the_lock_is_said(project: Project) -> None:
    project.run("lock")
    project.replace("config.py", 'min="1.0"', 'min="1.5"')
    said = reasons(project, "lock=frozen")
    assert named(said, "is a new dependency")[:1] == ["what greeter-unix needs"]
    said = reasons(project, f"repositories={project.path('.')},starter", "fetch=offline", "-n")
    assert any(line.startswith(f"`repositories {project.path('.')}, starter' is a new") for line in said)
