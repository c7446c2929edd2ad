"""A unikernel with a library in a directory beside it, which no package has to provide."""

from mirage_scons.dsl import *

unikernel = main("Unikernel.Main", job >> job, local_libs=["greetings"])

register("local-library", [unikernel(noop)])
