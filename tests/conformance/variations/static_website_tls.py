"""A web site over TLS."""

from mirage_scons.dsl import *

stack = generic_stackv4v6(default_network)
data = generic_kv_ro("htdocs", key=value(standard_keys.kv_ro(group="data")))
srv = cohttp_server(conduit_direct(stack, tls=True))
http_port = key("http_port", opt(int, 8080), doc="p", names=["http"])
certs = generic_kv_ro("tls", key=value(standard_keys.kv_ro(group="certs")))
https_port = key("https_port", opt(int, 4433), doc="p", names=["https"])
m = main(
    "Dispatch.HTTPS",
    pclock >> kv_ro >> kv_ro >> http >> job,
    packages=[package("uri"), package("magic-mime")],
    keys=[http_port, https_port],
)
register("https", [m(default_posix_clock, data, certs, srv)])
