"""A program over a network that nobody else is on."""

from mirage_scons.dsl import *

unikernel = main("Unikernel.Main", network >> time >> job, packages=[package("duration")])

register("lonely", [unikernel(default_network, default_time)])
