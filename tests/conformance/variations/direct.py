"""Every part of a network stack."""

from mirage_scons.dsl import *

net = default_network
eth = etif(net)
a = arp(eth)
i4 = create_ipv4(eth, a)
i6 = create_ipv6(net, eth)
i = create_ipv4v6(i4, i6)
u = direct_udp(i)
t = direct_tcp(i)
s = direct_stackv4v6(
    net, eth, a, i4, i6, tcp=t, ipv4_only=standard_keys.ipv4_only(), ipv6_only=standard_keys.ipv6_only()
)
m = main(
    "Unikernel.Main", network >> ethernet >> arpv4 >> ipv4 >> ipv6 >> ipv4v6 >> udpv4v6 >> tcpv4v6 >> stackv4v6 >> job
)
register("direct", [m(net, eth, a, i4, i6, i, u, t, s)])
