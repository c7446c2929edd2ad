"""Names: DNS clients, resolvers, and connections to whichever address answers first."""

from __future__ import annotations

from mirage_scons.devices import standard_keys
from mirage_scons.devices.choice import is_unix
from mirage_scons.devices.clock import default_monotonic_clock, default_posix_clock, mclock, pclock
from mirage_scons.devices.connect import connecting, labels
from mirage_scons.devices.random import default_random, random
from mirage_scons.devices.stack import stackv4v6
from mirage_scons.devices.time import default_time, time
from mirage_scons.model.device import Device, needs
from mirage_scons.model.errors import caller
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.key import Key
from mirage_scons.model.package import released
from mirage_scons.model.types import Type
from mirage_scons.model.value import if_

resolver = Type("resolver")
"""What turns a URI into an endpoint, for conduits: ``Resolver_mirage.S``."""
dns_client = Type("dns_client")
"""A DNS client: ``Dns_client_mirage.S``."""
happy_eyeballs = Type("happy_eyeballs")
"""Connections to whichever address of a name answers first."""
mimic = Type("mimic")
"""Connections by name, whatever carries them: what git and HTTP clients take."""

CONDUIT = released("conduit-mirage")

resolver_unix_system = of_device(
    Device(
        "Resolver_lwt",
        resolver,
        packages=if_(is_unix, (CONDUIT, released("conduit-lwt-unix")), ()),
        connect=connecting("Lwt.return Resolver_lwt_unix.system"),
        targets=("unix", "macosx"),
    )
)
"""The resolver of the system."""

_CLIENT = random >> time >> mclock >> pclock >> stackv4v6


def resolver_dns(
    stack: Impl,
    *,
    ns: list[str] | None = None,
    time: Impl = default_time,
    mclock: Impl = default_monotonic_clock,
    pclock: Impl = default_posix_clock,
    random: Impl = default_random,
) -> Impl:
    """A resolver that asks the name servers ``ns``, unless the key ``resolver`` names others."""
    key = standard_keys.resolver(default=ns)
    template = (
        "let nameservers = {ns} in\n  {m}.v ?nameservers {4} >|= function\n"
        "  | Ok r -> r\n  | Error (`Msg e) -> invalid_arg e"
    )
    device = Device(
        "Resolver_mirage.Make",
        _RESOLVER,
        keys=(key,),
        packages=needs(CONDUIT),
        connect=connecting(template, ns=key),
        where=caller(),
    )
    return of_device(device)(random, time, mclock, pclock, stack)


_RESOLVER = _CLIENT >> resolver
_DNS_CLIENT = _CLIENT >> dns_client


def generic_dns_client(
    stack: Impl,
    *,
    timeout: Key | None = None,
    nameservers: Key | None = None,
    random: Impl = default_random,
    time: Impl = default_time,
    mclock: Impl = default_monotonic_clock,
    pclock: Impl = default_posix_clock,
) -> Impl:
    """A DNS client that asks the ``nameservers`` of a key, and waits for ``timeout`` nanoseconds of another."""
    names = nameservers.call() if nameservers else "[]"
    device = Device(
        "Dns_client_mirage.Make",
        _DNS_CLIENT,
        keys=tuple(key for key in (nameservers, timeout) if key is not None),
        packages=needs(released("dns-client-mirage")),
        connect=connecting("{m}.connect ~nameservers:" + names + " " + labels(maybe_timeout=timeout) + "{4}"),
        where=caller(),
    )
    return of_device(device)(random, time, mclock, pclock, stack)


_HAPPY_EYEBALLS = time >> mclock >> stackv4v6 >> dns_client >> happy_eyeballs


def generic_happy_eyeballs(
    stack: Impl,
    dns: Impl,
    *,
    aaaa_timeout: Key | None = None,
    connect_delay: Key | None = None,
    connect_timeout: Key | None = None,
    resolve_timeout: Key | None = None,
    resolve_retries: Key | None = None,
    timer_interval: Key | None = None,
    time: Impl = default_time,
    mclock: Impl = default_monotonic_clock,
) -> Impl:
    """Connections to the first of a name's addresses that answers; keys say how long it waits, and how often."""
    given = {
        "maybe_aaaa_timeout": aaaa_timeout,
        "maybe_connect_delay": connect_delay,
        "maybe_connect_timeout": connect_timeout,
        "maybe_resolve_timeout": resolve_timeout,
        "maybe_resolve_retries": resolve_retries,
        "maybe_timer_interval": timer_interval,
    }
    device = Device(
        "Happy_eyeballs_mirage.Make",
        _HAPPY_EYEBALLS,
        keys=tuple(key for key in given.values() if key is not None),
        packages=needs(released("happy-eyeballs-mirage")),
        connect=connecting("{m}.connect_device " + labels(**given) + "{3} {2}"),
        where=caller(),
    )
    return of_device(device)(time, mclock, stack, dns)


_mimic = of_device(
    Device(
        "Mimic_happy_eyeballs.Make",
        stackv4v6 >> dns_client >> happy_eyeballs >> mimic,
        packages=needs(released("mimic-happy-eyeballs")),
        connect=connecting("{m}.connect {2}"),
    )
)


def mimic_happy_eyeballs(stack: Impl, dns: Impl, happy_eyeballs: Impl) -> Impl:
    """Connections by name for protocols that do not care how they are connected."""
    return _mimic(stack, dns, happy_eyeballs)
