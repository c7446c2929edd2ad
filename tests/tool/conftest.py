"""Projects to run SCons on: one is built once, and each test gets a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from project import EXAMPLES, Project, copied

CONFIG = """from mirage_scons.dsl import *

hello = key("hello", opt(str, "Hello World!"), doc="How to say hello.")
unikernel = main("Unikernel.Hello", job >> job, keys=[hello])

register("greeter", [unikernel(noop)])
"""

GREETER = """module Hello (_ : sig end) = struct
  let start () =
    print_endline (Message.text (Key_gen.hello ()));
    Lwt.return_unit
end
"""

SCONSTRUCT = """import mirage_scons

DefaultEnvironment(tools=[])
env = Environment(tools=[mirage_scons.tool()])
env.Unikernel(".")
"""


def greeter(root: Path) -> Project:
    """A project with two modules and a key that prints one line."""
    project = Project(root)
    project.write("SConstruct", SCONSTRUCT)
    project.write("config.py", CONFIG)
    project.write("unikernel.ml", GREETER)
    project.write("message.ml", 'let text greeting = "message: " ^ greeting\n')
    return project


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = greeter(tmp_path_factory.mktemp("template") / "project")
    project.run()
    return project


@pytest.fixture
def built(_template: Project, tmp_path: Path) -> Project:
    """The greeter, built."""
    return copied(_template, tmp_path / "project")


@pytest.fixture
def fresh(tmp_path: Path) -> Project:
    """The greeter, not built."""
    return greeter(tmp_path / "project")


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A copy of the examples without what building them leaves."""
    ignore = shutil.ignore_patterns("build", "dist", ".sconsign*")
    return Path(shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=ignore))
