"""A git client of every protocol, merged."""

from collections.abc import Sequence

from mirage_scons.dsl import *

hash = typ("hash")
git = typ("git")
sha1 = impl("Digestif.SHA1", hash, packages=[package("digestif")])


def connect(_info: Info, module: str, _args: Sequence[str]) -> str:
    return f"""{module}.v (Fpath.v ".") >>= function
                 | Ok v -> Lwt.return v
                 | Error err -> Fmt.failwith "%a" {module}.pp_error err"""


git_impl = impl("Git.Mem.Make", hash >> git, packages=[package("git", min="3.8.0")], connect=connect)
remote = key("remote", required(str), doc="Remote", names=["r", "remote"])
ssh_key = key("ssh_seed", opt(some(str), None), doc="k", names=["ssh-key"])
ssh_password = key("ssh_password", opt(some(str), None), doc="k", names=["ssh-password"])
nameservers = key("nameservers", opt_all(str), doc="k", names=["nameserver"])
ssh_authenticator = key("ssh_authenticator", opt(some(str), None), doc="k", names=["ssh-authenticator"])
https_authenticator = key("https_authenticator", opt(some(str), None), doc="k", names=["https-authenticator"])
branch = key("branch", opt(str, "refs/heads/master"), doc="b")
minigit = foreign("Unikernel.Make", git >> git_client >> job, packages=[package("ptime")], keys=[remote, branch])


def clients(stack: Impl, dns: Impl, eyeballs: Impl) -> Impl:
    tcp = tcpv4v6_of_stackv4v6(stack)
    context = mimic_happy_eyeballs(stack, dns, eyeballs)
    over_tcp = git_tcp(tcp, context)
    over_ssh = git_ssh(tcp, context, authenticator=ssh_authenticator, key=ssh_key, password=ssh_password)
    over_http = git_http(tcp, context, authenticator=https_authenticator)
    return merge_git_clients(over_http, merge_git_clients(over_tcp, over_ssh))


stack = generic_stackv4v6(default_network)
dns = generic_dns_client(stack, nameservers=nameservers)
he = generic_happy_eyeballs(stack, dns)
register("minigit", [minigit(git_impl(sha1), clients(stack, dns, he))])
