"""scons query=…, why=…, diff=…, graph and targets: what is asked of several unikernels, as text and as JSON."""

from __future__ import annotations

import json
import os
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from packages import Packages
from project import AUDIT, Project


def told(project: Project, *words: str) -> Any:
    """What SCons answers as JSON."""
    return json.loads(project.run(*words, "format=json").output)


def test_json_is_a_list_with_an_object_for_each_unikernel_and_target(two: Project) -> None:
    for words in (["query=name"], ["query=packages"], ["describe"], ["query=graph"], ["graph"], ["why=lwt"]):
        found = told(two, *words, "target=unix,hvt")
        asked = [(one["unikernel"], one["target"]) for one in found]
        assert asked == [("greeter", "unix"), ("greeter", "hvt"), ("other", "unix"), ("other", "hvt")]


def test_facts_are_under_the_name_of_what_is_asked(fresh: Project) -> None:
    (found,) = told(fresh, "query=pack", "target=unix")
    lwt = {"scope": "monorepo", "build": False, "min": [], "max": [], "libraries": ["lwt"], "pin": None}
    assert {"name": "lwt", **lwt} in found["packages"]
    assert list(found) == ["unikernel", "target", "packages"]
    assert told(fresh, "query=name")[0]["name"] == "greeter"
    assert told(fresh, "query=files", "target=unix")[0]["files"][0] == "dune"
    assert told(fresh, "query=install", "target=hvt")[0]["install"] == [{"directory": "bin", "file": "greeter.hvt"}]
    assert told(fresh, "query=main.ml")[0]["main.ml"] == fresh.run("query=main.ml").output
    assert told(fresh, "query=manifest", "target=hvt")[0]["manifest"]["type"] == "solo5.manifest"
    assert "lwt" in told(fresh, "query=libraries")[0]["libraries"]


def test_keys_are_told_with_all_that_is_known_of_them(fresh: Project) -> None:
    keys = told(fresh, "query=keys", "hello=Salut")[0]["keys"]
    assert next(key for key in keys if key["name"] == "hello") == {
        "name": "hello",
        "options": ["hello"],
        "kind": "opt",
        "type": "string",
        "stage": "both",
        "section": "APPLICATION OPTIONS",
        "docv": None,
        "doc": "How to say hello.",
        "default": "Hello World!",
        "value": "Salut",
        "given": True,
        "env": None,
        "sets": [],
        "where": "config.py:3",
    }
    assert next(key for key in keys if key["name"] == "gc-verbosity")["value"] is None


def test_describe_tells_packages_and_libraries_without_being_asked(fresh: Project) -> None:
    (found,) = told(fresh, "describe", "target=unix")
    assert list(found) == ["unikernel", "target", "image", "keys", "libraries", "packages"]
    assert found["image"] == "greeter"
    assert "lwt" in found["libraries"]


def test_lines_of_configurations_are_seen_from_where_scons_runs(two: Project) -> None:
    assert "One (other" not in two.run("why=hello", "greeter").output
    assert "  Unikernel.Hello (other/config.py:4)\n" in two.run("why=hello", "other").output


def test_several_questions_at_once_or_a_format_that_there_is_not_are_refused(fresh: Project) -> None:
    said = fresh.run("describe", "query=name", status=2).errors
    assert "describe and query are asked at once\n  Ask one at a time." in said
    assert (
        "format=svgg: graph is not answered so\n  Did you mean svg?"
        in fresh.run("graph", "format=svgg", status=2).errors
    )
    assert "format=html: query is not answered so" in fresh.run("query=name", "format=html", status=2).errors


def test_a_graph_is_drawn_without_any_program(fresh: Project) -> None:
    result = fresh.run("graph", "format=svg", "target=unix")
    assert result.processes == ()
    assert ET.fromstring(result.output).findtext("{http://www.w3.org/2000/svg}title") == "greeter for unix"
    assert result.output == fresh.run("graph", "format=svg", "target=unix").output


def test_a_picture_shows_one_graph_and_a_page_all(two: Project) -> None:
    said = two.run("graph", "format=svg", "target=unix", status=2).errors
    assert "a picture shows one graph\n  Name one of greeter:unix, other:unix, or write format=html." in said
    assert "<svg" in two.run("graph", "format=svg", "other").output
    page = two.run("graph", "format=html", "target=unix,hvt").output
    titles = ["greeter for unix", "greeter for hvt", "other for unix", "other for hvt"]
    assert [title for title in titles if f"{title}</h2>" in page] == titles


