"""The ways to run SCons, and the ways to embed the tool."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from greeter import greeter
from project import AUDIT, EXAMPLES, Project


def test_clean_removes_everything_that_was_made_and_a_second_one_is_calm(built: Project) -> None:
    before = {name for name in built.snapshot() if not name.startswith(("build", "dist"))}
    assert "Would" not in built.run("-c", "-n").output
    assert built.path("dist/greeter").exists()
    built.run("-c")
    assert set(built.snapshot()) == before
    built.run("-c")
    built.run("-n", "-c")
    assert set(built.snapshot()) == before


def test_clean_of_one_leaves_the_other(tmp_path: Path) -> None:
    project = two(tmp_path)
    project.run("-j8")
    project.run("-c", "greeter")
    assert not project.path("dist/greeter").exists()
    assert not project.path("build/greeter").exists()
    assert project.path("dist/second").exists()
    project.up_to_date("second")


def two(tmp_path: Path) -> Project:
    """Two unikernels in one build."""
    project = greeter(tmp_path / "one")
    project.write("SConstruct", "")
    top = Project(tmp_path)
    project.path("SConstruct").unlink()
    other = greeter(tmp_path / "two")
    other.path("SConstruct").unlink()
    other.replace("config.py", '"greeter"', '"second"')
    top.write(
        "SConstruct",
        "import mirage_scons\nDefaultEnvironment(tools=[])\nenv = Environment(tools=[mirage_scons.tool()])\n"
        'env.Unikernel("one")\nenv.Unikernel("two")\n',
    )
    return top


def test_two_unikernels_in_parallel(tmp_path: Path) -> None:
    project = two(tmp_path)
    project.run("-j8", "second.hello=B")
    assert project.image("greeter") == "message: Hello World!\n"
    assert project.image("second") == "message: B\n"
    project.up_to_date("second.hello=B")
    project.up_to_date("-j8", "second.hello=B")
    project.replace("two/message.ml", "message", "text")
    assert project.run("-j8", "second.hello=B").did("Building") == ["Building dist/second"]


def test_at_the_end_of_a_run_that_builds_several_stands_what_was_built(tmp_path: Path) -> None:
    project = two(tmp_path)
    lines = project.run("-j2").output.splitlines()[-3:]
    assert re.fullmatch(r"Built 2 images in \d+\.\d s:", lines[0])
    rows = [re.fullmatch(r"  (dist/\w+) +(\d+\.\d) MB +\d+\.\d s", line) for line in lines[1:]]
    sizes = {row[1]: float(row[2]) for row in rows if row}
    assert sizes == {
        f"dist/{name}": round(project.path(f"dist/{name}").stat().st_size / 1e6, 1) for name in ("greeter", "second")
    }
    assert "Built" not in project.run().output
    project.replace("one/message.ml", "message: ", "text: ")
    assert "Built" not in project.run().output
    project.replace("one/message.ml", "text: ", "message: ")
    project.replace("two/message.ml", "message: ", "text: ")
    assert project.run("-s").output == ""


def test_a_failing_unikernel_does_not_stop_the_other_under_k(tmp_path: Path) -> None:
    project = two(tmp_path)
    project.write("one/message.ml", "broken\n")
    result = project.run("-k", status=2)
    assert 'File "one/message.ml", line 1' in result.errors
    assert project.image("second") == "message: Hello World!\n"
    assert not project.path("dist/greeter").exists()


def test_two_unikernels_of_one_name_are_refused(tmp_path: Path) -> None:
    project = two(tmp_path)
    project.replace("two/config.py", '"second"', '"greeter"')
    result = project.run(status=2)
    assert (
        f'two unikernels are called "greeter": those of {tmp_path}/one/config.py and {tmp_path}/two/config.py'
        in result.errors
    )


def test_a_unikernel_cannot_have_the_name_of_an_alias(fresh: Project) -> None:
    fresh.replace("config.py", '"greeter"', '"run"')
    assert 'is called "run", which is an alias of this tool' in fresh.run(status=2).errors


def test_interactive_notices_edits_between_builds(built: Project) -> None:
    script = "\n".join(
        ["build", f"shell sed -i s/message:/typed:/ {built.path('message.ml')}", "build", "build", "exit", ""]
    )
    result = built.run("--interactive", typed=script)
    assert result.output.count("Building dist/greeter") == 1
    assert built.image("greeter") == "typed: Hello World!\n"
    built.up_to_date()


def test_implicit_cache_notices_edits(built: Project) -> None:
    built.run("--implicit-cache")
    built.replace("message.ml", "message: ", "cached: ")
    assert built.run("--implicit-cache").did("Building") == ["Building dist/greeter"]
    assert built.image("greeter") == "cached: Hello World!\n"
    built.up_to_date("--implicit-cache")
    tools = built.root.parent / "bin"
    tools.mkdir()
    (tools / "dune").write_text('#!/bin/sh\n[ "$1" = --version ] && echo 2.9.99 || exec /usr/bin/dune "$@"\n')
    (tools / "dune").chmod(0o755)
    built.environ["PATH"] = f"{tools}:{os.environ['PATH']}"
    assert built.run("--implicit-cache").did("Building") == ["Building dist/greeter"]
    built.up_to_date("--implicit-cache")


def test_dune_may_be_another_command(built: Project) -> None:
    built.write("SConstruct", built.read("SConstruct").replace("tools=[", 'DUNE="other-dune", tools=['))
    assert "other-dune is not installed." in built.run(status=2).errors
    tools = built.root.parent / "bin"
    tools.mkdir()
    (tools / "other-dune").symlink_to("/usr/bin/dune")
    assert "Building dist/greeter" in built.run(environ={"PATH": f"{tools}:{os.environ['PATH']}"}).output


def test_a_cache_directory_gives_back_the_image_and_never_a_stale_one(built: Project) -> None:
    built.replace("SConstruct", "env.Unikernel", f'CacheDir("{built.root.parent}/cache")\nenv.Unikernel')
    built.path("dist/greeter").unlink()
    assert built.run().did("Building") == ["Building dist/greeter"]
    built.run("-c")
    assert built.run().did("Building", "Retrieved") == ["Retrieved `dist/greeter' from cache"]
    assert built.image("greeter") == "message: Hello World!\n"
    built.replace("message.ml", "message: ", "edited: ")
    built.run()
    assert built.image("greeter") == "edited: Hello World!\n"
    built.replace("message.ml", "edited: ", "message: ")
    assert built.run().did("Building", "Retrieved") == ["Retrieved `dist/greeter' from cache"]
    assert built.image("greeter") == "message: Hello World!\n"
    built.up_to_date()


def compiled(project: Project) -> list[str]:
    """The modules that dune's last run compiled."""
    log = project.read("build/greeter/workspace/unix/_build/log")
    return re.findall(r"ocamlopt\S* .*-c -impl ([^\s)]+)", log)


