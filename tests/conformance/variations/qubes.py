"""What Qubes' database says."""

from mirage_scons.dsl import *

eth = etif(default_network)
m2 = main("Unikernel.Qubes", ipv4 >> qubesdb >> job)
register("qub", [m2(ipv4_qubes(default_qubesdb, eth, arp(eth)), default_qubesdb)])
