"""A program that resolves a name."""

from mirage_scons.dsl import *

domain_name = key("domain-name", required(str), doc="The name to resolve.")
nameservers = key("nameserver", opt_all(str), doc="A name server.")
timeout = key("timeout", opt(some(int64), None), doc="How long to wait for an answer.")
unikernel = foreign("Unikernel.Make", dns_client >> job, keys=[domain_name, nameservers])
client = generic_dns_client(generic_stackv4v6(default_network), timeout=timeout, nameservers=nameservers)

register("resolve", [unikernel(client)])
