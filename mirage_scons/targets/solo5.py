"""The targets that Solo5 links: one program, and a binding for each."""

from __future__ import annotations

from mirage_scons.model.package import Package, released
from mirage_scons.targets.record import Target

SDK = (
    released("ocaml-solo5", scope="switch", build=True),
    released("solo5", scope="switch", build=True),
)
"""The tools that the opam switch provides for cross-compilation."""

_PACKAGES: tuple[Package, ...] = (*SDK, released("mirage-solo5"))


def _solo5(name: str, doc: str) -> Target:
    return Target(name, "solo5", "solo5", "Solo5_os", "solo5", f"{{}}.{name}", _PACKAGES, doc, name)


HVT = _solo5("hvt", "a guest of solo5-hvt, a virtual machine")
SPT = _solo5("spt", "a sandboxed process, started by solo5-spt")
VIRTIO = _solo5("virtio", "a virtual machine, as of QEMU")
MUEN = _solo5("muen", "a subject of Muen")
GENODE = _solo5("genode", "a component of Genode")
