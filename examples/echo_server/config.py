"""A unikernel that reads lines, here made up at random, and says each of them again."""

from mirage_scons.dsl import *

packages = [package("duration"), package("randomconv")]
unikernel = main("Unikernel.Echo_server", time >> random >> job, packages=packages)

register("echo_server", [unikernel(default_time, default_random)])
