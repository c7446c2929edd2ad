"""IPv4 and IPv6 put together by hand, with fixed addresses."""

from mirage_scons.dsl import *

eth = etif(default_network)
a = arp(eth, time=default_time)
no_init = key("noi", flag())
i4 = create_ipv4(eth, a, no_init=no_init, config=ipv4_config("192.168.1.2/24"), random=rng())
i6 = create_ipv6(default_network, eth, no_init=no_init, group="six")
m = main("Unikernel.Main", ipv4 >> ipv6 >> udp >> udp >> tcp >> tcp >> job)
register("direct2", [m(i4, i6, direct_udp(i4), direct_udp(i6), direct_tcp(i4), direct_tcp(i6, random=default_random))])
