"""``scons -h``: every variable and key in sections, with its value and who gives it."""

from __future__ import annotations

import re

import pytest
from greeter import greeter
from project import EXAMPLES, Project

from mirage_scons.tool.help import _GROUPS
from mirage_scons.tool.variables import OWN


def key(text: str, head: str) -> str:
    """What the help says below the line ``head``, up to the next line that is indented no more, as one line."""
    found = re.search(rf"^( +){re.escape(head)}\n((?:\1 +.*\n)+)", text, re.MULTILINE)
    assert found, f"{head} is not in\n{text}"
    return " ".join(found[2].split())


def test_each_key_has_its_doc_default_value_and_section(built: Project) -> None:
    before = built.snapshot(times=True)
    text = built.run("-h", "hello=Salut").output
    assert key(text, "hello=VALUE") == "How to say hello. = Salut (command line); default Hello World!"
    assert key(text, "delay=DELAY") == "Seconds to wait before the unikernel starts. = 0 (default)"
    assert text.index("APPLICATION OPTIONS") < text.index("OCAML RUNTIME") < text.index("UNIKERNEL PARAMETERS")
    assert "UNIKERNEL greeter (config.py) for unix (this machine)\n  scons greeter\n  scons greeter:unix:run" in text
    assert built.snapshot(times=True) == before


@pytest.mark.parametrize(
    ("where", "origin"),
    [
        ("command line", "= given (command line); default Hello World!"),
        ("file", "= given (mirage.vars:2); default Hello World!"),
        ("SConstruct", "= given (SConstruct:5); default Hello World!"),
        ("environment", "= given (HELLO in the environment); default Hello World!"),
        ("alias", "= given (by french); default Hello World!"),
        ("nothing", "= Hello World! (default)"),
    ],
)
def test_who_gives_a_value_is_said(fresh: Project, where: str, origin: str) -> None:
    fresh.replace("config.py", "doc=", 'env="HELLO", doc=')
    fresh.replace(
        "config.py", "\nunikernel", '\nfrench = alias("french", {hello: "given"}, doc="In French.")\nunikernel'
    )
    fresh.replace("config.py", "keys=[hello]", "keys=[hello, french]")
    words = {"command line": ["hello=given"], "alias": ["french=true"]}.get(where, [])
    if where == "file":
        fresh.write("mirage.vars", "# mine\nhello = given\n")
    if where == "SConstruct":
        fresh.replace("SConstruct", '"."', '".", keys={"hello": "given"}')
    text = fresh.run("-h", *words, environ={"HELLO": "given"} if where == "environment" else {}).output
    assert key(text, "hello=VALUE") == f"How to say hello. {origin}"


@pytest.mark.parametrize(
    ("words", "environ", "said"),
    [
        (["target=unix,macosx"], {}, "unix,macosx (command line)"),
        ([], {"MODE": "unix", "MIRAGE_DEFAULT_TARGET": "macosx"}, "unix (MODE in the environment)"),
        ([], {"MIRAGE_DEFAULT_TARGET": "macosx"}, "macosx (MIRAGE_DEFAULT_TARGET in the environment)"),
        ([], {}, "unix (this machine)"),
    ],
)
def test_who_gives_the_target_is_said(fresh: Project, words: list[str], environ: dict[str, str], said: str) -> None:
    text = fresh.run("-h", *words, environ=environ).output
    assert f"= {said}\n" in text
    assert f"UNIKERNEL greeter (config.py) for {said.replace(',', ', ')}\n" in text


def test_the_value_of_a_variable_of_the_tool_is_said_where_it_has_one(fresh: Project) -> None:
    fresh.write("mirage.vars", "repositories = opam\n")
    fresh.replace("SConstruct", "mirage_scons.tool()", "mirage_scons.tool(MIRAGE_ARCH='aarch64')")
    text = " ".join(fresh.run("-h", "mem=64", environ={"MIRAGE_EXTRA_REPOS": "mine:https://x.org"}).output.split())
    assert "with commas. = opam (mirage.vars:1)" in text
    assert "machine's. = aarch64 (MIRAGE_ARCH of the SConstruct)" in text
    assert "megabytes. = 64 (command line)" in text
    assert "for none. = mine:https://x.org (MIRAGE_EXTRA_REPOS in the environment)" in text
    assert text.count("(command line)") == 1


