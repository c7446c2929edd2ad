"""A unikernel that greets as its key says, once a second."""

from mirage_scons.dsl import *

hello = key("hello", opt(str, "Hello World!"), doc="How to say hello.")
unikernel = main("Unikernel.Hello", time >> job, keys=[hello], packages=[package("duration")])

register("hello-key", [unikernel(default_time)])
