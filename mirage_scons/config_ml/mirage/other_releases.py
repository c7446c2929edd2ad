"""What other releases of MirageOS have and 4.4 has not, with what to write instead."""

from __future__ import annotations

_STACKS = {
    f"{prefix}{version}": f"{prefix}v4v6"
    for version in ("v4", "v6")
    for prefix in ("stack", "generic_stack", "direct_stack", "socket_stack", "socket_tcp", "tcp", "udp")
}
_UNTIL_4_2 = {
    **_STACKS,
    "socket_udpv4": "socket_udpv4v6",
    "static_ipv4_stack": "static_ipv4v6_stack",
    "static_ipv6_stack": "static_ipv4v6_stack",
    "dhcp_ipv4_stack": "generic_stackv4v6",
    "qubes_ipv4_stack": "generic_stackv4v6",
    "fs": "kv_ro",
    "fat": "fat_ro",
    "fat_of_files": "fat_ro",
    "kv_ro_of_fs": "fat_ro",
    "archive_of_files": "tar_kv_ro",
    "nocrypto": "random",
    "nocrypto_random": "default_random",
    "stdlib_random": "default_random",
}
_FROM_4_9 = {
    "ptime": "pclock",
    "default_ptime": "default_posix_clock",
    "mtime": "mclock",
    "default_mtime": "default_monotonic_clock",
    "sleep": "time",
    "default_sleep": "default_time",
}
_FROM_4_8 = (
    "add_dhcp_request", "dhcp_ipv4", "dhcp_proj_ipv4", "dhcp_proj_lease", "dhcp_proj_net", "lease", "no_lease",
    "generic_stackv4v6_with_lease", "make_dhcp_requests", "ipv4_of_dhcp", "monitoring", "mock_mtime", "mock_ptime",
    "no_mtime", "no_ptime", "no_random", "no_sleep",
)  # fmt: skip
VALUES = {
    **{name: f"It is of MirageOS before 4.3: write {now}." for name, now in _UNTIL_4_2.items()},
    **{name: f"It is of MirageOS 4.9 and later: write {before}." for name, before in _FROM_4_9.items()},
    **dict.fromkeys(_FROM_4_8, "It is of MirageOS 4.8 and later, whose devices MirageOS 4.4 has not."),
    "git_happy_eyeballs": "It is of MirageOS before 4.3.4: write mimic_happy_eyeballs.",
    "mprof_trace": "It is of MirageOS before 4.4, which has no tracing.",
    "tracing": "It is of MirageOS before 4.4, which has no tracing.",
    "io_page": "It is of MirageOS 3: leave it out.",
    "default_io_page": "It is of MirageOS 3: leave it out.",
    "farp": "It is of MirageOS 3: write arp.",
    "base_configurable": "Devices that are objects are of MirageOS 3: write impl.",
    "add_to_opam_packages": "It is of MirageOS 2: write ~packages of register.",
    "add_to_ocamlfind_libraries": "It is of MirageOS 2: write ~packages of register.",
    "get_mode": "It is of MirageOS 2: write Key.value Key.target.",
    "runtime_arg": "It is of MirageOS 4.5 and later: write Key.create.",
    "runtime_args": "It is of MirageOS 4.5 and later: write Key.create.",
    "runtime_key": "It is of MirageOS 4.5 and later: write Key.create.",
    "cmdliner_stdlib": "It is of MirageOS 4.5 and later: those options are there anyway.",
    "connect_err": "It is of MirageOS 4.5 and later.",
    "code": "It is of MirageOS 4.5 and later: connect gives a string.",
    "ethif": "It is of MirageOS 4.6 and later: write etif.",
}
"""Values of the module Mirage."""

MODULES = {
    "Functoria_key": "It is of MirageOS 3: write Key.",
    "Functoria_app": "It is of MirageOS 3.",
    "Mirage_key": "It is of MirageOS 3: write Key.",
    "Functoria_runtime": "It is for the unikernel itself, not for its configuration.",
    "Mirage_runtime": "It is for the unikernel itself, not for its configuration.",
    "Key_gen": "It is for the unikernel itself, not for its configuration.",
    "Runtime_arg": "It is of MirageOS 4.5 and later: write Key.create.",
    "Runtime_key": "It is of MirageOS 4.5 and later: write Key.create.",
}
"""Modules beside Mirage."""

_DEPS = "It is of MirageOS 4.5 and later: write ~extra_deps."
_ARGUMENTS = "It is of MirageOS 4.5 and later: write ~keys."
_OBJECTS = "It is of MirageOS 3: write ~dune, which gives rules."
LABELS = {
    ("main", "deps"): _DEPS,
    ("impl", "deps"): _DEPS,
    ("main", "pos"): "It is of MirageOS 4.5 and later: leave it out.",
    ("register", "pos"): "It is of MirageOS 4.5 and later: leave it out.",
    **{(name, "runtime_args"): _ARGUMENTS for name in ("main", "foreign", "impl", "register")},
    **{("impl", label): _OBJECTS for label in ("build", "clean")},
    ("register", "tracing"): "It is of MirageOS before 4.4, which has no tracing.",
    ("register", "libraries"): "It is of MirageOS 2: write ~packages.",
}
"""Labels of functions."""
