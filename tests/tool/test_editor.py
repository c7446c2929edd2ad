"""``scons editor``: dune answers editors for the user's own files, and nothing of the user's is in danger."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from greeter import greeter
from guest_project import guest
from guest_sdk import GuestSdk
from project import EXAMPLES, Project

WRITTEN = {"dune-workspace", "duniverse", "_build"}


Answer = list[tuple[str, ...]]


def asked(project: Project, *files: str, directory: str = "") -> dict[str, Answer]:
    """What ``dune ocaml-merlin`` says of ``files``, started and asked as ocaml-lsp and merlin do it."""
    done = subprocess.run(
        ["dune", "ocaml-merlin", "--no-print-directory"],
        cwd=project.path(directory),
        env=project.process_environment(project.root.parent / "asked.audit", {}),
        input="".join(f"(4:File{len(file.encode())}:{file})" for file in files).encode() + b"4:Halt",
        capture_output=True,
        check=True,
    )
    rest, found = done.stdout.decode(), {}
    for file in files:
        said, rest = csexp(rest)
        found[file] = [tuple(map(str, directive)) for directive in said]
    return found


def csexp(text: str) -> tuple[Any, str]:
    """The first canonical S-expression of a text, and what is after it."""
    if text[0] != "(":
        length, _, rest = text.partition(":")
        return rest[: int(length)], rest[int(length) :]
    found, rest = [], text[1:]
    while rest[0] != ")":
        one, rest = csexp(rest)
        found.append(one)
    return found, rest[1:]


def places(answer: Answer, kind: str) -> list[Path]:
    """The directories of sources (``S``) or of what was compiled (``B``)."""
    return [Path(directive[1]) for directive in answer if directive[0] == kind]


def compiled(answer: Answer) -> set[str]:
    """The interfaces that an editor finds."""
    return {path.name for place in places(answer, "B") for path in place.glob("*.cmi")}


def test_dune_answers_for_the_user_s_own_files(fresh: Project) -> None:
    result = fresh.run("editor")
    assert f"Editors understand the sources in {fresh.root}.\n" in result.output
    for answer in asked(fresh, "unikernel.ml", "message.ml", str(fresh.path("unikernel.ml"))).values():
        interfaces = compiled(answer)
        assert {"dune__exe__Key_gen.cmi", "dune__exe__Message.cmi", "mirage_runtime.cmi", "lwt.cmi"} <= interfaces
        assert fresh.root in places(answer, "S")
        sources = [path for path in places(answer, "S") if path.is_relative_to(fresh.root) and path.name != "app"]
        assert [path for path in sources if not path.is_dir()] == []
        assert any(path.name == "mirage-runtime" and (path / "mirage_runtime.ml").exists() for path in sources)
        [flags] = [directive for directive in answer if directive[0] == "FLG"]
        assert "Dune__exe" in flags[1]


def test_a_library_beside_the_program_is_understood_too(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    for name in ("SConstruct", "config.py", "unikernel.ml", "greetings/dune", "greetings/greetings.ml"):
        project.write(name, (EXAMPLES / "local-library" / name).read_text())
    project.run("editor")
    answers = asked(project, "unikernel.ml", "greetings/greetings.ml")
    assert all("greetings.cmi" in compiled(answer) for answer in answers.values())


def test_editors_see_what_a_build_compiles_and_a_build_does_not_see_what_editors_need(built: Project) -> None:
    built.run("editor")
    built.up_to_date("build")
    before = {path: path.read_bytes() for path in interface(built, "Message")}
    built.replace("message.ml", "let text greeting", "let more = Added.x\nlet text greeting")
    built.write("added.ml", "let x = 1\n")
    built.run("build")
    assert {path: path.read_bytes() for path in interface(built, "Message")} != before
    assert len(interface(built, "Added")) == 1
    assert not asked(built, "added.ml")["added.ml"][0][0].startswith("ERROR")
    built.up_to_date("build")


def interface(project: Project, module: str) -> list[Path]:
    """The compiled interface of a module, as editors find it."""
    answer = asked(project, "unikernel.ml")["unikernel.ml"]
    return [path for place in places(answer, "B") for path in place.glob(f"dune__exe__{module}.cmi")]


def test_sources_that_do_not_compile_are_arranged_and_the_error_is_named(fresh: Project) -> None:
    fresh.replace("unikernel.ml", "let start () =", "let start () = wrong;")
    result = fresh.run("editor")
    assert 'File "unikernel.ml", line 2' in result.errors
    assert "Unbound value wrong" in result.errors
    assert "dune__exe__Message.cmi" in compiled(asked(fresh, "unikernel.ml")["unikernel.ml"])


def test_unikernels_in_directories_of_their_own_are_arranged_each(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for name in ("one", "two words"):
        inner = greeter(tmp_path / name)
        inner.path("SConstruct").unlink()
        inner.replace("config.py", '"greeter"', f'"{name.partition(" ")[0]}"')
    project.write(
        "SConstruct",
        "import mirage_scons\nDefaultEnvironment(tools=[])\nenv = Environment(tools=[mirage_scons.tool()])\n"
        'env.Unikernel("one")\nenv.Unikernel("two words")\n',
    )
    project.run("editor", "-j4")
    for name in ("one", "two words"):
        answer = asked(project, "unikernel.ml", directory=name)["unikernel.ml"]
        assert project.path(name) in places(answer, "S")
        assert "dune__exe__Message.cmi" in compiled(answer)
    assert not project.path("dune-workspace").exists()


def test_clean_takes_it_away_and_only_that(built: Project) -> None:
    before = built.snapshot()
    built.run("editor")
    assert set(os.listdir(built.root)) >= WRITTEN
    built.run("-c", "editor")
    left = {name: state for name, state in built.snapshot().items() if not name.startswith("build/")}
    assert left == {name: state for name, state in before.items() if not name.startswith("build/")}
    assert built.path("build/greeter/workspace/unix/main.ml").exists()
    built.up_to_date("build")
    built.run("editor")
    built.run("-c")
    assert not {*WRITTEN, "build", "dist"} & set(os.listdir(built.root))


def test_a_dry_run_writes_nothing(built: Project) -> None:
    before = built.snapshot()
    assert "Arranging . for editors" in built.run("-n", "editor").output
    assert built.snapshot() == before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dune-workspace", "dune-workspace is your own, and stays\n  Move it away, and ask again."),
        ("_build/log", "_build is there already, as dune builds it\n  Remove it"),
    ],
)
def test_what_is_the_user_s_own_stays(built: Project, name: str, said: str) -> None:
    built.write(name, "(lang dune 2.0)\n")
    assert said in built.run("editor", status=2).errors
    assert built.read(name) == "(lang dune 2.0)\n"
    built.run("-c")
    assert built.read(name) == "(lang dune 2.0)\n"


def test_a_project_of_dune_around_the_sources_is_no_hindrance_but_a_workspace_is_named(tmp_path: Path) -> None:
    project = greeter(tmp_path / "project")
    (tmp_path / "dune-project").write_text("(lang dune 2.0)\n")
    project.write("dune-project", "(lang dune 2.0)\n")
    project.run("editor")
    assert "dune__exe__Message.cmi" in compiled(asked(project, "unikernel.ml")["unikernel.ml"])
    (tmp_path / "dune-workspace").write_text("(lang dune 2.0)\n")
    said = project.run("editor", status=2).errors
    assert f"{tmp_path / 'dune-workspace'} makes its directory the root." in said


def test_git_is_told_of_only_where_it_would_show_it(fresh: Project) -> None:
    subprocess.run(["git", "init", "-q", fresh.root], check=True)
    assert "For git: /dune-workspace and /duniverse belong in .gitignore." in fresh.run("editor").output
    fresh.write(".gitignore", "/dune-workspace\n/duniverse\n")
    assert "For git" not in fresh.run("editor").output
    shown = subprocess.run(
        ["git", "status", "--short", "-uall"], cwd=fresh.root, capture_output=True, text=True, check=True
    ).stdout
    assert not any(line.startswith(f"?? {name}") for name in WRITTEN for line in shown.splitlines())


def test_for_a_guest_editors_get_its_libraries(sdk: GuestSdk, tmp_path: Path) -> None:
    project = guest(tmp_path / "project", sdk, "spt")
    assert f"in {project.root}, as for solo5." in project.run("editor").output
    answer = asked(project, "unikernel.ml")["unikernel.ml"]
    [library] = [directive[1] for directive in answer if directive[0] == "STDLIB"]
    assert library != asked_of_unix(tmp_path)
    assert {"dune__exe__Message.cmi", "mirage_runtime.cmi"} <= compiled(answer)


def asked_of_unix(tmp_path: Path) -> str:
    """Where the standard library of this machine is."""
    return subprocess.run(["ocamlfind", "printconf", "stdlib"], capture_output=True, text=True, check=True).stdout


STUB = """#include <caml/mlvalues.h>
#include "twice.h"

