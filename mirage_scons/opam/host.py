"""opam's variables of the machine: what conditions ask of it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from pathlib import Path

_ARCHITECTURES = {"amd64": "x86_64", "aarch64": "arm64", "i386": "x86_32", "i686": "x86_32", "armv7l": "arm32"}
_FAMILIES = ("debian", "rhel", "fedora", "suse", "arch", "alpine", "gentoo")


def host() -> dict[str, str | bool]:
    """The values of ``os``, ``arch`` and the like on this machine, as opam 2.1 finds them."""
    system = {"darwin": "macos"}.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    release = _os_release()
    distribution = release.get("ID", system)
    like = [distribution, *release.get("ID_LIKE", "").split()]
    return {
        "os": system,
        "arch": _ARCHITECTURES.get(machine, machine),
        "os-distribution": distribution,
        "os-family": next((family for family in _FAMILIES if family in like), distribution),
        "os-version": release.get("VERSION_ID", ""),
        "opam-version": "2.1.6",
    }


def _os_release() -> Mapping[str, str]:
    """What ``/etc/os-release`` says; nothing where there is none, as on macOS."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {name: value.strip("\"'") for name, _, value in pairs}


LOCKING: Mapping[str, str | bool] = {
    "build": True,
    "post": True,
    "with-test": False,
    "with-doc": False,
    "with-dev-setup": False,
    "dev": False,
    "monorepo": "opam-monorepo",
}
"""Variables that hold while a lock is made: what is needed to build, not to test or document."""
