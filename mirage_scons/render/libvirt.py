"""NAME_libvirt.xml: how libvirt starts an image."""

from __future__ import annotations

from mirage_scons.plan.plan import Plan
from mirage_scons.render.template import fill
from mirage_scons.render.xl import BRIDGE, MEMORY, vdev


def libvirt(plan: Plan) -> str:
    """The domain of an image for virtio or Xen, with what has to be attached to it."""
    blocks = [attached.name for attached in plan.attachments if attached.kind == "block"]
    networks = [attached.name for attached in plan.attachments if attached.kind == "network"]
    first, prefix = (1, "xvd") if plan.target.name == "xen" else (0, "vd")  # Xen's own first device is another's
    return fill(
        f"libvirt-{plan.target.name}.xml.j2",
        name=plan.name,
        image=plan.image,
        kibibytes=int(MEMORY) * 1024,
        disks=[(file, vdev(number, prefix)) for number, file in enumerate(blocks, first)],
        bridges=[f"{BRIDGE}{number}" for number, _ in enumerate(networks)],
    )