def test_a_choice_is_left_open_in_every_format(fresh: Project) -> None:
    fresh.replace("config.py", "[unikernel(noop)]", "[if_impl(value(big), other, unikernel)(noop)]")
    fresh.replace("config.py", "\nregister", 'big = key("big", flag())\nother = main("Other", job >> job)\n\nregister')
    for words in (["graph", "format=svg"], ["graph", "format=html"], ["graph", "format=json"], ["query=graph"]):
        assert "Other" not in fresh.run(*words).output
        assert "Other" in fresh.run(*words, "eval=0").output
    edges = told(fresh, "graph", "eval=0")[0]["graph"]["edges"]
    assert [edge["label"] for edge in edges if edge["label"]] == ["true, default", "false"]


def test_a_choice_of_stacks_is_left_open(fresh: Project) -> None:
    fresh.replace("config.py", "job >> job", "stackv4v6 >> job")
    fresh.replace("config.py", "unikernel(noop)", "unikernel(generic_stackv4v6(default_network))")
    assert "           ipv4=0.0.0.0/0 (default)\n" in fresh.run("describe", "eval=0").output
    assert fresh.run("graph", "eval=0").output.count('label="If\\ndhcp, net, target"') == 2


def test_why_names_devices_lines_and_the_way_there(fresh: Project) -> None:
    fresh.replace("config.py", "keys=[hello]", 'keys=[hello], packages=[package("fmt", min="0.8")]')
    output = fresh.run("why=fmt", "target=unix").output
    assert output == (
        'package "fmt" { ?monorepo & >= "0.8" } in greeter for unix\n'
        '  Unikernel.Hello (config.py:4): "fmt" { ?monorepo & >= "0.8" }\n'
        "    greeter -> Unikernel.Hello (config.py:4)\n"
        "  not locked yet: scons lock\n"
    )


def test_why_says_what_the_lock_has_and_which_package_needs_it(project: Project, packages: Packages) -> None:
    project.run("lock")
    words = project.run("why=words").output.splitlines()
    assert words[-1].startswith("  locked in greeter-unix.opam.locked: 2.0, from http://127.0.0.1")
    before = project.snapshot(times=True)
    shutil.rmtree(project.path("../cache"), ignore_errors=True)
    letters = project.run("why=letters").output.splitlines()
    assert letters[0] == "package letters in greeter for unix"
    assert letters[2:] == ["  words 2.0 needs it", "    greeter -> words"]
    assert project.snapshot(times=True) == before
    assert packages.asked == []
    (found,) = told(project, "why=letters")
    assert found["askers"] == []
    assert found["locked"]["needers"] == [{"name": "words", "version": "2.0", "bounds": "", "path": ["words"]}]


def test_why_follows_packages_of_the_system(built: Project) -> None:
    lines = built.run("why=base-bytes").output.splitlines()
    assert lines[1].endswith(", the system's")
    assert lines[2].startswith("  lwt 5.")
    assert "    greeter -> lwt" in lines


def test_why_says_plainly_what_cannot_be_known(project: Project, packages: Packages) -> None:
    project.run("lock")
    shutil.rmtree(packages.repository)
    output = project.run("why=letters").output
    assert "  who needs it is not known: there is no repository of opam packages\n" in output
    assert told(project, "why=letters")[0]["locked"]["unknown"].startswith("there is no repository")
    assert "words (config.py" not in output


def test_why_says_which_packages_are_gone_from_their_repository(project: Project, packages: Packages) -> None:
    project.run("lock")
    shutil.rmtree(Path(packages.repository, "packages", "words"))
    assert "the repositories of the lock do not have words any more" in project.run("why=letters").output


def test_why_asks_of_a_lock_that_is_wrong(project: Project) -> None:
    project.write("greeter-unix.opam.locked", "depends: [\n")
    said = project.run("why=words", status=2).errors
    assert "greeter-unix.opam.locked:2:1: " in said
    assert "Traceback" not in said


def test_why_refuses_what_there_is_not(two: Project) -> None:
    said = two.run("why=lwtt", status=2).errors
    assert "why=lwtt: no package, library, key or module of greeter or other is called so\n  Did you mean lwt?" in said


