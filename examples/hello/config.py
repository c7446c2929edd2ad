"""A unikernel that logs four lines."""

from mirage_scons.dsl import *

unikernel = main("Unikernel.Hello", job >> job, packages=[package("duration")])

register("hello", [unikernel(noop)])
