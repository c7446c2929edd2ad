"""A DHCP server over a bare interface."""

from mirage_scons.dsl import *

packages = [
    package("charrua", min="1.0.0"),
    package("charrua-server"),
    package("arp", min="3.0.0", sublibs=["mirage"]),
    package("ethernet", min="3.0.0"),
]
unikernel = main("Unikernel.Main", network >> mclock >> time >> job, packages=packages)

register("dhcp", [unikernel(default_network, default_monotonic_clock, default_time)])
