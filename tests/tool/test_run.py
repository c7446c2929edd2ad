"""scons run, and what the program does with its own command line."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path

from project import Project


def test_run_greets_as_the_command_line_says(built: Project) -> None:
    assert "message: Hello World!" in built.run("run").output
    assert "message: Salut" in built.run("hello=Salut", "run").output


def test_a_dotted_name_is_for_one_unikernel_and_wins(built: Project) -> None:
    assert "message: B" in built.run("hello=A", "greeter.hello=B", "run").output


def test_args_are_the_programs_own(built: Project) -> None:
    assert "message: a b" in built.run("run", "args=--hello='a b'").output


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
    assert "dist/greeter cannot be run: No closing quotation" in built.run("run", "args='", status=2).text


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
    assert "dune build --root build/greeter/workspace/unix ./main.exe" in result.output
    assert "Building" not in result.output


def test_the_examples_run_as_documented(examples: Path) -> None:
    hello = Project(examples / "hello").run("target=unix", "run")
    assert hello.output.count("hello\n") + hello.errors.count("[application] hello") >= 4
    assert Project(examples / "noop").run("run").errors == ""
    greeting = Project(examples / "hello-key").run("target=unix", "hello=Salut", "run")
    assert greeting.text.count("Salut") == 4


def test_the_examples_of_time_run_and_say_it(examples: Path) -> None:
    heads = Project(examples / "heads1").run("run").errors
    assert re.findall(r"\[application\] (\w+)$", heads, re.MULTILINE) == ["Heads", "Tails", "Finished"]
    clock = Project(examples / "clock").run("run").errors
    told = re.findall(r"day (\d+), \d\d:\d\d; (\d+) ms since the start$", clock, re.MULTILINE)
    assert [int(day) - time.time() // 86400 for day, _ in told] in ([0, 0, 0], [-1, 0, 0], [-1, -1, 0], [-1, -1, -1])
    assert [int(passed) // 1000 for _, passed in told] == [0, 1, 2]


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
