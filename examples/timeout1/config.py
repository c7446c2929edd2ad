"""A thread that may take two seconds, and is cancelled by hand if it takes longer."""

from mirage_scons.dsl import *

packages = [package("duration"), package("randomconv")]
unikernel = main("Unikernel.Timeout1", time >> random >> job, packages=packages)

register("timeout1", [unikernel(default_time, default_random)])