def test_diff_compares_two_targets_whatever_is_built(two: Project) -> None:
    output = two.run("diff=hvt,unix", "other").output
    assert output.startswith("--- other:hvt\n+++ other:unix\n@@ keys @@\n- target=hvt\n+ target=unix\n")
    assert "- manifest.json\n" in output
    assert "-let target" not in output
    assert "-let target () = `Hvt\n+let target () = `Unix\n" in two.run("diff=hvt,unix", "other", "verbose=1").output
    found = told(two, "diff=hvt,unix")
    assert [one["unikernel"] for one in found] == ["greeter", "other"]
    assert "manifest.json" in found[0]["files"]["removed"]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("diff=hvt", "diff=hvt: two targets can be compared, not 1\n  Write two, as in diff=hvt,unix."),
        ("diff=hvt,spt,unix", "two targets can be compared, not 3"),
        ("diff=hvt,unxi", "Did you mean unix?"),
    ],
)
def test_diff_of_what_are_not_two_targets_is_refused(fresh: Project, words: str, what: str) -> None:
    assert what in fresh.run(words, status=2).errors


def test_targets_are_everything_that_can_be_asked_for(two: Project) -> None:
    lines = two.run("targets", "target=unix,hvt").output.splitlines()
    assert [line for line in lines if line and not line.startswith(" ")] == [
        "Build",
        "Packages",
        "Inspection",
        "Unikernel greeter, of config.py",
        "Unikernel other, of other/config.py",
    ]
    assert "  greeter           builds dist/greeter and dist/greeter.hvt" in lines
    assert any(line.startswith("  other:hvt         builds dist/other.hvt, a guest of solo5-hvt") for line in lines)
    own = two.run("targets", "other", "target=unix").output
    assert own.startswith("Unikernel other, of other/config.py\n  other ")


def test_every_target_that_is_told_can_be_asked_for(fresh: Project) -> None:
    found = [one["name"] for one in told(fresh, "targets", "target=unix")]
    assert {"greeter", "greeter:unix", "greeter:unix:run"} <= set(found)
    for name in found:
        if not name.endswith("=…"):
            fresh.run("-n", name)


def test_every_goal_is_a_reserved_name(fresh: Project) -> None:
    fresh.replace("config.py", '"greeter"', '"targets"')
    assert 'is called "targets", which is an alias of this tool' in fresh.run(status=2).errors


@pytest.mark.parametrize("version", ["4.4.0", "4.10.1", "4.11.1"])
def test_every_version_of_scons_answers(version: str, built: Project) -> None:
    built.environ["PYTHONPATH"] = f"{AUDIT}{os.pathsep}{Path(sys.prefix) / 'scons' / version}"
    assert told(built, "query=name")[0]["name"] == "greeter"
    for words in (
        ["targets"],
        ["graph", "format=html"],
        ["why=fmt"],
        ["diff=hvt,unix"],
        ["query=keys", "greeter:unix"],
    ):
        assert built.run(*words).output
    built.up_to_date()


OCAML = """open Mirage

let big = Key.(create "big" Arg.(flag (info ~doc:"The larger one." [ "big" ])))
let hello = Key.(create "hello" Arg.(opt string "hi" (info ~doc:"What to say." [ "hello" ])))
let own = impl "Own" (job @-> job) ~connect:(fun _ name _ -> String.lowercase_ascii name ^ ".run ()")
let main = main "Unikernel.Hello" ~keys:[ key hello ] ~packages:[ package "duration" ] (job @-> job)
let () = register "mine" [ main $ if_impl (Key.value big) (own $ noop) noop ]
"""


def test_a_configuration_that_ocaml_runs_answers_as_one_that_is_read(fresh: Project) -> None:
    fresh.path("config.py").unlink()
    fresh.write("config.ml", OCAML)
    for words in (
        ["graph", "format=json"],
        ["graph", "format=html"],
        ["why=duration"],
        ["diff=hvt,unix"],
        ["describe"],
    ):
        answer = fresh.run(*words, "big=true").output
        assert fresh.run(*words, "big=true", "config_with=ocaml").output == answer
    for choice in ("big=true", "eval=0"):
        vertices = told(fresh, "graph", choice, "config_with=ocaml")[0]["graph"]["vertices"]
        (own,) = (vertex for vertex in vertices if vertex["module"] == "Own")
        assert own["code"].endswith(f"\n{own['name']}.run ()")
