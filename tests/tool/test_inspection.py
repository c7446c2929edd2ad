"""scons describe, graph and query: they say what is there, for the unikernels asked for, and write nothing."""

from __future__ import annotations

import pytest
from guest_project import bare_path
from project import Project

COMMANDS = [
    *("describe", "graph", "targets", "query=name", "query=packages", "query=opam", "query=main.ml", "query=keys"),
    *(
        "graph format=svg",
        "graph format=html",
        "why=lwt verbose=1",
        "diff=hvt,unix verbose=1",
        "query=graph format=json",
    ),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_it_writes_nothing_in_a_fresh_tree(command: str, fresh: Project) -> None:
    before = fresh.snapshot(times=True)
    result = fresh.run(*command.split())
    assert result.output != ""
    assert result.errors == ""
    assert fresh.snapshot(times=True) == before
    assert not list(fresh.root.glob(".scons*"))


@pytest.mark.parametrize("command", COMMANDS)
def test_it_changes_nothing_in_a_built_tree(command: str, built: Project) -> None:
    before = built.snapshot(times=True)
    built.run(*command.split(), "hello=Salut")
    assert built.snapshot(times=True) == before
    built.up_to_date()


def test_it_builds_nothing_and_starts_no_compiler(fresh: Project) -> None:
    result = fresh.run("query=packages")
    assert result.did("Building", "Generating", "Checking", "Copying") == []
    assert not any("dune" in process or "ocaml" in process for process in result.processes)


def test_describe_says_name_target_image_and_keys(fresh: Project) -> None:
    lines = fresh.run("describe", "hello=Salut", "target=unix").output.splitlines()
    assert lines[:4] == [
        "Name       greeter",
        "Target     unix",
        "Image      greeter",
        "Keys       allocation-policy=best-fit (default)",
    ]
    assert "           hello=Salut" in lines
    assert not any(line.startswith(("Libraries", "Packages")) for line in lines)


def test_describe_says_libraries_and_packages_when_verbose(fresh: Project) -> None:
    output = fresh.run("describe", "verbose=1").output
    assert "Libraries  duration, lwt, mirage-bootvar-unix," in output
    assert '           "lwt" { ?monorepo }\n' in output


def test_choices_that_nobody_made_are_left_open_on_demand(fresh: Project) -> None:
    fresh.replace("config.py", "[unikernel(noop)]", "[if_impl(value(big), other, unikernel)(noop)]")
    fresh.replace("config.py", "\nregister", 'big = key("big", flag())\nother = main("Other", job >> job)\n\nregister')
    assert "Other" not in fresh.run("graph").output
    open_ = fresh.run("graph", "eval=0").output
    assert 'label="If\\nbig"' in open_
    assert "Other" in open_
    assert "Other" in fresh.run("graph", "eval=0", "big=true").output
    assert "If" not in fresh.run("graph", "eval=0", "big=true").output


def test_query_says_one_thing_as_other_programs_want_it(fresh: Project) -> None:
    assert fresh.run("query=name").output == "greeter\n"
    assert fresh.run("query=nam").output == "greeter\n"
    files = "dune dune-project dune-workspace graph.dot greeter-unix.opam key_gen.ml main.ml\n"
    assert fresh.run("query=files", "target=unix").output == files
    assert fresh.run("query=dune.build").output == fresh.run("query=dune").output


@pytest.mark.parametrize("target", ["hvt", "spt", "virtio", "muen", "genode", "xen", "qubes"])
def test_targets_whose_tools_are_missing_can_be_asked_for(target: str, fresh: Project) -> None:
    assert f"Target     {target}\n" in fresh.run("describe", f"target={target}").output
    assert '"type": "solo5.manifest"' in fresh.run("query=manifest.json", f"target={target}").output
    said = fresh.run(f"target={target}", status=2, environ={"PATH": bare_path()}).errors
    assert "solo5-elftool, x86_64-solo5-none-static-cc" in said
    assert "are not installed\n  With opam: scons switch target=hvt (opam install solo5 ocaml-solo5)" in said


def test_a_device_that_the_target_does_not_have_is_refused_before_anything_is_written(fresh: Project) -> None:
    fresh.replace("config.py", "job >> job", "block >> job")
    fresh.replace("config.py", "unikernel(noop)", 'unikernel(block_of_file("disk"))')
    before = fresh.snapshot()
    said = fresh.run("query=manifest.json", "target=muen", status=2).errors
    assert "config.py:6: the device Block works for unix, macosx, hvt," in said
    assert fresh.snapshot() == before
    assert '"name": "disk"' in fresh.run("query=manifest.json", "target=hvt").output


def test_query_answers_what_is_built(built: Project) -> None:
    built.run("configure")
    for name in ("main.ml", "key_gen.ml", "dune", "dune-project", "dune-workspace"):
        assert built.run(f"query={name}").output == built.read(f"build/greeter/unix/{name}")
    assert built.run("query=opam").output == built.read("build/greeter/unix/greeter-unix.opam")


def test_query_refuses_what_is_not_there(fresh: Project) -> None:
    assert "query=packges is not known\n  Did you mean packages?" in fresh.run("query=packges", status=2).errors
    said = fresh.run("query=d", status=2).errors
    assert "query=d: dune and dune-project and dune-workspace begin so" in said
    assert "scons does what a Makefile would." in fresh.run("query=Makefile", status=2).errors


def test_an_unknown_key_is_an_error(fresh: Project) -> None:
    assert "unknown key helo in helo=x" in fresh.run("query=name", "helo=x", status=2).errors


def test_every_unikernel_answers_unless_some_are_named(two: Project) -> None:
    assert two.run("query=name").output == "greeter\nother\n"
    assert two.run("query=name", "other").output == "other\n"
    assert two.run("query=name", "greeter:unix").output == "greeter\n"
    assert two.run("describe", "other").output.startswith("Name       other\n")
    assert "no unikernel is called othr\n  Did you mean other?" in two.run("query=name", "othr", status=2).errors


def test_every_target_answers_once(two: Project) -> None:
    output = two.run("describe", "greeter", "target=unix,macosx").output
    assert [line for line in output.splitlines() if line.startswith(("Target", "Image"))] == [
        "Target     unix",
        "Image      greeter",
        "Target     macosx",
        "Image      macosx/greeter",
    ]
    assert two.run("query=name", "greeter", "target=unix,macosx").output == "greeter\n"


def test_an_error_in_the_configuration_is_that_of_a_build(fresh: Project) -> None:
    fresh.replace("config.py", "job >> job", "time >> job")
    for command in ("describe", "query=name"):
        assert "config.py:6: argument 1 of Unikernel.Hello is a job" in fresh.run(command, status=2).errors


def test_a_warning_of_the_configuration_is_shown(fresh: Project) -> None:
    fresh.replace("config.py", "[unikernel(noop)]", "[unikernel(abstract(noop))]")
    result = fresh.run("query=name")
    assert result.output == "greeter\n"
    assert result.errors.count("config.py:6: warning: abstract is deprecated: write dep") == 1


def test_a_unikernel_cannot_be_called_as_a_command(fresh: Project) -> None:
    fresh.replace("config.py", '"greeter"', '"graph"')
    assert 'is called "graph", which is an alias of this tool' in fresh.run(status=2).errors


def test_graphviz_draws_the_graph(fresh: Project) -> None:
    text = fresh.run("graph").output
    assert text.startswith("digraph G {\n  ordering=out;\n")
    assert 'label="unikernel_hello__' in text