def test_what_was_compiled_in_one_checkout_is_not_compiled_in_another(tmp_path: Path) -> None:
    first, second = greeter(tmp_path / "first"), greeter(tmp_path / "second")
    for project in (first, second):
        project.environ |= {"DUNE_CACHE": None, "XDG_CACHE_HOME": str(tmp_path / "cache")}
        project.run()
        assert project.image("greeter") == "message: Hello World!\n"
        project.up_to_date()
    assert any("message" in module for module in compiled(first))
    assert compiled(second) == []
    second.replace("message.ml", "message: ", "second: ")
    second.run()
    assert second.image("greeter") == "second: Hello World!\n"
    assert first.image("greeter") == "message: Hello World!\n"


@pytest.mark.parametrize("where", ["shell", "SConstruct"])
def test_the_shared_cache_of_dune_can_be_put_off(tmp_path: Path, where: str) -> None:
    for name in ("first", "second"):
        project = greeter(tmp_path / name)
        said = "disabled" if where == "shell" else None
        project.environ |= {"DUNE_CACHE": said, "XDG_CACHE_HOME": str(tmp_path / "cache")}
        if where == "SConstruct":
            project.replace("SConstruct", "tools=", 'ENV={"DUNE_CACHE": "disabled"}, tools=')
        project.run()
        assert compiled(project)


