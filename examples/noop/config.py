"""The smallest unikernel: it starts and ends."""

from mirage_scons.dsl import *

unikernel = main("Unikernel.Main", job >> job)

register("noop", [unikernel(noop)])
