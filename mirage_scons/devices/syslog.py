"""Logs sent to a syslog server: over UDP, TCP and TLS."""

from __future__ import annotations

from dataclasses import dataclass

from mirage_scons.devices import standard_keys
from mirage_scons.devices.clock import default_posix_clock, pclock
from mirage_scons.devices.connect import connecting, verbatim
from mirage_scons.devices.kv import kv_ro
from mirage_scons.devices.stack import stackv4v6
from mirage_scons.model import ocaml
from mirage_scons.model.device import Device, needs
from mirage_scons.model.errors import caller
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.package import released
from mirage_scons.model.types import Functor, Type

syslog = Type("syslog")
"""A reporter that sends log messages to a server."""


@dataclass(frozen=True)
class syslog_config:  # noqa: N801 - the original's name
    """What is sent: the ``hostname`` that it is sent for, the address and port of the server, the longest message."""

    hostname: str
    server: str | None = None
    port: int | None = None
    truncate: int | None = None


_DEFAULT = syslog_config("no_name")
_PLAIN = pclock >> stackv4v6 >> syslog
_SECURE = pclock >> stackv4v6 >> kv_ro >> syslog

_REPORTER = """\
match {server} with
  | None -> Lwt.return_unit
  | Some server ->
    let port = {port} in
    """
_AT_ONCE = """\
let reporter = {m}.create {0} {1} ~hostname:{hostname} ?port server ARGUMENTS() in
    Logs.set_reporter reporter;
    Lwt.return_unit"""
_LATER = """\
{m}.create {0} {1} ~hostname:{hostname} ?port server ARGUMENTS() >>= function
    | Ok reporter -> Logs.set_reporter reporter; Lwt.return_unit
    | Error e -> invalid_arg e"""


def _device(module: str, type: Functor, sublibs: list[str], template: str, config: syslog_config) -> Impl:
    server = standard_keys.syslog(config.server)
    port = standard_keys.syslog_port(config.port)
    hostname = standard_keys.syslog_hostname(config.hostname)
    device = Device(
        module,
        type,
        keys=(server, hostname, port),
        packages=needs(released("logs-syslog", sublibs=sublibs)),
        connect=connecting(_REPORTER + template, server=server, port=port, hostname=hostname),
        where=caller(),
    )
    return of_device(device)


def _arguments(config: syslog_config, keyname: str | None = None) -> str:
    truncate = "" if config.truncate is None else f"~truncate:{config.truncate} "
    return truncate + ("" if keyname is None else f"~keyname:{verbatim(ocaml.string(keyname))} ")


def syslog_udp(stack: Impl, *, config: syslog_config = _DEFAULT, clock: Impl = default_posix_clock) -> Impl:
    """Log messages sent over UDP."""
    template = _AT_ONCE.replace("ARGUMENTS", _arguments(config))
    return _device("Logs_syslog_mirage.Udp", _PLAIN, ["mirage"], template, config)(clock, stack)


def syslog_tcp(stack: Impl, *, config: syslog_config = _DEFAULT, clock: Impl = default_posix_clock) -> Impl:
    """Log messages sent over TCP."""
    template = _LATER.replace("ARGUMENTS", _arguments(config))
    return _device("Logs_syslog_mirage.Tcp", _PLAIN, ["mirage"], template, config)(clock, stack)


def syslog_tls(
    stack: Impl,
    kv: Impl,
    *,
    config: syslog_config = _DEFAULT,
    keyname: str | None = None,
    clock: Impl = default_posix_clock,
) -> Impl:
    """Log messages sent over TLS, with the certificate called ``keyname`` in the store ``kv``."""
    template = _LATER.replace("{0} {1}", "{0} {1} {2}").replace("ARGUMENTS", _arguments(config, keyname))
    made = _device("Logs_syslog_mirage_tls.Tls", _SECURE, ["mirage", "mirage.tls"], template, config)
    return made(clock, stack, kv)
