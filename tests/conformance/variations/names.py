"""DNS, happy eyeballs with all their keys, mimic, and HTTP over them."""

from mirage_scons.dsl import *


def nanoseconds(name: str) -> Key:
    return key(name, opt(some(int64), None))


timeout, aaaa, cd, ct, rt, rr, ti = map(nanoseconds, ["timeout", "aaaa", "cd", "ct", "rt", "rr", "ti"])
ns = key("ns", opt_all(str))
stack = generic_stackv4v6(default_network)
dns = generic_dns_client(stack, timeout=timeout, nameservers=ns)
dns0 = generic_dns_client(stack, timeout=timeout)
he = generic_happy_eyeballs(
    stack, dns, aaaa_timeout=aaaa, connect_delay=cd, resolve_timeout=rt, resolve_retries=rr, timer_interval=ti
)
he0 = generic_happy_eyeballs(stack, dns0)
mim = mimic_happy_eyeballs(stack, dns, he)
tcp_ = tcpv4v6_of_stackv4v6(stack)
m = main(
    "Unikernel.Main", dns_client >> happy_eyeballs >> mimic >> alpn_client >> http >> resolver >> happy_eyeballs >> job
)
register(
    "dnsplus",
    [
        m(
            dns,
            he,
            mim,
            paf_client(tcp_, mim, pclock=default_posix_clock),
            httpaf_server(conduit_direct(stack)),
            resolver_dns(stack, ns=["tcp:1.1.1.1", 'x"y']),
            he0,
        )
    ],
)
