"""A program over the stack that suits the target."""

from mirage_scons.dsl import *

port = key("port", opt(int, 8080), doc="The TCP port to listen on.")
unikernel = main("Unikernel.Main", stackv4v6 >> job, keys=[port])

register("network", [unikernel(generic_stackv4v6(default_network))])
