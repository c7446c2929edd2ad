"""The keys of MirageOS: names, options, stages, types, defaults and sections (the original's ``mirage_key.ml``)."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from configs import plan

from mirage_scons import dsl
from mirage_scons.model.key import Key

U, R, A, M = "UNIKERNEL PARAMETERS", "OCAML RUNTIME PARAMETERS", "APPLICATION OPTIONS", "MIRAGE PARAMETERS"
Row = tuple[str, str, str, str, object, str, "str | None"]
"""Name, options, stage, type, default, section, word for the value."""
EVERYWHERE: list[Row] = [
    ("allocation-policy", "allocation-policy", "both", "allocation policy", "best-fit", R, "ALLOCATION"),
    ("backtrace", "backtrace", "both", "bool", True, R, "BOOL"),
    ("custom-major-ratio", "custom-major-ratio", "both", "int option", None, R, "CUSTOM MAJOR RATIO"),
    ("custom-minor-max-size", "custom-minor-max-size", "both", "int option", None, R, "CUSTOM MINOR MAX SIZE"),
    ("custom-minor-ratio", "custom-minor-ratio", "both", "int option", None, R, "CUSTOM MINOR RATIO"),
    ("delay", "delay", "both", "int", 0, U, "DELAY"),
    ("gc-verbosity", "gc-verbosity", "both", "int option", None, R, "VERBOSITY"),
    ("gc-window-size", "gc-window-size", "both", "int option", None, R, "WINDOW SIZE"),
    ("logs", "l logs", "both", "list of log threshold", (), U, "LEVEL"),
    ("major-heap-increment", "major-heap-increment", "both", "int option", None, R, "MAJOR INCREMENT"),
    ("max-space-overhead", "max-space-overhead", "both", "int option", None, R, "MAX SPACE OVERHEAD"),
    ("minor-heap-size", "minor-heap-size", "both", "int option", None, R, "MINOR SIZE"),
    ("randomize-hashtables", "randomize-hashtables", "both", "bool", True, R, "BOOL"),
    ("space-overhead", "space-overhead", "both", "int option", None, R, "SPACE OVERHEAD"),
    ("target", "t target", "configure", "target", "unix", M, "TARGET"),
]
DEVICES = """
net = netif("eth", group="g")
stack = static_ipv4v6_stack(net, group="g", ipv4_config=ipv4_config("10.1.0.2/16", "10.1.0.1"),
                            ipv6_config=ipv6_config("fd00::2/64", "fd00::1"))
config = syslog_config("host", server="10.0.0.9", port=514)
parts = [stack, generic_stackv4v6(default_network, group="h"), generic_kv_ro("t", group="g"),
         generic_block("b", group="g"), resolver_dns(stack, ns=["a", "b"]), syslog_udp(stack, config=config),
         docteur("https://example.org/x.git")]
register("app", [main("U", job >> job, extra_deps=parts)(noop)])
"""
OF_DEVICES: list[Row] = [
    ("analyze", "analyze", "both", "bool", True, A, None),
    ("disk", "disk", "configure", "string", "disk", A, None),
    ("g-accept-router-advertisements", "g-accept-router-advertisements", "both", "bool", True, U,
     "ACCEPT-ROUTER-ADVERTISEMENTS"),
    ("g-block", "g-block", "configure", "block", "ramdisk", U, "BLOCK"),
    ("g-interface", "g-interface", "both", "string", "eth", U, "INTERFACE"),
    ("g-ipv4", "g-ipv4", "both", "IPv4 address with length", "10.1.0.2/16", U, "IPV4"),
    ("g-ipv4-gateway", "g-ipv4-gateway", "both", "IPv4 address option", "10.1.0.1", U, "IPV4-GATEWAY"),
    ("g-ipv4-only", "g-ipv4-only", "both", "bool", False, U, "IPV4-ONLY"),
    ("g-ipv6", "g-ipv6", "both", "IPv6 address with length option", "fd00::2/64", U, "IPV6"),
    ("g-ipv6-gateway", "g-ipv6-gateway", "both", "IPv6 address option", "fd00::1", U, "IPV6-GATEWAY"),
    ("g-ipv6-only", "g-ipv6-only", "both", "bool", False, U, "IPV6-ONLY"),
    ("g-kv_ro", "g-kv_ro", "configure", "kv_ro", "crunch", U, "KV_RO"),
    ("h-dhcp", "h-dhcp", "configure", "bool", False, U, "DHCP"),
    ("h-net", "h-net", "configure", "net option", None, U, "NET"),
    ("resolver", "resolver", "both", "list of string option", ("a", "b"), U, "RESOLVER"),
    ("syslog", "syslog", "both", "IP address option", "10.0.0.9", U, "SYSLOG"),
    ("syslog-hostname", "syslog-hostname", "both", "string", "host", U, "SYSLOG-HOSTNAME"),
    ("syslog-port", "syslog-port", "both", "int option", 514, U, "SYSLOG-PORT"),
]  # fmt: skip


def row(key: Key) -> Row:
    """A key as a row of the table."""
    options = " ".join(key.names)
    return (key.name, options, key.arg.stage, key.converter.name, key.arg.default, key.docs, key.docv)


def test_every_unikernel_has_the_keys_of_the_original(tmp_path: Path) -> None:
    keys = plan(tmp_path, 'register("app", [noop])\n', "unix").keys
    assert [row(key) for key in keys] == EVERYWHERE
    assert {key.env for key in keys if key.env} == {"MODE"}


@pytest.mark.parametrize("expected", OF_DEVICES, ids=lambda expected: expected[0])
def test_devices_have_the_keys_of_the_original(expected: Row, tmp_path: Path) -> None:
    keys = {key.name: key for key in plan(tmp_path, DEVICES, "unix").keys}
    assert row(keys[expected[0]]) == expected
    assert keys[expected[0]].doc


OF_MIRAGE_KEY = (
    "target backtrace randomize_hashtables allocation_policy minor_heap_size major_heap_increment space_overhead "
    "max_space_overhead gc_verbosity gc_window_size custom_major_ratio custom_minor_ratio custom_minor_max_size delay "
    "logs kv_ro block dhcp net interface ipv4 ipv4_gateway ipv6 ipv6_gateway accept_router_advertisements ipv4_only "
    "ipv6_only resolver syslog syslog_port syslog_hostname"
)
"""The keys of the original's ``mirage_key.mli``; its modules ``V4`` and ``V6`` are said by prefixes."""