def test_embedded_by_a_sconscript_with_a_variant_directory(tmp_path: Path) -> None:
    inner = greeter(tmp_path / "deep" / "one")
    inner.path("SConstruct").rename(inner.path("SConscript"))
    project = Project(tmp_path)
    project.write(
        "SConstruct",
        'DefaultEnvironment(tools=[])\nSConscript("deep/one/SConscript", variant_dir="out", duplicate=0)\n',
    )
    before = set(inner.snapshot())
    project.run()
    assert set(inner.snapshot()) == {*before, "greeter-unix.opam.locked"}
    assert project.path("out/dist/greeter").exists()
    project.up_to_date()
    inner.replace("message.ml", "message", "variant")
    assert project.run().did("Building") == ["Building out/dist/greeter"]
    inner.write("message.ml", "broken\n")
    assert 'File "deep/one/message.ml", line 1' in project.run(status=2).errors
    project.run("-c")
    assert not project.path("out/dist").exists()
    assert not project.path("out/build").exists()


def test_two_environments_build_two_variants(tmp_path: Path) -> None:
    inner = greeter(tmp_path / "one")
    inner.path("SConstruct").unlink()
    project = Project(tmp_path)
    project.write(
        "SConstruct",
        "import mirage_scons\nDefaultEnvironment(tools=[])\n"
        'for name in ("a", "b"):\n'
        "    tool = mirage_scons.tool(MIRAGE_BUILD_DIR=f'build-{name}', MIRAGE_DIST_DIR=f'dist-{name}')\n"
        '    Environment(tools=[tool], ENV={"X": name}).Unikernel("one", keys={"hello": name})\n',
    )
    project.run("-j4")
    for name in ("a", "b"):
        project.path("dist").symlink_to(project.path(f"dist-{name}"))
        assert project.image("greeter") == f"message: {name}\n"
        project.path("dist").unlink()
    project.up_to_date()


def test_two_variants_beside_the_configuration_do_not_see_each_other(fresh: Project) -> None:
    fresh.write(
        "SConstruct",
        "import mirage_scons\nDefaultEnvironment(tools=[])\n"
        'for name in ("a", "b"):\n'
        "    tool = mirage_scons.tool(MIRAGE_BUILD_DIR=f'build-{name}', MIRAGE_DIST_DIR=f'dist-{name}')\n"
        '    Environment(tools=[tool]).Unikernel(".", keys={"hello": name})\n',
    )
    fresh.run("-j4")
    for name in ("a", "b"):
        fresh.path("dist").symlink_to(fresh.path(f"dist-{name}"))
        assert fresh.image("greeter") == f"message: {name}\n"
        fresh.path("dist").unlink()
    fresh.up_to_date()


def test_two_environments_in_one_build_directory_share_it(tmp_path: Path) -> None:
    project = two(tmp_path)
    project.replace(
        "SConstruct",
        'env.Unikernel("two")',
        'Environment(tools=[mirage_scons.tool()], ENV={"PATH": "/usr/bin:/bin:/tmp"}).Unikernel("two")',
    )
    project.run()
    project.up_to_date()


def test_the_tool_is_found_through_site_scons(tmp_path: Path) -> None:
    project = greeter(tmp_path / "project")
    shim = EXAMPLES.parent / "site_scons" / "site_tools" / "mirage.py"
    project.write("site_scons/site_tools/mirage.py", shim.read_text())
    project.write("SConstruct", 'DefaultEnvironment(tools=[])\nEnvironment(tools=["mirage"]).Unikernel(".")\n')
    project.run()
    project.up_to_date()
    packaged = EXAMPLES.parent / "mirage_scons" / "site_tools" / "mirage.py"
    assert packaged.read_text() == shim.read_text()


def test_a_config_beside_the_installed_package_reads_its_own_modules_only(tmp_path: Path) -> None:
    project = greeter(tmp_path / "mirage_scons-demo")
    shutil.copytree(EXAMPLES.parent / "mirage_scons", project.path("mirage_scons"))
    project.environ["PYTHONPATH"] = f"{project.root}:{AUDIT}"
    project.write("greetings.py", 'from mirage_scons.dsl import *\n\nhello = key("hello", opt(str, "A"))\n')
    project.write("config.py", "from greetings import hello as greeting\n" + project.read("config.py"))
    project.replace("config.py", "keys=[hello]", "keys=[greeting]")
    project.run("configure")
    project.replace("config.py", "job >> job", "time >> job")
    said = project.run("configure", status=2).errors
    assert f"{project.path('config.py')}:7: argument 1 of Unikernel.Hello is a job, where a time is wanted" in said


