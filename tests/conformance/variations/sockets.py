"""The system's sockets."""

from mirage_scons.dsl import *

m = main("Unikernel.Main", udpv4v6 >> tcpv4v6 >> stackv4v6 >> job)
register(
    "sock", [m(socket_udpv4v6("127.0.0.1", None), socket_tcpv4v6(None, "::1", group="t"), socket_stackv4v6(group="s"))]
)
