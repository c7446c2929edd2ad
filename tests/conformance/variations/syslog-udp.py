"""Logs sent to a syslog server over UDP, with an address of its own."""

from mirage_scons.dsl import *

stack = generic_stackv4v6(default_network)
c1 = syslog_config('host"x', port=514, truncate=1500, server="10.0.0.9")
s1 = syslog_udp(stack)
s2 = syslog_udp(stack, config=c1)
s3 = syslog_tcp(stack, config=syslog_config("h"))
s4 = syslog_tls(stack, crunch("certs"), keyname='ke"y', config=syslog_config("t", truncate=7, server="fd00::1"))
s5 = syslog_tls(stack, crunch("certs"))
m = main("Unikernel.Main", syslog >> job)
register("sys", [m(s2)], reporter=default_reporter(level="quiet"))
