"""A unikernel that greets, and says its version: a module that the build around it makes."""

from mirage_scons.dsl import *

greeting = key("greeting", opt(str, "Hi"), doc="How to greet.")
unikernel = main("Unikernel.Greeter", job >> job, keys=[greeting])

register("greeter", [unikernel(noop)])
