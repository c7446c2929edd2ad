"""The modules ``Mirage`` and ``Functoria``: each device is that of :mod:`mirage_scons.dsl`, this says what it takes.

A table has the arguments of a function in the order of OCaml's, with their labels and types; the functions of ``dsl``
have the same labels.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons import dsl
from mirage_scons.config_ml.describe import describe
from mirage_scons.config_ml.evaluate.application import LABEL_HINTS
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, Shape, shape, words_of
from mirage_scons.config_ml.faults import MisfitError
from mirage_scons.config_ml.library import Table, module
from mirage_scons.config_ml.mirage import other_releases
from mirage_scons.config_ml.mirage.functoria import CALLING, DEVICE, INSTALL, MODULES, PACKAGE, PURE
from mirage_scons.config_ml.mirage.implementations import of_type
from mirage_scons.config_ml.mirage.key_values import taken
from mirage_scons.config_ml.mirage.keys import BLOCK, KEY, KV_RO, NET
from mirage_scons.config_ml.values import Record, Variant, option
from mirage_scons.model.errors import ConfigError, caller
from mirage_scons.model.impl import Impl
from mirage_scons.model.types import Type

_TYPES = {name: value for name in dsl.__all__ if isinstance(value := getattr(dsl, name), Type)}
_VALUES = {
    name: value for name in dsl.__all__ if isinstance(value := getattr(dsl, name), Impl) and name not in ("sys_argv",)
}

SHAPES.update({name: of_type(type) for name, type in _TYPES.items() if name != "info"})
SHAPES.update({
    "kv_ro_value": taken(KV_RO.name, KV_RO.to_model),
    "block_value": taken(BLOCK.name, BLOCK.to_model),
    "net_value": taken(NET.name, NET.to_model),
    "docteur_mode": words_of("a mode of docteur", {"Fast": "Fast", "Light": "Light"}),
    "src": Shape("a source", lambda value: _source(value)),
    "string_pair": Shape("a pair of strings", lambda value: _two_texts(value)),
    "ipv4_config": Shape("an ipv4_config", lambda value: _ip_config(value, "ipv4", dsl.ipv4_config)),
    "ipv6_config": Shape("an ipv6_config", lambda value: _ip_config(value, "ipv6", dsl.ipv6_config)),
    "syslog_config": Shape("a syslog_config", lambda value: _syslog_config(value)),
    "quiet_or_level": Shape("an option of Logs.level", lambda value: shape("log_level?").take(value) or "quiet"),
})  # fmt: skip


def _source(value: Any) -> str | None:
    if isinstance(value, Variant) and value.family is None and value.tag == "Some":
        source: str = shape("text").take(value.argument)
        return source
    return words_of("a source", {"Auto": "auto", "None": None}).take(value)  # type: ignore[no-any-return]


def _two_texts(value: Any) -> tuple[str, str]:
    if not isinstance(value, tuple) or len(value) != 2:
        raise MisfitError
    return shape("text").take(value[0]), shape("text").take(value[1])


def _fields(value: Any, wanted: dict[str, str]) -> dict[str, Any]:
    """The fields of a record, each as the shape that is wanted of it."""
    if not isinstance(value, Record) or value.fields.keys() != wanted.keys():
        raise MisfitError(f"It has the fields {', '.join(wanted)}.")
    taken_fields = {}
    for name, word in wanted.items():
        try:
            taken_fields[name] = shape(word).take(value.fields[name])
        except MisfitError as misfit:
            what = f"The field {name} is {describe(value.fields[name])}, where {shape(word).name} is wanted."
            raise MisfitError(f"{what} {misfit.hint}".rstrip()) from None
    return taken_fields


def _ip_config(value: Any, version: str, make: Callable[..., Any]) -> Any:
    return make(**_fields(value, {"network": f"{version}_prefix", "gateway": f"{version}_address?"}))


def _syslog_config(value: Any) -> Any:
    fields = {"hostname": "text", "server": "ip_address?", "port": "int?", "truncate": "int?"}
    return dsl.syslog_config(**_fields(value, fields))


def _make_syslog_config(hostname: Any, **given: Any) -> Record:
    fields = {name: option(given.get(name)) for name in ("server", "port", "truncate")}
    return Record({"hostname": hostname, **fields})


_DEVICES: dict[str, str] = {
    "rng": "?time:time ?mclock:mclock unit",
    "default_reporter": "?clock:pclock ?level:quiet_or_level unit",
    "custom_console": "text",
    "block_of_file": "text",
    "block_of_xenstore_id": "text",
    "ramdisk": "text",
    "generic_block": "?group:text ?key:block_value text",
    "ccm_block": "?nonce_len:int string_option_key block",
    "crunch": "text",
    "tar_kv_ro": "block",
    "archive": "block",
    "direct_kv_ro": "text",
    "fat_ro": "block",
    "generic_kv_ro": "?group:text ?key:kv_ro_value text",
    "docteur": "?mode:docteur_mode ?disk:string_key ?analyze:bool_key ?branch:text ?extra_deps:text* text",
    "direct_kv_rw": "text",
    "kv_rw_mem": "?clock:pclock unit",
    "chamelon": "~program_block_size:int_key ?pclock:pclock block",
    "tar_kv_rw": "?pclock:pclock block",
    "netif": "?group:text text",
    "etif": "network",
    "arp": "?time:time ethernet",
    "create_ipv4": ("?group:text ?config:ipv4_config ?no_init:bool_key ?random:random ?clock:mclock ethernet arpv4"),
    "ipv4_qubes": "?random:random ?clock:mclock qubesdb ethernet arpv4",
    "create_ipv6": (
        "?random:random ?time:time ?clock:mclock ?group:text ?config:ipv6_config ?no_init:bool_key network ethernet"
    ),
    "create_ipv4v6": "?group:text ipv4 ipv6",
    "direct_udp": "?random:random ip",
    "socket_udpv4v6": "?group:text ipv4_address? ipv6_address?",
    "direct_tcp": "?mclock:mclock ?time:time ?random:random ip",
    "socket_tcpv4v6": "?group:text ipv4_address? ipv6_address?",
    "direct_stackv4v6": (
        "?mclock:mclock ?random:random ?time:time ?tcp:tcpv4v6 ~ipv4_only:bool_key ~ipv6_only:bool_key "
        "network ethernet arpv4 ipv4 ipv6"
    ),
    "socket_stackv4v6": "?group:text unit",
    "generic_stackv4v6": (
        "?group:text ?ipv6_config:ipv6_config ?ipv4_config:ipv4_config ?dhcp_key:bool_value ?net_key:net_value "
        "?tcp:tcpv4v6 network"
    ),
    "tcpv4v6_of_stackv4v6": "stackv4v6",
    "resolver_dns": "?ns:text* ?time:time ?mclock:mclock ?pclock:pclock ?random:random stackv4v6",
    "generic_dns_client": (
        "?timeout:int64_option_key ?nameservers:strings_key ?random:random ?time:time ?mclock:mclock ?pclock:pclock "
        "stackv4v6"
    ),
    "generic_happy_eyeballs": (
        "?aaaa_timeout:int64_option_key ?connect_delay:int64_option_key ?connect_timeout:int64_option_key "
        "?resolve_timeout:int64_option_key ?resolve_retries:int64_option_key ?timer_interval:int64_option_key "
        "?time:time ?mclock:mclock stackv4v6 dns_client"
    ),
    "syslog_udp": "?config:syslog_config ?clock:pclock stackv4v6",
    "syslog_tcp": "?config:syslog_config ?clock:pclock stackv4v6",
    "syslog_tls": "?config:syslog_config ?keyname:text ?clock:pclock stackv4v6 kv_ro",
    "conduit_direct": "?tls:bool ?random:random stackv4v6",
    "mimic_happy_eyeballs": "stackv4v6 dns_client happy_eyeballs",
    "cohttp_server": "conduit",
    "httpaf_server": "conduit",
    "cohttp_client": "?pclock:pclock resolver conduit",
    "paf_server": "~port:int_key tcpv4v6",
    "paf_client": "?pclock:pclock tcpv4v6 mimic",
    "merge_git_clients": "git_client git_client",
    "git_tcp": "tcpv4v6 mimic",
    "git_ssh": (
        "?authenticator:string_option_key ~key:string_option_key ~password:string_option_key ?mclock:mclock "
        "?time:time tcpv4v6 mimic"
    ),
    "git_http": "?authenticator:string_option_key ?headers:headers_key ?pclock:pclock tcpv4v6 mimic",
    "keys": "argv",
    "app_info_with_opam_deps": "string_pair*",
}
"""What each device takes, in OCaml's order."""


