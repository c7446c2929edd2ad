"""Git over TCP, SSH and HTTP, with keys for each."""

from mirage_scons.dsl import *


def text(name: str) -> Key:
    return key(name, opt(some(str), None))


k, password, authenticator = map(text, "kpa")
headers = key("headers", opt(list_of(pair_of(str, str, sep=":")), [("a", "b")]))
stack = generic_stackv4v6(default_network)
dns = generic_dns_client(stack)
mim = mimic_happy_eyeballs(stack, dns, generic_happy_eyeballs(stack, dns))
tcp_ = tcpv4v6_of_stackv4v6(stack)
m = main("Unikernel.Main", git_client >> git_client >> git_client >> git_client >> git_client >> job)
register(
    "gitplus",
    [
        m(
            git_tcp(tcp_, mim),
            git_ssh(tcp_, mim, key=k, password=password),
            git_http(tcp_, mim, authenticator=authenticator, headers=headers),
            git_http(tcp_, mim),
            git_http(tcp_, mim, headers=headers),
        )
    ],
)
