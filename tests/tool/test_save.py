"""Values kept for later runs: ``scons save``, and the file that people edit."""

from __future__ import annotations

import pytest
from project import Project

WORDS = ["hello=Salut", "target=unix"]


def test_what_is_saved_holds_for_later_runs_and_is_seen_in_a_null_build(built: Project) -> None:
    said = built.run("save", *WORDS).output
    assert said == "Saving in mirage.vars\nmirage.vars:\n  hello = Salut\n  target = unix\n"
    assert built.read("mirage.vars") == "hello = Salut\ntarget = unix\n"
    assert "message: Salut" in built.run("run").output
    built.up_to_date("build")
    assert "mirage_scons.plan" not in built.run("build").modules
    built.replace("mirage.vars", "Salut", "Hola")
    built.not_up_to_date("build")
    assert "message: Hola" in built.run("run").output
    built.up_to_date("build")
    built.path("mirage.vars").unlink()
    assert "message: Hello World!" in built.run("run").output


def test_the_command_line_wins_over_the_file_and_that_over_the_sconstruct(built: Project) -> None:
    built.replace("SConstruct", 'env.Unikernel(".")', 'env.Unikernel(".", keys={"hello": "host"})')
    built.write("mirage.vars", "greeter.hello = file\n")
    assert "message: file" in built.run("run").output
    assert "message: typed" in built.run("run", "hello=typed").output
    built.run("save", "forget=greeter.hello")
    assert not built.path("mirage.vars").exists()
    assert "message: host" in built.run("run").output
    assert "message: host" in built.run("run", "delay=0").output


def test_variables_of_the_tool_are_saved_too(built: Project) -> None:
    built.run("save", "verbose=1", "args=--hello='from a file'")
    built.replace("message.ml", "message", "text")
    result = built.run("run")
    assert "dune build --root build/greeter/workspace/unix" in result.output
    assert "text: from a file" in result.output


def test_save_shows_replaces_forgets_and_is_cleaned_by_its_name_alone(built: Project) -> None:
    assert built.run("save").output == "Nothing is saved.\n"
    built.write("mirage.vars", "# mine\ndelay = 1\nhello = a\n")
    assert built.run("save").output == "mirage.vars:\n  # mine\n  delay = 1\n  hello = a\n"
    built.run("save", "hello=b c", "forget=delay")
    assert built.read("mirage.vars") == "# mine\nhello = b c\n"
    built.run("-c")
    assert built.read("mirage.vars") == "# mine\nhello = b c\n"
    built.run("-c", "-n", "save")
    assert built.path("mirage.vars").exists()
    built.run("-c", "save")
    assert not built.path("mirage.vars").exists()


def test_a_dry_run_saves_nothing(built: Project) -> None:
    assert built.run("-n", "save", *WORDS).output == "Saving in mirage.vars\n"
    assert not built.path("mirage.vars").exists()


def test_saving_and_building_go_together(built: Project) -> None:
    built.run("save", "build", "hello=both")
    assert built.image("greeter") == "message: both\n"
    assert built.read("mirage.vars") == "hello = both\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["helo=x"], "unknown key helo in helo=x\n  Did you mean hello?"),
        (["delay=soon"], 'delay=soon: invalid value "soon", expected a whole number'),
        (["why=lwt"], "no unikernel is called save"),
        (["update=all"], "update=all is for one run, and is not saved\n  Leave it out."),
        (["PREFIXED=x"], "PREFIXED=x is a variable of this build's own, and is not saved"),
        (["forget=helo"], "forget=helo: nothing is saved for helo\n  Did you mean hello?"),
        (["forget=zzz"], "forget=zzz: nothing is saved for zzz\n  scons save shows what is saved."),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_cannot_be_saved_is_an_error_and_leaves_the_file_as_it_is(
    built: Project, words: list[str], said: str
) -> None:
    built.replace("SConstruct", "env = Environment(", 'env = Environment(PREFIXED="/usr", ')
    built.write("mirage.vars", "hello = kept\n")
    assert said in built.run("save", *words, status=2).errors
    assert built.read("mirage.vars") == "hello = kept\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\nhelo = x\n", "mirage.vars:2: unknown key helo in helo=x\n  Did you mean hello?"),
        ("greeter.helo = x\n", "mirage.vars:1: unknown key greeter.helo"),
        ("delay = soon\n", 'mirage.vars:1: delay=soon: invalid value "soon", expected a whole number'),
        ("hello = a\nhello = b\n", "mirage.vars:2: hello is given more than once: hello=a and hello=b"),
        ("target = vax\n", 'mirage.vars:1: target=vax: invalid value "vax"'),
        ("delay\n", "mirage.vars:1: delay gives nothing\n  Write NAME = VALUE"),
    ],
)
def test_a_mistake_in_the_file_is_named_by_its_line(built: Project, text: str, said: str) -> None:
    built.write("mirage.vars", text)
    result = built.run(status=2)
    assert f"{built.root}/{said}" in result.errors
    assert "Traceback" not in result.text
    assert "How to say hello." in built.run("-h", "forget=all").output


@pytest.mark.parametrize("text", ["delay = soon\n", "delay\n", "helo = x\n"])
def test_a_mistake_in_the_file_does_not_keep_anything_from_being_cleaned(built: Project, text: str) -> None:
    built.write("mirage.vars", text)
    built.run("-c")
    assert not built.path("dist").exists()
    assert built.path("mirage.vars").exists()


@pytest.mark.parametrize("text", ["helo = x\n", "delay = soon\n"])
def test_what_is_wrong_is_mended_by_forgetting_it(built: Project, text: str) -> None:
    built.write("mirage.vars", "hello = kept\n" + text)
    built.run(status=2)
    built.run("save", f"forget={text.partition(' ')[0]}")
    assert built.read("mirage.vars") == "hello = kept\n"
    assert "message: kept" in built.run("run").output


def test_a_key_of_the_sconstruct_with_a_wrong_value_is_an_error_at_its_line(built: Project) -> None:
    built.replace("SConstruct", 'env.Unikernel(".")', 'env.Unikernel(".", keys={"delay": "soon"})')
    assert f'{built.root}/SConstruct:5: delay=soon: invalid value "soon"' in built.run(status=2).errors
