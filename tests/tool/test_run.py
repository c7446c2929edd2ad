"""scons run, and what the program does with its own command line."""

from __future__ import annotations

import subprocess
from pathlib import Path

from project import Project


def test_run_greets_as_the_command_line_says(built: Project) -> None:
    assert "message: Hello World!" in built.run("run").output
    assert "message: Salut" in built.run("hello=Salut", "run").output


def test_a_dotted_name_is_for_one_unikernel_and_wins(built: Project) -> None:
    assert "message: B" in built.run("hello=A", "greeter.hello=B", "run").output


def test_args_are_the_programs_own(built: Project) -> None:
    assert "message: a b" in built.run("run", "args=--hello='a b'").output


def test_a_program_is_called_by_its_path_from_here(built: Project) -> None:
    assert "./dist/greeter" in built.run("run", "verbose=1").output.splitlines()


def test_run_runs_each_time_and_a_build_does_not(built: Project) -> None:
    assert "message:" in built.run("run").output
    assert "message:" in built.run("run").output
    assert "message:" not in built.run().output


def test_the_exit_status_of_the_program_is_that_of_scons(built: Project) -> None:
    result = built.run("run", "args=--hello", status=64)
    assert "option '--hello' needs an argument" in result.text
    assert "ended with exit status 64" in result.text
    assert "NAME" in built.run("run", "args=--help=plain", status=63).text


def test_broken_quotes_in_args_are_an_error(built: Project) -> None:
    assert "args=': No closing quotation" in built.run("run", "args='", status=2).text


def test_a_dry_run_runs_nothing(built: Project) -> None:
    result = built.run("-n", "run")
    assert "Running dist/greeter" in result.output
    assert "message:" not in result.output


def test_each_unikernel_has_aliases_of_its_own(built: Project) -> None:
    assert "message: Hello World!" in built.run("greeter:unix:run").output
    built.up_to_date("greeter")
    built.up_to_date("greeter:unix")
    built.up_to_date("build")


def test_verbose_shows_whole_commands(fresh: Project) -> None:
    result = fresh.run("verbose=1", "build", "run")
    assert "dune build --root build/greeter/workspace/unix _build/default/main.exe" in result.output
    assert "Building" not in result.output


def test_log_levels_and_help_of_the_program(examples: Path) -> None:
    project = Project(examples / "hello")
    project.run()
    quiet = subprocess.run([project.path("dist/hello"), "--logs=error"], capture_output=True, text=True, check=True)
    assert quiet.stdout + quiet.stderr == ""
    help_ = subprocess.run([project.path("dist/hello"), "--help=plain"], capture_output=True, text=True, check=False)
    assert help_.returncode == 63
    for option in ("--logs=LEVEL", "--delay=DELAY", "--backtrace=BOOL"):
        assert option in help_.stdout
    bad = subprocess.run([project.path("dist/hello"), "--delay=x"], capture_output=True, text=True, check=False)
    assert bad.returncode == 64
