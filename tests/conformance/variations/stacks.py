"""Two network stacks in groups of their own."""

from mirage_scons.dsl import *

n1 = netif("eth0", group="a")
n2 = netif("eth1", group="b")
v4c = ipv4_config("10.1.2.3/16", "10.1.0.1")
v6c = ipv6_config("fd00::3/64", "fd00::1")
s1 = generic_stackv4v6(n1, group="a")
s2 = static_ipv4v6_stack(n2, group="b", ipv4_config=v4c, ipv6_config=v6c)
m = main("Unikernel.Main", stackv4v6 >> stackv4v6 >> job)
register("stacks", [m(s1, s2)])