def _register(name: str, jobs: list[Impl], **given: Any) -> None:
    dsl.register(name, jobs, **given)  # what it gives is for an SConstruct: OCaml's gives unit


LABEL_HINTS.update(other_releases.LABELS)

_OWN: Table = {
    "register": ("?argv:argv ?reporter:reporter ?keys:any_key* ?packages:package* ?src:src text impl*", _register),
    "syslog_config": ("?port:int ?truncate:int ?server:any string", _make_syslog_config),
}


def _static_stack(machine: Machine, network: Impl, arp: Any = None, **given: Any) -> Impl:
    """``static_ipv4v6_stack``, of which a configuration may make the ARP."""
    if arp is None:
        return dsl.static_ipv4v6_stack(network, **given)

    def resolved(ethernet: Impl) -> Impl:
        made = machine.call(arp, ethernet)
        try:
            impl: Impl = SHAPES["arpv4"].take(made)
        except MisfitError:
            raise ConfigError(f"~arp gives {describe(made)}, where an arpv4 is wanted", caller()) from None
        return impl

    return dsl.static_ipv4v6_stack(network, arp=resolved, **given)


_STATIC_STACK = (
    "?group:text ?ipv6_config:ipv6_config ?ipv4_config:ipv4_config ?arp:function ?tcp:tcpv4v6 network",
    _static_stack,
)


def _missing(name: str) -> str:
    return other_releases.VALUES.get(name) or other_releases.MODULES.get(name, "")


MIRAGE = module(
    "",
    {**PURE, **_OWN, **{name: (signature, getattr(dsl, name)) for name, signature in _DEVICES.items()}},
    {**CALLING, "static_ipv4v6_stack": _STATIC_STACK},
    {**_TYPES, **_VALUES},
    {**MODULES, "Key": KEY},
    missing=_missing,
    records={
        "ipv4_config": "network gateway",
        "ipv6_config": "network gateway",
        "syslog_config": "hostname server port truncate",
    },
)
"""The module ``Mirage``."""


def _app_info(build_info: list[tuple[str, str]] | None = None) -> Impl:
    return dsl.app_info if build_info is None else dsl.app_info_with_opam_deps(build_info)


FUNCTORIA = module(
    "",
    {
        **PURE,
        "keys": ("argv", dsl.keys),
        "app_info": ("?build_info:string_pair* unit", _app_info),
    },
    CALLING,
    {"job": dsl.job, "noop": dsl.noop, "argv": dsl.argv, "sys_argv": dsl.sys_argv, "info": dsl.info},
    {**MODULES, "Key": KEY, "Package": PACKAGE, "Install": INSTALL, "Device": DEVICE},
    missing=_missing,
)
"""The module ``Functoria``."""
