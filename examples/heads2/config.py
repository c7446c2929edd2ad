"""Two threads side by side, joined with ``<&>``."""

from mirage_scons.dsl import *

packages = [package("duration"), package("randomconv")]
unikernel = main("Unikernel.Heads2", time >> job, packages=packages)

register("heads2", [unikernel(default_time)])
