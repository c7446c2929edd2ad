"""Keys, targets and help on the command line, and what is said of mistakes."""

from __future__ import annotations

import pytest
from project import Project


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["helo=x"], ["unknown key helo in helo=x", "Did you mean hello?"]),
        (["greeter.helo=x"], ["unknown key greeter.helo", "Did you mean greeter.hello?"]),
        (["other.hello=x"], ["unknown key other.hello", "Did you mean greeter.hello?"]),
        (["zzz=x"], ["unknown key zzz in zzz=x", "scons -h lists all keys."]),
        (["target=unx"], ['target=unx: invalid value "unx"', "Did you mean unix?"]),
        (["target="], ['target=: invalid value ""', "expected one of unix, macosx"]),
        (["target=hvt", "arch=x86-64"], ["arch=x86-64: Solo5 has no such architecture", "Did you mean x86_64?"]),
        (["delay=soon"], ['delay=soon: invalid value "soon", expected a whole number']),
        (["backtrace=1"], ["backtrace=1", "expected true or false"]),
        (["allocation-policy=best-fti"], ["expected one of next-fit, first-fit, best-fit", "Did you mean best-fit?"]),
        (["logs=x:loud"], ["logs=x:loud", "LEVEL is one of app, error, warning, info, debug, quiet"]),
        (["hello=a", "hello=b"], ["hello is given more than once: hello=a and hello=b"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_mistake_is_an_error_with_the_nearest_right_name(built: Project, words: list[str], said: list[str]) -> None:
    before = built.snapshot()
    for dry in ([], ["-n"]):
        result = built.run(*dry, *words, status=2)
        for sentence in said:
            assert sentence in result.errors
        assert "Traceback" not in result.text
    assert built.path("dist/greeter").exists()
    assert {name: state for name, state in built.snapshot().items() if ".mirage" not in name} == {
        name: state for name, state in before.items() if ".mirage" not in name
    }


def test_a_key_of_the_host_build_is_not_ours_to_refuse(built: Project) -> None:
    built.replace("SConstruct", "env = Environment(", 'env = Environment(PREFIX="/usr", ')
    assert built.run("PREFIX=/opt").status == 0
    built.replace("SConstruct", 'PREFIX="/usr", ', 'MIRAGE_HOST_ARGUMENTS=["prefix"], ')
    assert built.run("prefix=/opt").status == 0


def test_the_environment_gives_the_target(built: Project) -> None:
    assert "MODE" not in built.environ
    assert built.run(environ={"MODE": "unix"}).status == 0
    assert 'invalid value "vax"' in built.run(status=2, environ={"MODE": "vax"}).errors
    assert built.run("target=unix", environ={"MODE": "vax"}).status == 0
    assert 'invalid value "vax"' in built.run(status=2, environ={"MIRAGE_DEFAULT_TARGET": "vax"}).errors


def test_a_goal_names_its_target(built: Project) -> None:
    built.run("greeter:macosx", "target=unix")
    assert built.path("dist/macosx/greeter").exists()
    built.up_to_date("greeter:macosx")
    assert "message: Hello World!" in built.run("greeter:macosx:run", environ={"MODE": "unix"}).output
    assert built.run("greeter:mac", status=2).errors.startswith("scons: *** Do not know how to make File target")


def test_the_sconstruct_gives_targets_and_keys_and_the_command_line_wins(built: Project) -> None:
    built.replace("SConstruct", 'env.Unikernel(".")', 'env.Unikernel(".", target="unix", keys={"hello": "host"})')
    assert "message: host" in built.run("run").output
    assert "message: mine" in built.run("hello=mine", "run").output
    assert "message: mine" in built.run("greeter.hello=mine", "run").output
    built.up_to_date("greeter.hello=mine", "build")


def test_a_key_of_the_sconstruct_that_there_is_not_is_an_error_at_its_line(built: Project) -> None:
    built.replace("SConstruct", 'env.Unikernel(".")', 'env.Unikernel(".", keys={"helo": "host"})')
    said = built.run(status=2).errors
    assert "SConstruct:5: unikernel greeter has no key helo\n  Did you mean hello?" in said


def test_a_directory_without_a_config_is_an_error(built: Project) -> None:
    built.replace("SConstruct", 'env.Unikernel(".")', 'env.Unikernel("nowhere")')
    assert f"cannot read {built.path('nowhere/config.py')}: No such file or directory" in built.run(status=2).errors


def test_an_error_in_a_config_does_not_hide_the_help(built: Project) -> None:
    project = built
    project.write("other/config.py", "import nothing_of_this_name\n")
    project.replace("SConstruct", 'env.Unikernel(".")', 'env.Unikernel(".")\nenv.Unikernel("other")')
    result = project.run("-h")
    assert "How to say hello." in result.output
    assert "other/config.py:1: ModuleNotFoundError: No module named 'nothing_of_this_name'" in result.output


def test_a_broken_config_stops_before_anything_is_written(fresh: Project) -> None:
    fresh.replace("config.py", "job >> job", "job >> jub")
    before = fresh.snapshot()
    result = fresh.run(status=2)
    assert f"{fresh.path('config.py')}:4: NameError: name 'jub' is not defined" in result.errors
    assert "Traceback" not in result.text
    assert fresh.snapshot() == before


def test_a_function_of_a_key_that_fails_is_an_error_at_its_line(fresh: Project) -> None:
    fresh.replace("config.py", "[unikernel(noop)]", "[if_impl(value(hello).map(fails), noop, unikernel(noop))]")
    fresh.replace("config.py", "unikernel = main", "\ndef fails(text):\n    return text[100]\n\nunikernel = main")
    result = fresh.run(status=2)
    assert f"{fresh.path('config.py')}:6: IndexError: string index out of range" in result.errors
    assert "Traceback" not in result.text


def test_a_broken_config_can_still_be_cleaned(built: Project) -> None:
    built.write("config.py", "import nothing_of_this_name\n")
    built.run("-c")
    assert not built.path("dist").exists()
    assert not built.path("build").exists()
    assert "warning: not cleaned" in built.run("-c").errors
