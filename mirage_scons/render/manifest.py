"""manifest.json: what Solo5 has to attach to an image."""

from __future__ import annotations

import json

from mirage_scons.plan.plan import Plan

_TYPES = {"network": "NET_BASIC", "block": "BLOCK_BASIC"}


def manifest(plan: Plan) -> str:
    """The manifest: networks, then blocks, each in the order of configuration; Xen's own does without devices."""
    attached = plan.attachments if plan.target.family == "solo5" else ()
    ordered = sorted(attached, key=lambda attachment: attachment.kind != "network")
    devices = [{"name": attachment.name, "type": _TYPES[attachment.kind]} for attachment in ordered]
    return json.dumps({"type": "solo5.manifest", "version": 1, "devices": devices}, indent=2) + "\n"