def test_a_key_that_has_to_be_given_and_one_of_the_program_say_so(fresh: Project) -> None:
    fresh.replace("config.py", "\nunikernel", '\nport = key("port", opt(int, 80, stage="run"), docv="N")\nunikernel')
    fresh.replace("config.py", "\nunikernel", '\nuser = key("user", required(str))\nunikernel')
    fresh.replace("config.py", "keys=[hello]", "keys=[hello, port, user]")
    text = fresh.run("-h").output
    assert key(text, "--port=N") == "default 80; for the program, as in scons run args=--port=N"
    assert key(text, "user=VALUE") == "= it has to be given"


def test_what_several_unikernels_share_is_said_once_and_what_differs_is_said(fresh: Project) -> None:
    other = greeter(fresh.root / "other")
    other.path("SConstruct").unlink()
    other.replace("config.py", 'register("greeter"', 'register("second"')
    other.replace("config.py", "Hello World!", "Hi!")
    fresh.replace("SConstruct", 'env.Unikernel(".")', 'env.Unikernel(".")\nenv.Unikernel("other")')
    text = fresh.run("-h", "second.delay=3").output
    assert text.count("Seconds to wait") == 1
    assert text.count("MirageOS: scons") == 1
    first, _, second = text.partition("UNIKERNEL second (other/config.py)")
    assert key(first, "hello=VALUE").endswith("= Hello World! (default)")
    assert key(second, "hello=VALUE").endswith("= Hi! (default)")
    assert "  OCAML RUNTIME PARAMETERS, UNIKERNEL PARAMETERS: as in greeter\n" in second
    assert "    delay = 3 (command line); default 0\n" in second


def test_what_has_another_default_is_said_again(fresh: Project) -> None:
    other = greeter(fresh.root / "other")
    other.path("SConstruct").unlink()
    other.replace("config.py", 'register("greeter"', 'register("second"')
    for project, key_of_both in ((fresh, "1"), (other, "2")):
        keys = f'keys=[hello, key("size", opt(int, {key_of_both})), key("same", opt(int, 1))]'
        project.replace("config.py", "keys=[hello]", keys)
    fresh.replace("SConstruct", 'env.Unikernel(".")', 'env.Unikernel(".")\nenv.Unikernel("other")')
    second = fresh.run("-h").output.partition("UNIKERNEL second")[2]
    assert key(second, "size=VALUE") == "= 2 (default)"
    assert "  OCAML RUNTIME PARAMETERS, UNIKERNEL PARAMETERS, hello=, same=: as in greeter\n" in second


def test_no_line_is_longer_than_80_columns() -> None:
    project = Project(EXAMPLES.parent)
    done = project.run("-h", "target=unix", environ={"COLUMNS": "80"})
    assert [line for line in done.output.splitlines() if len(line) > 80 and not line.startswith("UNIKERNEL")] == []


def test_every_variable_of_the_tool_is_shown_once(fresh: Project) -> None:
    text = fresh.run("-h").output
    shown = re.findall(r"^  ([\w-]+)=", text, re.MULTILINE)
    assert sorted(shown) == sorted(OWN)
    assert {name for names in _GROUPS.values() for name in names} <= OWN.keys()


def test_a_dollar_is_a_dollar(fresh: Project) -> None:
    assert "= $HOME ${x} (command line)" in fresh.run("-h", "hello=$HOME ${x}").output


def test_the_help_of_the_host_build_stays(fresh: Project) -> None:
    fresh.replace("SConstruct", "env =", 'AddOption("--mine", help="an option of mine")\nHelp("Host help")\nenv =')
    text = fresh.run("-h").output
    assert text.startswith("Host help")
    assert "How to say hello." in text
    fresh.replace("SConstruct", 'Help("Host help")\n', "")
    assert "an option of mine" in fresh.run("-h").output