@pytest.mark.parametrize("name", OF_MIRAGE_KEY.split())
def test_a_configuration_can_say_every_key_of_the_original(name: str) -> None:
    said = getattr(dsl.standard_keys, name)
    if not isinstance(said, Key):  # a function of its default and its group
        required = [p for p in inspect.signature(said).parameters.values() if p.default is p.empty]
        said = said(*[{"interface": "tap0", "ipv4": "10.0.0.1/8", "syslog_hostname": "host"}.get(name)] * len(required))
    assert said.name == name.replace("_", "-") or (name, said.name) == ("kv_ro", "kv_ro")


def test_a_key_that_the_configuration_says_is_that_of_the_device(tmp_path: Path) -> None:
    said = """
k = standard_keys.dhcp(group="m")
net = if_impl(value(k), netif("a"), netif("b"))
stack = generic_stackv4v6(net, group="m", dhcp_key=value(k))
register("app", [main("U", stackv4v6 >> job)(stack)])
"""
    for dhcp, interface in (("true", "a"), ("false", "b")):
        planned = plan(tmp_path, said, "hvt", {"m-dhcp": dhcp})
        assert [key.name for key in planned.keys].count("m-dhcp") == 1
        assert {key.name: key for key in planned.keys}["interface"].arg.default == interface


def test_docs_name_the_group(tmp_path: Path) -> None:
    docs = {key.name: key.doc or "" for key in plan(tmp_path, DEVICES, "unix", {"h-net": "direct"}).keys}
    assert "the g group" in docs["g-ipv4"]
    assert "the h group" in docs["h-dhcp"]
    assert "the unikernel" in docs["interface"]


LABELS = {
    "main": "packages packages_v keys extra_deps local_libs",
    "foreign": "packages packages_v keys deps",
    "impl": "packages packages_v install install_v keys extra_deps connect dune configure files",
    "package": "scope build sublibs libs min max pin pin_version",
    "register": "argv reporter keys packages src",
    "opt": "stage",
    "required": "stage",
    "flag": "stage",
    "opt_all": "stage",
    "key": "docs docv doc env",
    "list_of": "sep",
    "pair_of": "sep",
    "match_impl": "default",
    "rng": "time mclock",
    "default_reporter": "clock level",
    "generic_block": "group key",
    "ccm_block": "nonce_len",
    "generic_kv_ro": "group key",
    "docteur": "mode disk analyze branch extra_deps",
    "kv_rw_mem": "clock",
    "chamelon": "program_block_size pclock",
    "tar_kv_rw": "pclock",
    "netif": "group",
    "arp": "time",
    "create_ipv4": "group config no_init random clock",
    "ipv4_qubes": "random clock",
    "create_ipv6": "random time clock group config no_init",
    "create_ipv4v6": "group",
    "direct_udp": "random",
    "direct_tcp": "mclock time random",
    "socket_udpv4v6": "group",
    "socket_tcpv4v6": "group",
    "direct_stackv4v6": "mclock random time tcp ipv4_only ipv6_only",
    "socket_stackv4v6": "group",
    "static_ipv4v6_stack": "group ipv6_config ipv4_config arp tcp",
    "generic_stackv4v6": "group ipv6_config ipv4_config dhcp_key net_key tcp",
    "resolver_dns": "ns time mclock pclock random",
    "generic_dns_client": "timeout nameservers random time mclock pclock",
    "generic_happy_eyeballs": "aaaa_timeout connect_delay connect_timeout resolve_timeout resolve_retries "
    "timer_interval time mclock",
    "conduit_direct": "tls random",
    "cohttp_client": "pclock",
    "paf_server": "port",
    "paf_client": "pclock",
    "git_ssh": "authenticator key password mclock time",
    "git_http": "authenticator headers pclock",
    "syslog_config": "port truncate server",
    "syslog_udp": "config clock",
    "syslog_tcp": "config clock",
    "syslog_tls": "config keyname clock",
    "ipv4_config": "network gateway",
    "ipv6_config": "network gateway",
}


@pytest.mark.parametrize("name", LABELS)
def test_a_function_takes_the_labels_of_the_original(name: str) -> None:
    taken = inspect.signature(getattr(dsl, name)).parameters
    assert [label for label in LABELS[name].split() if label not in taken] == []


def test_every_function_with_labels_is_in_the_table() -> None:
    functions = {name: getattr(dsl, name) for name in dsl.__all__ if callable(getattr(dsl, name))}
    labelled = {
        name
        for name, function in functions.items()
        if inspect.isfunction(function)
        and any(p.kind is p.KEYWORD_ONLY for p in inspect.signature(function).parameters.values())
    }
    assert labelled - LABELS.keys() == {"alias", "conv", "device", "install", "ipv4_of_dhcp"}
