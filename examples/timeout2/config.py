"""A thread that may take two seconds: whichever ends first, it or the timeout, cancels the other."""

from mirage_scons.dsl import *

packages = [package("duration"), package("randomconv")]
unikernel = main("Unikernel.Timeout2", time >> random >> job, packages=packages)

register("timeout2", [unikernel(default_time, default_random)])
