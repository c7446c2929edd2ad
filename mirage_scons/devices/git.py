"""Git clients: over TCP, SSH and HTTP, and several as one."""

from __future__ import annotations

from mirage_scons.devices.clock import default_monotonic_clock, default_posix_clock, mclock, pclock
from mirage_scons.devices.connect import connecting, labels
from mirage_scons.devices.dns import mimic
from mirage_scons.devices.time import default_time, time
from mirage_scons.devices.transport import tcpv4v6
from mirage_scons.model.device import Device, needs
from mirage_scons.model.errors import caller
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.key import Key
from mirage_scons.model.package import Package, released
from mirage_scons.model.types import Type
from mirage_scons.model.value import Value

git_client = Type("git_client")
"""What fetches from and pushes to git repositories."""

_merge = of_device(
    Device(
        "Mimic.Merge",
        git_client >> git_client >> git_client,
        packages=needs(released("mimic")),
        connect=connecting("Lwt.return (Mimic.merge {0} {1})"),
    )
)


def merge_git_clients(first: Impl, second: Impl) -> Impl:
    """Two git clients as one, which connects with whichever knows how."""
    return _merge(first, second)


def _git(protocol: str) -> Value[tuple[Package, ...]]:
    return needs(released("git-mirage", protocol, sublibs=[protocol]))


_tcp = of_device(
    Device(
        "Git_mirage_tcp.Make",
        tcpv4v6 >> mimic >> git_client,
        packages=_git("tcp"),
        connect=connecting("{m}.connect {1}"),
    )
)


def git_tcp(tcp: Impl, mimic: Impl) -> Impl:
    """A git client over TCP."""
    return _tcp(tcp, mimic)


_SSH = mclock >> tcpv4v6 >> time >> mimic >> git_client


def git_ssh(
    tcp: Impl,
    mimic: Impl,
    *,
    key: Key,
    password: Key,
    authenticator: Key | None = None,
    mclock: Impl = default_monotonic_clock,
    time: Impl = default_time,
) -> Impl:
    """A git client over SSH, with the ``key`` or the ``password`` and the server's ``authenticator`` that keys say."""
    arguments = labels(maybe_authenticator=authenticator, key=key, password=password).rstrip()
    device = Device(
        "Git_mirage_ssh.Make",
        _SSH,
        keys=tuple(one for one in (key, password, authenticator) if one is not None),
        packages=_git("ssh"),
        connect=connecting("{m}.connect {3} >>= {m}.with_optionnal_key " + arguments),
        where=caller(),
    )
    return of_device(device)(mclock, tcp, time, mimic)


_HTTP = pclock >> tcpv4v6 >> mimic >> git_client


def git_http(
    tcp: Impl,
    mimic: Impl,
    *,
    authenticator: Key | None = None,
    headers: Key | None = None,
    pclock: Impl = default_posix_clock,
) -> Impl:
    """A git client over HTTP, with the server's ``authenticator`` and the ``headers`` that keys say."""
    arguments = labels(maybe_authenticator=authenticator, maybe_headers=headers)
    device = Device(
        "Git_mirage_http.Make",
        _HTTP,
        keys=tuple(one for one in (authenticator, headers) if one is not None),
        packages=_git("http"),
        connect=connecting(
            "{m}.connect {2} >>= fun ctx -> {m}.with_optional_tls_config_and_headers " + arguments + "ctx"
        ),
        where=caller(),
    )
    return of_device(device)(pclock, tcp, mimic)
