"""A program over IPv6 alone."""

from mirage_scons.dsl import *

packages = [package("ethernet", min="3.0.0"), package("tcpip", min="7.0.0")]
unikernel = foreign("Unikernel.Main", network >> ethernet >> ipv6 >> job, packages=packages)
link = etif(default_network)

register("ping", [unikernel(default_network, link, create_ipv6(default_network, link))])
