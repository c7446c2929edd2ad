"""An HTTP server and client with paf."""

from mirage_scons.dsl import *

port = key("ports", opt(int, 8080), doc="p", names=["p", "port"])
tls = key("tls", flag(), doc="t")
tls_port = key("tls-port", opt(int, 4343), doc="t")
alpn = key("alpn", opt(some(str), None), doc="a")
conn_t = typ("conn")
minipaf = foreign(
    "Unikernel.Make",
    random >> kv_ro >> kv_ro >> tcpv4v6 >> conn_t >> http_server >> job,
    packages=[
        package("digestif"),
        package("mimic-happy-eyeballs"),
        package("hxd", sublibs=["core", "string"]),
        package("rresult"),
        package("base64", sublibs=["rfc2045"]),
    ],
    keys=[tls_port, tls, alpn],
)
conn = impl("Connect.Make", pclock >> tcpv4v6 >> mimic >> conn_t, connect=lambda i, m, a: f"{m}.connect {a[2]}")
stack = generic_stackv4v6(default_network)
tcp_ = tcpv4v6_of_stackv4v6(stack)
dns = generic_dns_client(stack)
certificates = crunch("certificates")
keys_ = crunch("keys")
he = mimic_happy_eyeballs(stack, dns, generic_happy_eyeballs(stack, dns))
conn_ = conn(default_posix_clock, tcp_, he)
srv = paf_server(tcp_, port=port)
register("minipaf", [minipaf(default_random, certificates, keys_, tcp_, conn_, srv)])
