"""Conduits, and HTTP over them: servers and clients."""

from __future__ import annotations

from mirage_scons.devices.clock import default_posix_clock, pclock
from mirage_scons.devices.connect import connecting
from mirage_scons.devices.dns import CONDUIT, mimic, resolver
from mirage_scons.devices.random import default_random
from mirage_scons.devices.stack import stackv4v6
from mirage_scons.devices.transport import tcpv4v6
from mirage_scons.model.device import Device, needs
from mirage_scons.model.errors import caller
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.key import Key
from mirage_scons.model.package import released
from mirage_scons.model.types import Type

conduit = Type("conduit")
"""Connections, with TLS or without: ``Conduit_mirage.S``."""
http = Type("http")
"""An HTTP server of cohttp."""
http_client = Type("http_client")
"""An HTTP client of cohttp."""
http_server = Type("http_server")
"""An HTTP server of paf."""
alpn_client = Type("alpn_client")
"""An HTTP client that agrees with the server on the version of HTTP."""

_GIVEN = connecting("Lwt.return {0}")
_LISTENING = connecting("Lwt.return ({m}.listen {0})")

_tcp = of_device(Device("Conduit_mirage.TCP", stackv4v6 >> conduit, packages=needs(CONDUIT), connect=_GIVEN))


def conduit_direct(stack: Impl, *, tls: bool = False, random: Impl = default_random) -> Impl:
    """Connections over TCP, or with ``tls`` over TLS as well."""
    tcp = _tcp(stack)
    if not tls:
        return tcp
    packages = needs(CONDUIT, released("tls-mirage"))
    device = Device("Conduit_mirage.TLS", conduit >> conduit, packages=packages, connect=_GIVEN, where=caller())
    return of_device(device, [random])(tcp)


_cohttp_server = of_device(
    Device(
        "Cohttp_mirage.Server.Make",
        conduit >> http,
        packages=needs(released("cohttp-mirage")),
        connect=_LISTENING,
    )
)
_cohttp_client = of_device(
    Device(
        "Cohttp_mirage.Client.Make",
        pclock >> resolver >> conduit >> http_client,
        packages=needs(released("cohttp-mirage")),
        connect=connecting("Lwt.return ({m}.ctx {1} {2})"),
    )
)


def cohttp_server(conduit: Impl) -> Impl:
    """An HTTP server with cohttp."""
    return _cohttp_server(conduit)


def cohttp_client(resolver: Impl, conduit: Impl, *, pclock: Impl = default_posix_clock) -> Impl:
    """An HTTP client with cohttp."""
    return _cohttp_client(pclock, resolver, conduit)


def httpaf_server(conduit: Impl) -> Impl:
    """An HTTP server with httpaf; a new device at each call."""
    packages = needs(released("httpaf-mirage"))
    device = Device("Httpaf_mirage.Server_with_conduit", http, packages=packages, connect=_LISTENING, where=caller())
    return of_device(device, [conduit])


_PAF = tcpv4v6 >> http_server


def paf_server(tcp: Impl, *, port: Key) -> Impl:
    """An HTTP server with paf on the ``port`` that a key says."""
    device = Device(
        "Paf_mirage.Make",
        _PAF,
        keys=(port,),
        packages=needs(released("paf", sublibs=["mirage"])),
        connect=connecting("{m}.init ~port:{port} {0}", port=port),
        where=caller(),
    )
    return of_device(device)(tcp)


_paf_client = of_device(
    Device(
        "Http_mirage_client.Make",
        pclock >> tcpv4v6 >> mimic >> alpn_client,
        packages=needs(released("http-mirage-client")),
        connect=connecting("{m}.connect {2}"),
    )
)


def paf_client(tcp: Impl, mimic: Impl, *, pclock: Impl = default_posix_clock) -> Impl:
    """An HTTP client that agrees with the server on the version of HTTP."""
    return _paf_client(pclock, tcp, mimic)