value greeter_twice(value x) { return Val_int(TWICE * Int_val(x)); }
"""


def with_stubs(project: Project) -> None:
    """Add a library with C."""
    project.write("numbers/dune", "(library (name numbers) (foreign_stubs (language c) (names twice_stubs)))\n")
    project.write("numbers/numbers.ml", 'external twice : int -> int = "greeter_twice"\n')
    project.write("numbers/twice_stubs.c", STUB)
    project.write("numbers/twice.h", "#define TWICE 2\n")
    project.write("numbers/unused.c", "not C at all\n")
    project.replace("config.py", "keys=[hello]", 'keys=[hello], local_libs=["numbers"]')


def test_tools_for_c_get_the_compiler_and_the_flags_of_stubs(fresh: Project) -> None:
    with_stubs(fresh)
    fresh.run("editor")
    [found] = json.loads(fresh.read("build/compile_commands.json"))
    assert found["file"] == str(fresh.path("numbers/twice_stubs.c"))
    command = [word for word in found["arguments"] if word not in ("-o", "twice_stubs.o")]
    subprocess.run([*command, "-fsyntax-only"], cwd=found["directory"], check=True)
    fresh.write("numbers/twice_stubs.c", STUB.replace("TWICE *", "THRICE *"))
    done = subprocess.run(
        [*command, "-fsyntax-only"], cwd=found["directory"], check=False, capture_output=True, text=True
    )
    assert f"{fresh.path('numbers/twice_stubs.c')}:4" in done.stderr
    fresh.run("-c")
    assert not fresh.path("build").exists()


def test_stubs_of_a_guest_are_compiled_by_its_compiler(sdk: GuestSdk, tmp_path: Path) -> None:
    project = guest(tmp_path / "project", sdk, "hvt")
    with_stubs(project)
    project.run("editor")
    [found] = json.loads(project.read("build/compile_commands.json"))
    assert "solo5" in found["arguments"][0]


def test_without_c_there_are_no_commands_for_it(fresh: Project) -> None:
    with_stubs(fresh)
    fresh.run("editor")
    fresh.path("numbers/twice_stubs.c").unlink()
    fresh.write("numbers/dune", "(library (name numbers))\n")
    fresh.write("numbers/numbers.ml", "let twice x = 2 * x\n")
    fresh.run("editor")
    assert not fresh.path("build/compile_commands.json").exists()


def test_an_error_is_named_by_the_path_from_where_scons_is(tmp_path: Path) -> None:
    inner = greeter(tmp_path / "deep" / "one")
    inner.path("SConstruct").unlink()
    project = Project(tmp_path / "deep")
    project.write(
        "SConstruct",
        "import mirage_scons\nDefaultEnvironment(tools=[])\nenv = Environment(tools=[mirage_scons.tool()])\n"
        'Default(env.Unikernel("one"))\n',
    )
    inner.write("message.ml", "let text = wrong\n")
    above = Project(tmp_path)
    for result in (above.run("-C", "deep", status=2), Project(inner.root).run("-D", status=2)):
        assert f"scons: Entering directory `{project.root}'" in result.output
        assert 'File "one/message.ml", line 1, characters 11-16' in result.errors
