"""A unikernel that says the time, and how long the machine has been up, once a second."""

from mirage_scons.dsl import *

unikernel = main("Unikernel.Main", time >> pclock >> mclock >> job)

register("speaking_clock", [unikernel(default_time, default_posix_clock, default_monotonic_clock)])
