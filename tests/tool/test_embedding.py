"""Unikernels in a build of somebody's own: it stays as it is, and has its unikernels by one line each."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from greeter import greeter
from project import AUDIT, EXAMPLES, Project
from test_modes import VERSIONS

HEAD = """import mirage_scons
from mirage_scons import dsl

DefaultEnvironment(tools=[])
env = Environment(tools=[mirage_scons.tool()])
"""

INLINE = (
    HEAD
    + """
WORD = "Hello"
hello = dsl.key("hello", dsl.opt(str, WORD), doc="How to say hello.")
main = dsl.main("Unikernel.Hello", dsl.job >> dsl.job, keys=[hello])
env.Unikernel("program", graph=dsl.register("inline", [main(dsl.noop)]))
"""
)


@pytest.fixture
def embedding(tmp_path: Path) -> Project:
    """A copy of the example."""
    left = shutil.ignore_patterns("out", ".sconsign*", "*.locked")
    return Project(Path(shutil.copytree(EXAMPLES / "embedding", tmp_path / "embedding", ignore=left)))


@pytest.fixture
def inline(tmp_path: Path) -> Project:
    """A program whose device graph stands in the SConstruct."""
    project = Project(tmp_path / "project")
    program = greeter(project.path("program"))
    for name in ("config.py", "SConstruct"):
        program.path(name).unlink()
    project.write("SConstruct", INLINE)
    return project


@pytest.fixture
def host(tmp_path: Path) -> Project:
    """A build around the greeter, which lies in a directory of it."""
    greeter(tmp_path / "project" / "greeter").path("SConstruct").unlink()
    project = Project(tmp_path / "project")
    project.write("SConstruct", HEAD)
    return project


def append(project: Project, text: str) -> None:
    project.write("SConstruct", project.read("SConstruct") + text)


def bundled(project: Project, name: str) -> str:
    """What a program of the bundle says when its launcher starts it, without times."""
    to = project.root.parent / "unpacked"
    shutil.unpack_archive(project.path("out/bundle.tar"), to)
    done = subprocess.run([to / "bundle" / "launcher", name], capture_output=True, text=True, check=True)
    return "\n".join(re.findall(r"\[application\] (.*)$", done.stdout + done.stderr, re.MULTILINE))


@pytest.mark.parametrize("version", ["4.4.0", "4.10.1", "4.11.1"])
def test_the_example_bundles_a_program_a_guide_and_two_unikernels(embedding: Project, version: str) -> None:
    if not (VERSIONS / version).is_dir():
        pytest.skip(f"SCons {version} is not in {VERSIONS}; ./setup --test puts it there")
    embedding.environ["PYTHONPATH"] = f"{VERSIONS / version}:{AUDIT}"
    embedding.run("-j4")
    assert bundled(embedding, "greeter") == "Hello, this is version 1.2"
    assert len(re.findall(r"running for \d+ ms", bundled(embedding, "beacon"))) == 3
    embedding.up_to_date()
    embedding.replace("SConstruct", 'VERSION="1.2"', 'VERSION="1.3"')
    done = embedding.run("-j4")
    assert done.did("Building") == ["Building out/firmware/dist/greeter"]
    assert bundled(embedding, "greeter") == "Hello, this is version 1.3"
    embedding.replace("launcher/launcher.c", "usage:", "use:")
    assert embedding.run().dune_runs == 0
    embedding.up_to_date()
    embedding.run("-c")
    assert not [path for path in embedding.path("out").rglob("*") if path.is_file()]


def test_what_this_build_makes_is_made_before_it_is_compiled(host: Project) -> None:
    host.path("greeter/message.ml").unlink()
    write = "lambda target, source, env: open(str(target[0]), 'w').write(source[0].get_text_contents()) and None"
    append(host, f"made = env.Command('elsewhere/made', 'message.txt', {write})\n")
    append(host, "env.Unikernel('greeter', generated={'message.ml': made})\n")
    host.write("message.txt", 'let text greeting = "one: " ^ greeting\n')
    host.run("-j4")
    assert host.image("greeter") == "one: Hello World!\n"
    host.up_to_date()
    host.write("message.txt", 'let text greeting = "two: " ^ greeting + 1\n')
    assert 'File "elsewhere/made", line 1' in host.run(status=2).errors
    host.write("message.txt", 'let text greeting = "two: " ^ greeting\n')
    host.run()
    assert host.image("greeter") == "two: Hello World!\n"
    assert not host.path("greeter/message.ml").exists()


def test_what_it_makes_among_the_sources_needs_no_place(host: Project) -> None:
    host.path("greeter/message.ml").rename(host.path("greeter/message.txt"))
    append(host, "made = env.Command('greeter/message.ml', 'greeter/message.txt', Copy('$TARGET', '$SOURCE'))\n")
    append(host, "env.Unikernel('greeter', generated=made)\n")
    host.run()
    assert host.image("greeter") == "message: Hello World!\n"
    host.replace("greeter/message.txt", "message: ", "text: ")
    host.run()
    assert host.image("greeter") == "text: Hello World!\n"
    host.up_to_date()


@pytest.mark.parametrize(
    ("generated", "error"),
    [
        ("'other/x.ml'", "SConstruct:6: other/x.ml is not below"),
        ("{'../x.ml': 'x.ml'}", 'SConstruct:6: "../x.ml" is no place below the directory of the program'),
        ("{'x.ml': ['a.ml', 'b.ml']}", "SConstruct:6: generated has 2 nodes for one place"),
        ("{'main.ml': 'x.ml'}", "has the name of a generated file"),
    ],
)
def test_what_has_no_place_is_an_error_of_its_line(host: Project, generated: str, error: str) -> None:
    append(host, f"env.Unikernel('greeter', generated={generated})\n")
    assert error in host.run(status=2).errors


def test_one_configuration_is_built_several_times_with_other_keys_and_one_lock(host: Project) -> None:
    append(host, "for name, word in (('salut', 'Salut'), ('ciao', 'Ciao')):\n")
    append(host, "    env.Unikernel('greeter', name=name, keys={'hello': word})\nenv.Unikernel('greeter')\n")
    host.run("-j4")
    assert [host.image(name) for name in ("salut", "ciao", "greeter")] == [
        f"message: {word}\n" for word in ("Salut", "Ciao", "Hello World!")
    ]
    assert [path.name for path in host.root.rglob("*.locked")] == ["greeter-unix.opam.locked"]
    host.up_to_date()
    assert host.run("ciao.hello=Buongiorno").did("Building") == ["Building dist/ciao"]
    assert host.image("ciao") == "message: Buongiorno\n"
    host.up_to_date("ciao.hello=Buongiorno")
    assert host.run("query=name", "salut").output == "salut\n"
    assert host.run("-c", "salut").status == 0
    assert not host.path("dist/salut").exists()
    assert host.path("dist/greeter").exists()


def test_names_are_checked_where_they_are_given(host: Project) -> None:
    append(host, "env.Unikernel('greeter')\nenv.Unikernel('greeter', name='greeter')\n")
    assert 'two unikernels are called "greeter"' in host.run(status=2).errors
    host.write("SConstruct", HEAD + "env.Unikernel('greeter', name='a b')\n")
    assert 'SConstruct:6: "a b" cannot be the name of a unikernel' in host.run(status=2).errors
    host.write("SConstruct", HEAD + "env.Unikernel('greeter', name='lock')\n")
    assert 'is called "lock", which is an alias of this tool' in host.run(status=2).errors


def test_other_nodes_are_had_by_their_names(host: Project) -> None:
    append(host, "made = env.Unikernel('greeter', target='unix,hvt,spt')\n")
    append(host, "for name in ('lock', 'opam', 'manifest', 'graph'):\n")
    append(host, "    print(name, *getattr(made, name))\nprint(len(made), made[0])\n")
    append(host, "env.Command('shown.dot', made.graph[0], Copy('$TARGET', '$SOURCE'))\n")
    assert host.run("shown.dot").output.splitlines()[:5] == [
        "lock greeter/greeter-unix.opam.locked greeter/greeter-solo5.opam.locked",
        "opam " + " ".join(f"build/greeter/{target}/greeter-{target}.opam" for target in ("unix", "hvt", "spt")),
        "manifest build/greeter/hvt/manifest.json build/greeter/spt/manifest.json",
        "graph build/greeter/unix/graph.dot build/greeter/hvt/graph.dot build/greeter/spt/graph.dot",
        "3 dist/greeter",
    ]
    assert host.read("shown.dot") in host.run("graph").output


def test_a_graph_may_stand_in_the_sconstruct(inline: Project) -> None:
    inline.run()
    assert inline.image("inline") == "message: Hello\n"
    inline.up_to_date()
    assert not {"networkx", "jinja2"} & inline.run().modules
    inline.replace("SConstruct", 'WORD = "Hello"', 'WORD = "Salut"')
    assert inline.run().did("Building") == ["Building dist/inline"]
    assert inline.image("inline") == "message: Salut\n"
    assert inline.run("hello=Hi").did("Building") == ["Building dist/inline"]
    inline.up_to_date("hello=Hi")


def test_what_a_graph_is_computed_from_counts(inline: Project) -> None:
    inline.replace("SConstruct", 'WORD = "Hello"', 'WORD = ARGUMENTS.get("word", "Hello")')
    inline.replace("SConstruct", "tool()", "tool(MIRAGE_HOST_ARGUMENTS=['word'])")
    inline.run()
    inline.run("word=Ciao")
    assert inline.image("inline") == "message: Ciao\n"
    inline.up_to_date("word=Ciao")
    inline.not_up_to_date()


def test_an_error_of_the_compiler_about_it_names_the_line_of_the_sconstruct(inline: Project) -> None:
    inline.replace("program/unikernel.ml", "(_ : sig end)", "(M : sig val missing : int end)")
    inline.replace("program/unikernel.ml", "let start () =", "let start () =\n    print_int M.missing;")
    assert 'File "SConstruct", line 9' in inline.run(status=2).errors


def test_a_mistake_in_a_function_that_gives_a_graph_is_an_error_of_its_line(inline: Project) -> None:
    inline.replace("SConstruct", "graph=dsl.register(", "graph=lambda: dsl.register(")
    inline.run()
    assert inline.image("inline") == "message: Hello\n"
    inline.replace("SConstruct", "main(dsl.noop)", "main(dsl.default_time)")
    said = inline.run(status=2).errors
    assert "SConstruct:10: argument 1 of Unikernel.Hello is a time, where a job is wanted" in said
    assert "Traceback" not in said
    inline.replace("SConstruct", 'dsl.register("inline", [main(dsl.default_time)])', "3")
    assert "SConstruct:10: graph is 3, which is no unikernel" in inline.run(status=2).errors


def test_the_build_around_keeps_its_decider_defaults_help_and_environment(host: Project) -> None:
    append(
        host,
        """
import SCons.Defaults
other = Environment(tools=["textfile"])
other.Decider("timestamp-newer")
env.Decider("make")
before = {name: value for name, value in env.Dictionary().items()}
deciders = env.decide_source, env.decide_target, other.decide_source, DefaultEnvironment().decide_source
Help("The help of this build.\\n")
AddOption("--own", default="x")
other.Textfile("own.txt", "text")
Default("own.txt")
env.Unikernel("greeter")
assert env.Dictionary() == before
assert deciders == (env.decide_source, env.decide_target, other.decide_source, DefaultEnvironment().decide_source)
assert GetOption("own") == "y"
""",
    )
    assert host.run("--own=y").output == "Creating 'own.txt'\n"
    assert not host.path("build/greeter").exists()
    helped = host.run("-h", "--own=y").output
    assert helped.startswith("The help of this build.\n")
    assert "How to say hello." in helped
