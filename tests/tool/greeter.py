"""A small project that most tests build."""

from __future__ import annotations

from pathlib import Path

from project import Project

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
