"""An HTTP client with cohttp."""

from mirage_scons.dsl import *

uri = key("uri", opt(str, "https://mirage.io"), doc="u")
client = main(
    "Unikernel.Client", http_client >> job, packages=[package("cohttp-mirage"), package("duration")], keys=[uri]
)
stack = generic_stackv4v6(default_network)
register("http-fetch", [client(cohttp_client(resolver_dns(stack), conduit_direct(stack, tls=True)))])