def test_nodes_are_returned_for_other_builders(built: Project) -> None:
    built.replace("SConstruct", "env.Unikernel", "image = env.Unikernel")
    built.write("SConstruct", built.read("SConstruct") + 'env.Command("copy", image, Copy("$TARGET", "$SOURCE"))\n')
    built.run("copy")
    assert built.path("copy").read_bytes() == built.path("dist/greeter").read_bytes()


def test_paths_with_spaces_and_letters_of_other_languages(tmp_path: Path) -> None:
    project = greeter(tmp_path / "a project")
    inner = greeter(tmp_path / "a project" / "ein Gruß")
    inner.path("SConstruct").unlink()
    project.replace("SConstruct", '"."', '"ein Gruß"')
    for name in ("config.py", "unikernel.ml", "message.ml"):
        project.path(name).unlink()
    project.run()
    project.up_to_date()
    assert "message: Hello World!" in project.run("run").output
    inner.write("message.ml", "broken\n")
    assert 'File "ein Gruß/message.ml", line 1' in project.run(status=2).errors


def test_the_null_build_imports_neither_planner_nor_renderer(built: Project) -> None:
    built.run()
    imported = built.run().modules
    assert "mirage_scons.tool" in imported
    heavy = ("networkx", "jinja2", "packaging", "mirage_scons.plan", "mirage_scons.render.template", "mirage_scons.dsl")
    assert [name for name in heavy if name in imported] == []


def test_configure_shows_all_that_is_generated_and_compiles_nothing(fresh: Project) -> None:
    result = fresh.run("configure", "target=unix")
    assert result.processes == ()
    shown = {path.name for path in fresh.path("build/greeter/unix").iterdir()}
    program = {"dune", "dune-project", "dune-workspace", "key_gen.ml", "main.ml"}
    assert shown == {*program, "graph.dot", "greeter-unix.opam"}
    assert not fresh.path("dist").exists()
    fresh.up_to_date("configure")


def test_unix_and_macosx_in_one_run_have_places_of_their_own(built: Project) -> None:
    built.run("target=unix,macosx", "-j2")
    assert built.path("dist/greeter").exists()
    assert built.path("dist/macosx/greeter").exists()
    assert "`MacOSX" in built.read("build/greeter/workspace/macosx/key_gen.ml")
    built.up_to_date("target=unix,macosx")
    built.up_to_date("target=unix")
    built.run("target=unix,macosx", "-c")
    assert not built.path("dist").exists()


def test_one_build_runs_dune_once(fresh: Project) -> None:
    assert fresh.run().dune_runs == 1
    fresh.replace("message.ml", "message", "text")
    assert fresh.run().dune_runs == 1


VERSIONS = Path(sys.prefix) / "scons"


@pytest.mark.parametrize("version", ["4.4.0", "4.10.1", "4.11.1"])
def test_each_supported_scons_builds_rebuilds_and_rests(fresh: Project, version: str) -> None:
    if not (VERSIONS / version).is_dir():
        pytest.skip(f"SCons {version} is not in {VERSIONS}; ./setup --test puts it there")
    fresh.environ["PYTHONPATH"] = f"{VERSIONS / version}:{Path(__file__).parent / 'audit'}"
    assert f"v{version}" in fresh.run("--version").output or version in fresh.run("--version").output
    fresh.run()
    fresh.up_to_date()
    fresh.replace("message.ml", "message: ", "text: ")
    assert fresh.run("-j4").did("Building") == ["Building dist/greeter"]
    assert "text: Hello World!" in fresh.run("run").output
    assert "Did you mean hello?" in fresh.run("helo=x", status=2).errors
    assert "How to say hello." in fresh.run("-h").output
    assert fresh.run("query=name").output == "greeter\n"
    assert fresh.run("describe").output.startswith("Name       greeter\n")
    fresh.run("run", "args=--hello", status=64)
    fresh.run("-c")
    assert not fresh.path("build").exists()
