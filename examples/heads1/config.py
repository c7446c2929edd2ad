"""A unikernel with two threads that run side by side: one sleeps a second, the other two."""

from mirage_scons.dsl import *

unikernel = main("Unikernel.Heads1", time >> job, packages=[package("duration")])

register("heads1", [unikernel(default_time)])
