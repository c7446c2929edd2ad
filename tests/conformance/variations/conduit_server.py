"""Connections served over TCP."""

from mirage_scons.dsl import *

m = main("Unikernel.Main", conduit >> job, packages=[package("cohttp-mirage")])
register("conduit_server", [m(conduit_direct(generic_stackv4v6(default_network)))])
