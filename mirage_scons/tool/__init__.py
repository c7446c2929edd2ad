"""The SCons tool: environments get the methods ``Unikernel``, which returns nodes, and ``UnikernelEnvironment``."""

from __future__ import annotations

import atexit
import gc
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from SCons.Environment import Base as Environment
from SCons.Tool import Tool

from mirage_scons.tool import builders
from mirage_scons.tool.environment import unikernel_environment
from mirage_scons.tool.unikernel import unikernel

SITE_TOOLS = Path(__file__).resolve().parent.parent / "site_tools"


def generate(env: Environment, **settings: Any) -> None:
    """Add the tool to ``env``; ``settings`` become construction variables. Starts and writes nothing."""
    env.Replace(**settings)
    builders.add(env)
    env.AddMethod(unikernel, "Unikernel")
    env.AddMethod(unikernel_environment, "UnikernelEnvironment")


def exists(_env: Environment) -> bool:
    """The tool itself is Python; what it runs is looked for when it is needed."""
    return True


class _Package(ModuleType):
    """This package, which is also the function that its users call: ``mirage_scons.tool()``."""

    def __call__(self, **settings: Any) -> Tool:
        """The tool as an object for ``tools=[…]``, independent of any site_scons directory."""
        return Tool("mirage", toolpath=[str(SITE_TOOLS)], **settings)


sys.modules[__name__].__class__ = _Package

atexit.register(gc.freeze)
"""A process that ends looks for garbage among all objects, which is a tenth of a build with nothing to do: in vain."""
