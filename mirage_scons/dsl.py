"""Everything that a config.py says: ``from mirage_scons.dsl import *``."""

from mirage_scons.devices.argv import argv, default_argv, no_argv, sys_argv
from mirage_scons.devices.choice import is_solo5, is_unix, is_xen
from mirage_scons.devices.clock import default_monotonic_clock, default_posix_clock, mclock, pclock
from mirage_scons.devices.info import app_info, app_info_with_opam_deps, info
from mirage_scons.devices.init import keys
from mirage_scons.devices.job import job, noop
from mirage_scons.devices.keys import TARGET as target  # noqa: N811
from mirage_scons.devices.logs import default_reporter, no_reporter, reporter
from mirage_scons.devices.random import default_random, random, rng
from mirage_scons.devices.register import register
from mirage_scons.devices.time import default_time, time
from mirage_scons.model.address import ip_address, ipv4_address, ipv4_prefix, ipv6_address, ipv6_prefix
from mirage_scons.model.convert import Converter, conv, int64, list_of, one_of, pair_of, some
from mirage_scons.model.device import Device, Info
from mirage_scons.model.impl import Impl, if_impl, match_impl, of_device
from mirage_scons.model.install import Install, install
from mirage_scons.model.key import Key, alias, flag, key, opt, opt_all, required
from mirage_scons.model.module import abstract, dep, device, foreign, impl, main, typ
from mirage_scons.model.package import Package, package
from mirage_scons.model.types import Functor, Type, functor
from mirage_scons.model.value import Value, if_, match_, pure, value

__all__ = [
    "Converter", "Device", "Functor", "Impl", "Info", "Install", "Key", "Package", "Type", "Value", "abstract", "alias",
    "app_info", "app_info_with_opam_deps", "argv", "conv", "default_argv", "default_monotonic_clock",
    "default_posix_clock", "default_random", "default_reporter", "default_time", "dep", "device", "flag", "foreign",
    "functor", "if_", "if_impl", "impl", "info", "install", "int64", "ip_address", "ipv4_address", "ipv4_prefix",
    "ipv6_address", "ipv6_prefix", "is_solo5", "is_unix", "is_xen", "job", "key", "keys", "list_of", "main", "match_",
    "match_impl", "mclock", "no_argv", "no_reporter", "noop", "of_device", "one_of", "opt", "opt_all", "package",
    "pair_of", "pclock", "pure", "random", "register", "reporter", "required", "rng", "some", "sys_argv", "target",
    "time", "typ", "value",
]  # fmt: skip
